"""A version takes the place of another only with what it loses confirmed, one by one."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID

from certkeeper.adapters.aws.clients import client
from certkeeper.domain.clock import utc_now
from tests.integration.api.certificate_files import INTERMEDIATE, ROOT, leaf, pem
from tests.integration.api.stored_orders import issued
from tests.unit.x509.pki import YEAR, Signed, sign

if TYPE_CHECKING:
    from tests.integration.api.conftest import Answer, Api

NAME = "www.shop.example"
SINCE, UNTIL = utc_now() - timedelta(days=1), utc_now() + timedelta(days=80)


def upload(api: Api, body: dict[str, Any]) -> dict[str, Any]:
    """A new certificate."""
    answer = api.call("upload_certificate", scope="all", body=body)
    assert answer.status == 201, answer.text
    return answer.document


def replace_(
    api: Api, certificate_id: str, body: dict[str, Any], *, operation: str = "upload_version", key: str = ""
) -> Answer:
    """A new version of a certificate."""
    headers = {"Idempotency-Key": key} if key else None
    return api.call(operation, scope="all", certificate_id=certificate_id, body=body, headers=headers)


def confirming(refused: Answer, body: dict[str, Any]) -> dict[str, Any]:
    """The same body, with exactly what was refused confirmed."""
    comparison = refused.document["comparison"]
    losses = [loss["code"] for loss in comparison["losses"]]
    return {**body, "confirmed": {"version": comparison["version"], "losses": losses}}


def shown(api: Api, certificate_id: str) -> dict[str, Any]:
    """The certificate as it is now."""
    return api.call("get_certificate", scope="all", certificate_id=certificate_id).document


def fingerprint(certificate_id: str) -> str:
    """That of what consumers of the secret read."""
    value = client("secretsmanager").get_secret_value(SecretId=f"certkeeper/certificates/{certificate_id}")
    found: str = json.loads(value["SecretString"])["certificate"]
    return found


def worse(**changes: object) -> Signed:
    """A successor that differs in one respect from the first version."""
    wanted: dict[str, Any] = {"names": (NAME, "shop.example"), "since": SINCE, "until": UNTIL, **changes}
    return sign(NAME, INTERMEDIATE, **wanted)


OTHER_CA = sign("Another CA", ROOT, ca=True, since=utc_now() - YEAR, until=utc_now() + YEAR)
BY_ITSELF = sign(NAME, names=(NAME, "shop.example"), since=SINCE, until=UNTIL)
SUCCESSORS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "other names": (pem(worse(names=("mail.shop.example",)), ca_bundle=[ROOT.pem]), ["names_lost"]),
    "fewer names": (pem(worse(names=(NAME,)), ca_bundle=[ROOT.pem]), ["names_lost"]),
    "an earlier end": (pem(worse(until=UNTIL - timedelta(days=1)), ca_bundle=[ROOT.pem]), ["ends_earlier"]),
    "no root": (pem(worse()), ["trust_lost"]),
    "another issuer": (
        pem(
            sign(NAME, OTHER_CA, names=(NAME, "shop.example"), since=SINCE, until=UNTIL),
            intermediates=[OTHER_CA.pem],
            ca_bundle=[ROOT.pem],
        ),
        ["issuer_changed"],
    ),
    "by itself": (pem(BY_ITSELF, intermediates=[]), ["issuer_changed"]),
    "another kind of key": (
        pem(worse(key=ec.generate_private_key(ec.SECP384R1())), ca_bundle=[ROOT.pem]),
        ["key_kind_changed"],
    ),
    "for clients": (
        pem(worse(usages=[ExtendedKeyUsageOID.CLIENT_AUTH]), ca_bundle=[ROOT.pem]),
        ["not_for_servers"],
    ),
    "all at once": (
        pem(sign("A CA", ca=True, since=SINCE, until=UNTIL - timedelta(days=9)), intermediates=[]),
        ["names_lost", "ends_earlier", "issuer_changed", "not_for_servers", "ca_certificate"],
    ),
}


def test_what_a_successor_loses_is_refused_listed_and_then_confirmed(api: Api) -> None:
    """Each kind of loss: nothing changes before the confirmation, and each confirmation is for one state only."""
    first = upload(api, pem(worse(), ca_bundle=[ROOT.pem], certificate_name="first"))
    certificate_id, stored = first["certificate_id"], fingerprint(first["certificate_id"])
    for body, losses in SUCCESSORS.values():
        refused = replace_(api, certificate_id, body)
        assert (refused.status, refused.problem) == (409, "losses-not-confirmed"), refused.text
        found = [loss["code"] for loss in refused.document["comparison"]["losses"]]
        assert set(losses) - {"not_for_servers"} <= set(found) <= set(losses)
        assert all(loss["before"] and loss["detail"] for loss in refused.document["comparison"]["losses"])
        for wrong in ({"version": 9, "losses": found}, {"version": 1, "losses": [*found, "source_changed"]}):
            assert replace_(api, certificate_id, {**body, "confirmed": wrong}).problem == "losses-not-confirmed"
    assert shown(api, certificate_id)["version"] == 1
    assert fingerprint(certificate_id) == stored
    body, losses = SUCCESSORS["all at once"]
    refused = replace_(api, certificate_id, body)
    taken = replace_(api, certificate_id, confirming(refused, body))
    assert taken.status == 201, taken.text
    assert fingerprint(certificate_id) == body["certificate"]
    (version,) = taken.document["versions"]
    assert version["confirmed_losses"] == [loss["code"] for loss in refused.document["comparison"]["losses"]]
    assert taken.document["renewal_ended"] is False


def test_a_better_successor_is_not_asked_about(api: Api) -> None:
    """A later end, more names, a wildcard that covers them; and what is confirmed for nothing is refused."""
    first = upload(api, pem(leaf(NAME)))
    certificate_id = first["certificate_id"]
    for names in ((NAME, "mail.shop.example"), ("*.shop.example", "a.b.shop.example"), ("*.SHOP.example",)):
        signed = leaf(*names, "A.B.shop.example", days=200)
        assert replace_(api, certificate_id, pem(signed)).status == 201
    extra = pem(
        leaf("*.shop.example", "a.b.shop.example", days=300), confirmed={"version": 4, "losses": ["names_lost"]}
    )
    refused = replace_(api, certificate_id, extra)
    assert (refused.problem, refused.document["comparison"]) == ("losses-not-confirmed", {"version": 4, "losses": []})


def test_a_confirmation_is_not_carried_over_to_another_version(api: Api) -> None:
    """Somebody has replaced it meanwhile: the losses are others, or those of another version."""
    certificate_id = upload(api, pem(leaf(NAME)))["certificate_id"]
    body = pem(leaf("mail.shop.example"))
    confirmed = confirming(replace_(api, certificate_id, body), body)
    assert replace_(api, certificate_id, pem(leaf(NAME, days=81))).status == 201
    late = replace_(api, certificate_id, confirmed)
    assert late.problem == "losses-not-confirmed"
    assert late.document["comparison"]["version"] == 2
    assert replace_(api, certificate_id, confirming(late, confirmed)).status == 201


def test_what_is_compared_is_what_is_replaced(api: Api) -> None:
    """Somebody replaces it between the comparison and the commit: the write names the revision that was compared."""
    certificate_id = upload(api, pem(leaf(NAME)))["certificate_id"]
    events = client("secretsmanager").meta.events

    def replaced_meanwhile(**_: object) -> None:
        events.unregister("before-call.secrets-manager.PutSecretValue", replaced_meanwhile)
        assert replace_(api, certificate_id, pem(leaf(NAME, "mail.shop.example"))).status == 201

    events.register("before-call.secrets-manager.PutSecretValue", replaced_meanwhile)
    late = replace_(api, certificate_id, pem(leaf(NAME, days=99)))
    assert (late.status, late.problem) == (409, "conflict")
    assert shown(api, certificate_id)["names"] == [NAME, "mail.shop.example"]


def test_a_repeat_is_answered_as_the_first_request_was(api: Api) -> None:
    """With one Idempotency-Key: the version that is current by then is the new one, and nothing is refused."""
    certificate_id = upload(api, pem(leaf(NAME)))["certificate_id"]
    body = pem(leaf("mail.shop.example", days=3))
    refused = replace_(api, certificate_id, body, key="click")
    confirmed = confirming(refused, body)
    first = replace_(api, certificate_id, confirmed, key="click")
    assert first.status == 201
    assert replace_(api, certificate_id, confirmed, key="click").document == first.document
    assert replace_(api, certificate_id, body, key="click").problem == "idempotency-key-reused"
    assert shown(api, certificate_id)["version"] == 2


def test_only_administrators_put_an_upload_in_the_place_of_an_issued_version(api: Api) -> None:
    """The ordinary path refuses it whatever is confirmed; the other one says that automatic renewal has ended."""
    order = issued(api, NAME, scope="all")
    certificate_id = order.certificate_id
    body = pem(leaf(NAME, days=200))
    refused = replace_(api, certificate_id, body)
    assert (refused.status, refused.problem) == (409, "replacement-needs-administrator")
    assert "automatic renewal would end" in refused.document["detail"]
    assert "/replacement" in refused.document["detail"]
    assert "source_changed" in {loss["code"] for loss in refused.document["comparison"]["losses"]}
    confirmed = confirming(refused, body)
    assert replace_(api, certificate_id, confirmed).problem == "replacement-needs-administrator"
    unconfirmed = replace_(api, certificate_id, body, operation="replace_certificate")
    assert unconfirmed.problem == "losses-not-confirmed"
    assert shown(api, certificate_id)["renewal"]["mode"] == "automatic"
    first = replace_(api, certificate_id, confirmed, operation="replace_certificate", key="click")
    assert first.status == 201, first.text
    assert first.document["renewal_ended"] is True
    assert (first.document["source"], first.document["renewal"]["mode"]) == ("uploaded", "none")
    again = replace_(api, certificate_id, confirmed, operation="replace_certificate", key="click")
    assert again.document == first.document
    better = replace_(api, certificate_id, pem(leaf(NAME, days=300)))
    assert (better.status, better.document["renewal_ended"]) == (201, False)


def test_the_event_says_what_was_confirmed(api: Api) -> None:
    """So the history can; it is as short as the list of codes."""
    certificate_id = upload(api, pem(leaf(NAME)))["certificate_id"]
    body = pem(leaf("mail.shop.example", days=3))
    confirmed = confirming(replace_(api, certificate_id, body), body)
    details: list[dict[str, str]] = []
    events = client("events").meta.events

    def published(params: dict[str, Any], **_: object) -> None:
        details.extend(json.loads(entry["Detail"]) for entry in params["Entries"])

    events.register("provide-client-params.eventbridge.PutEvents", published)
    assert replace_(api, certificate_id, confirmed).status == 201
    assert [detail["confirmed_losses"] for detail in details] == ["names_lost, ends_earlier"]


def test_an_upload_with_the_names_of_another_certificate_points_to_it(api: Api) -> None:
    """Whatever the case and the sequence; not once it is deleted or has other names, and again when it is restored."""
    old = upload(api, pem(leaf(NAME, "mail.shop.example")))
    pointer = {"certificate_id": old["certificate_id"], "certificate_name": old["certificate_name"]}
    new = leaf("MAIL.shop.example", NAME)
    second = upload(api, pem(new, certificate_name="second"))
    assert (old["same_names_as"], second["same_names_as"]) == ([], [pointer])
    assert upload(api, pem(leaf(NAME), certificate_name="fewer"))["same_names_as"] == []
    order = issued(api, "issued.shop.example", scope="all")
    like_issued = upload(api, pem(leaf("issued.shop.example"), certificate_name="like the issued one"))
    assert [each["certificate_id"] for each in like_issued["same_names_as"]] == [order.certificate_id]
    api.call("delete_certificate", scope="all", certificate_id=old["certificate_id"])
    third = upload(api, pem(leaf(NAME, "mail.shop.example"), certificate_name="third"))
    assert [each["certificate_name"] for each in third["same_names_as"]] == ["second"]
    api.call("restore_certificate", scope="all", certificate_id=old["certificate_id"])
    changed = pem(leaf("mail.shop.example", NAME, "more.shop.example"))
    assert replace_(api, second["certificate_id"], changed).status == 201
    fourth = upload(api, pem(leaf(NAME, "mail.shop.example"), certificate_name="fourth"))
    assert [each["certificate_name"] for each in fourth["same_names_as"]] == ["third", NAME]


def test_a_taken_name_points_to_the_certificate_that_may_be_meant(api: Api) -> None:
    """The usual mistake: the successor is uploaded as a new certificate, under the name that the old one has."""
    old = upload(api, pem(leaf(NAME)))
    refused = api.call("upload_certificate", scope="all", body=pem(leaf(NAME)))
    assert (refused.status, refused.problem) == (409, "name-taken")
    assert [each["certificate_id"] for each in refused.document["same_names_as"]] == [old["certificate_id"]]
    other = api.call("upload_certificate", scope="all", body=pem(leaf("b.example"), certificate_name=NAME))
    assert "same_names_as" not in other.document


def test_a_successor_that_was_uploaded_as_new_is_brought_to_its_place(api: Api) -> None:
    """It is deleted, and uploaded again as a version of the one that it replaces."""
    old = upload(api, pem(leaf(NAME)))
    successor = pem(leaf(NAME, days=200))
    wrong = upload(api, {**successor, "certificate_name": "by mistake"})
    assert replace_(api, old["certificate_id"], successor).problem == "duplicate"
    api.call("delete_certificate", scope="all", certificate_id=wrong["certificate_id"])
    assert replace_(api, old["certificate_id"], successor).status == 201
    again = api.call("upload_certificate", scope="all", body={**successor, "certificate_name": "again"})
    assert (again.problem, again.document["certificate_id"]) == ("duplicate", old["certificate_id"])


@pytest.mark.parametrize(
    ("confirmed", "code"),
    [
        ({"version": 0, "losses": []}, "out_of_bounds"),
        ({"version": 1, "losses": ["everything"]}, "not_one_of"),
        ({"version": 1}, "required"),
        ({"version": 1, "losses": ["names_lost"] * 9}, "too_long"),
        ("names_lost", "wrong_type"),
        (None, "wrong_type"),
        ({"version": 1, "losses": "names_lost"}, "wrong_type"),
        ({"version": "1", "losses": []}, "wrong_type"),
        ({"version": 1, "losses": [], "form": "pem"}, "unknown_field"),
    ],
)
def test_a_confirmation_that_is_none_is_refused_with_the_field(api: Api, confirmed: object, code: str) -> None:
    """Before anything is read."""
    body = {"form": "pfx", "pfx": "MIIB", "password": "", "confirmed": confirmed}
    for operation in ("upload_version", "replace_certificate"):
        answer = replace_(api, "01989d2c-0000-7000-8000-000000000002", body, operation=operation)
        assert (answer.status, answer.document["errors"][0]["code"]) == (400, code)
        assert answer.document["errors"][0]["pointer"].startswith("/confirmed")


def test_a_new_certificate_has_nothing_to_confirm(api: Api) -> None:
    """The field is one of versions only."""
    answer = api.call("upload_certificate", scope="all", body=pem(leaf(NAME), confirmed={"version": 1, "losses": []}))
    assert (answer.status, answer.document["errors"][0]["code"]) == (400, "unknown_field")
