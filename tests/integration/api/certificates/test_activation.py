"""An earlier version is made current again: over HTTP, with rows and secrets as AWS has them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from certkeeper.adapters.aws.clients import client
from certkeeper.domain.certificates.certificate import MAX_KEPT_VERSIONS
from tests.integration.api.certificate_files import leaf, pem
from tests.integration.api.consistency import loose_ends
from tests.integration.api.stored_orders import issued

if TYPE_CHECKING:
    from tests.integration.api.conftest import Answer, Api
    from tests.unit.x509.pki import Signed

FIRST, SECOND = leaf(days=40), leaf(days=80)


def uploaded(api: Api, *versions: Signed) -> str:
    """A certificate with these versions, the last one current; its id."""
    first, *others = versions
    certificate_id: str = api.call("upload_certificate", scope="all", body=pem(first)).document["certificate_id"]
    for other in others:
        answer = api.call("upload_version", scope="all", certificate_id=certificate_id, body=pem(other))
        assert answer.status == 201, answer.text
    return certificate_id


def activate(
    api: Api, certificate_id: str, version: int, *losses: str, key: str = "", operation: str = "activate_version"
) -> Answer:
    """Asks for a version, with losses against the current one confirmed."""
    path: dict[str, Any] = {"scope": "all", "certificate_id": certificate_id}
    current = api.call("get_certificate", **path).document["version"]
    body = {"confirmed": {"version": current, "losses": list(losses)}} if losses else None
    headers = {"Idempotency-Key": key} if key else None
    return api.call(operation, **path, version=str(version), body=body, headers=headers)


def secret(certificate_id: str) -> dict[str, Any]:
    """What consumers read."""
    name = f"certkeeper/certificates/{certificate_id}"
    value: dict[str, Any] = json.loads(client("secretsmanager").get_secret_value(SecretId=name)["SecretString"])
    return value


def labels(certificate_id: str) -> set[str]:
    """The labels of the secret that are not of AWS."""
    described = client("secretsmanager").describe_secret(SecretId=f"certkeeper/certificates/{certificate_id}")
    found = described["VersionIdsToStages"].values()
    return {stage for stages in found for stage in stages if not stage.startswith("AWS")}


def test_a_successor_is_taken_back_and_comes_again(api: Api) -> None:
    """Consumers get the old key, then the new one; the list says which versions can be made current."""
    certificate_id = uploaded(api, FIRST, SECOND)
    refused = activate(api, certificate_id, 1)
    assert (refused.status, refused.problem) == (409, "losses-not-confirmed")
    assert [loss["code"] for loss in refused.document["comparison"]["losses"]] == ["ends_earlier"]
    assert secret(certificate_id)["private_key"] == SECOND.key_pem
    back = activate(api, certificate_id, 1, "ends_earlier")
    assert back.status == 200, back.text
    assert (back.document["version"], back.document["latest_version"]) == (1, 2)
    assert back.document["certificate_pem"] == FIRST.pem
    assert [(each["version"], each["kept"]) for each in back.document["versions"]] == [(2, True), (1, True)]
    assert secret(certificate_id)["private_key"] == FIRST.key_pem
    forward = activate(api, certificate_id, 2)
    assert (forward.status, forward.document["version"]) == (200, 2)
    assert secret(certificate_id)["private_key"] == SECOND.key_pem
    assert loose_ends(api) == []


def test_an_issued_version_comes_back_with_its_renewal(api: Api) -> None:
    """An administrator put an upload in its place; the answer says when it is renewed next, and how to stop that."""
    certificate_id = issued(api).certificate_id
    path: dict[str, Any] = {"scope": "shop", "certificate_id": certificate_id}
    shown = api.call("get_certificate", **path).document
    refused = api.call("replace_certificate", **path, body=pem(leaf(*shown["names"])))
    losses = [loss["code"] for loss in refused.document["comparison"]["losses"]]
    confirmed = {"version": 1, "losses": losses}
    replaced = api.call("replace_certificate", **path, body=pem(leaf(*shown["names"]), confirmed=confirmed))
    assert replaced.status == 201, replaced.text
    assert (replaced.document["renewal"]["mode"], replaced.document["source"]) == ("none", "uploaded")
    back = api.call("activate_version", **path, version="1")
    losses = [loss["code"] for loss in back.document["comparison"]["losses"]]
    back = api.call("activate_version", **path, version="1", body={"confirmed": {"version": 2, "losses": losses}})
    assert back.status == 200, back.text
    assert (back.document["renewal"]["mode"], back.document["source"]) == ("automatic", "issued")
    following = back.document["next_action"]
    assert (following["action"], bool(following["at"])) == ("renew", True)
    assert "switch automatic renewal off" in following["why"]
    forward = api.call("activate_version", **path, version="2")
    assert (forward.status, forward.problem) == (409, "replacement-needs-administrator")
    found = [loss["code"] for loss in forward.document["comparison"]["losses"]]
    confirmed = {"version": 1, "losses": found}
    ended = api.call("replace_with_version", **path, version="2", body={"confirmed": confirmed})
    assert (ended.status, ended.document["renewal"]["mode"]) == (200, "none")


def test_an_upload_of_an_earlier_version_leads_to_it(api: Api) -> None:
    """To this certificate or as a new one; what is current is a duplicate, and what is not kept is taken."""
    certificate_id = uploaded(api, FIRST, SECOND)
    again = api.call("upload_version", scope="all", certificate_id=certificate_id, body=pem(FIRST))
    new = api.call("upload_certificate", scope="all", body=pem(FIRST, certificate_name="other"))
    for refused in (again, new):
        assert (refused.status, refused.problem) == (409, "kept-version")
        assert (refused.document["certificate_id"], refused.document["version"]) == (certificate_id, 1)
    same = api.call("upload_version", scope="all", certificate_id=certificate_id, body=pem(SECOND))
    assert (same.status, same.problem) == (409, "duplicate")
    for _ in range(MAX_KEPT_VERSIONS - 1):
        answer = api.call("upload_version", scope="all", certificate_id=certificate_id, body=pem(leaf(days=80)))
        assert answer.status == 201, answer.text
    versions = api.call("get_certificate", scope="all", certificate_id=certificate_id).document["versions"]
    assert [each["version"] for each in versions if not each["kept"]] == [1]
    assert len(labels(certificate_id)) <= MAX_KEPT_VERSIONS + 1
    refused = activate(api, certificate_id, 1, "ends_earlier")
    assert (refused.status, refused.problem) == (409, "key-not-kept")
    taken = pem(FIRST, confirmed={"version": versions[0]["version"], "losses": ["ends_earlier"]})
    assert api.call("upload_version", scope="all", certificate_id=certificate_id, body=taken).status == 201
    assert secret(certificate_id)["private_key"] == FIRST.key_pem
    assert loose_ends(api) == []


def test_one_key_is_one_activation(api: Api) -> None:
    """A repeat gets the certificate as it is; another request with the key is refused."""
    certificate_id = uploaded(api, FIRST, SECOND)
    path: dict[str, Any] = {"scope": "all", "certificate_id": certificate_id}
    body = {"confirmed": {"version": 2, "losses": ["ends_earlier"]}}
    headers = {"Idempotency-Key": "click"}
    once = api.call("activate_version", **path, version="1", body=body, headers=headers)
    assert activate(api, certificate_id, 2).status == 200
    again = api.call("activate_version", **path, version="1", body=body, headers=headers)
    assert (once.document["version"], again.status, again.document["version"]) == (1, 200, 2)
    other = api.call("activate_version", **path, version="2", headers=headers)
    assert (other.status, other.problem) == (422, "idempotency-key-reused")


def test_what_no_version_can_be_is_not_found(api: Api) -> None:
    """In the words for one that does not exist."""
    certificate_id = uploaded(api, FIRST)
    for text in ("2", "0", "-1", "1.0", "x", "٣", "9" * 40):
        answer = api.call("activate_version", scope="all", certificate_id=certificate_id, version=text)
        assert (answer.status, answer.problem) == (404, "not-found")


def test_an_activation_is_written_into_the_history_by_its_event(api: Api) -> None:
    """The row keeps it until it is published."""
    certificate_id = uploaded(api, FIRST, SECOND)
    assert activate(api, certificate_id, 1, "ends_earlier").status == 200
    row = next(row for row in api.rows() if row["pk"]["S"].endswith("#CERTIFICATES"))
    assert "outbox" not in row
