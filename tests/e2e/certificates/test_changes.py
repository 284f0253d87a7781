"""A certificate's life after it came: changed, deleted, restored, revoked; each function under its own role."""

from typing import Any

import pytest

from infra.local.aws import Cloud
from infra.local.caller import Answer, Caller
from infra.local.deploy import Deployed
from tests.e2e.order_journey import SCOPE, ensure_scope, place, wait_until
from tests.integration.api.certificate_files import leaf, pem

CERTIFICATES = f"/scopes/{SCOPE}/certificates"


@pytest.fixture(scope="module", autouse=True)
def scope(administrator: Caller) -> None:
    """The scope to work in."""
    ensure_scope(administrator)


def uploaded(operator: Caller, name: str) -> str:
    """The path of an uploaded certificate."""
    answer = operator.request("POST", CERTIFICATES, body=pem(leaf(name)))
    assert answer.status == 201, answer.body
    return f"{CERTIFICATES}/{answer.json()['certificate_id']}"


def listed(viewer: Caller, path: str, query: str = "") -> bool:
    """Whether the certificate stands in a list."""
    items: list[dict[str, Any]] = viewer.request("GET", f"{CERTIFICATES}?limit=100{query}").json()["items"]
    return path.rpartition("/")[2] in {item["certificate_id"] for item in items}


def problem(answer: Answer) -> tuple[int, str]:
    """Status and kind of a refusal."""
    return answer.status, answer.json()["type"].rpartition(":")[2]


def test_settings_are_changed_by_whoever_has_read_them(operator: Caller, administrator: Caller, viewer: Caller) -> None:
    """The tag that GET gives goes into If-Match; the second of two who have read the same is refused."""
    path = uploaded(operator, "changed.example.test")
    tag = viewer.request("GET", path).headers["etag"]
    wish = {"certificate_name": "changed by somebody", "notice_days": [20, 2]}
    changed = administrator.request("PATCH", path, body=wish, headers={"If-Match": tag})
    assert changed.status == 200, changed.body
    checked_at = viewer.request("GET", path).json()
    assert {
        name: value for name, value in checked_at.items() if name not in {"history", "next_action", "outside_scope"}
    } == changed.json()
    assert problem(administrator.request("PATCH", path, body=wish, headers={"If-Match": tag}))[0] == 412
    assert problem(administrator.request("PATCH", path, body=wish)) == (428, "precondition-required")


def test_what_is_deleted_is_restored_with_its_secret(
    cloud: Cloud, deployed: Deployed, operator: Caller, administrator: Caller, viewer: Caller, exporter: Caller
) -> None:
    """Out of sight, its secret on the way out; back with both."""
    path = uploaded(operator, "deleted.example.test")
    secrets = cloud.session.client("secretsmanager", endpoint_url=cloud.endpoint)
    secret = f"{deployed.outputs['SecretPrefix']}/certificates/{path.rpartition('/')[2]}"
    deleted = administrator.request("DELETE", path)
    assert (deleted.status, deleted.json()["status"]) == (200, "deleted"), deleted.body
    assert "DeletedDate" in secrets.describe_secret(SecretId=secret)
    assert (listed(viewer, path), listed(viewer, path, "&status=deleted")) == (False, True)
    assert problem(exporter.request("POST", f"{path}/exports", body={"format": "pem"})) == (409, "deleted")
    assert administrator.request("POST", f"{path}/restoration").status == 200
    assert listed(viewer, path)
    assert exporter.request("POST", f"{path}/exports", body={"format": "pem"}).status == 200


def test_what_the_ca_issued_it_takes_back_and_what_was_uploaded_it_does_not(
    administrator: Caller, operator: Caller, viewer: Caller
) -> None:
    """A real CA, with 15 % refused nonces; what is revoked is shown so and listed so."""
    order = place(administrator, "revoked.example.test")
    wait_until(administrator, order, "valid")
    path = f"{CERTIFICATES}/{order['certificate_id']}"
    for _ in range(2):
        answer = administrator.request("POST", f"{path}/revocation", body={"reason": "keyCompromise"})
        assert answer.status == 200, answer.body
    shown = viewer.request("GET", path).json()
    assert (shown["status"], shown["revocation_reason"]) == ("revoked", "keyCompromise")
    assert shown["versions"][0]["revocation_reason"] == "keyCompromise"
    assert listed(viewer, path, "&status=revoked")
    brought = uploaded(operator, "brought.example.test")
    refused = administrator.request("POST", f"{brought}/revocation", body={"reason": "superseded"})
    assert problem(refused) == (409, "not-issued-here")
