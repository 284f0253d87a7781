"""Deleting certificates over HTTP, and restoring them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from certkeeper.adapters.aws.clients import client
from certkeeper.domain.clock import to_text, utc_now
from tests.integration.api.certificate_files import leaf, pem
from tests.integration.api.consistency import loose_ends
from tests.integration.api.stored_orders import issued, placed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.api.conftest import Answer, Api

SIGNED = leaf()
PUT_EVENTS = "provide-client-params.eventbridge.PutEvents"


@pytest.fixture
def certificate_id(api: Api) -> str:
    """An uploaded certificate."""
    found: str = api.call("upload_certificate", scope="all", body=pem(SIGNED)).document["certificate_id"]
    return found


@pytest.fixture
def events(api: Api) -> Iterator[list[tuple[str, str]]]:  # noqa: ARG001 - the account first
    """What goes to the bus: type and detail."""
    found: list[tuple[str, str]] = []

    def note(params: dict[str, Any], **_: object) -> None:
        found.extend((entry["DetailType"], entry["Detail"]) for entry in params["Entries"])

    client("events").meta.events.register(PUT_EVENTS, note)
    yield found
    client("events").meta.events.unregister(PUT_EVENTS, note)


def called(api: Api, operation: str, certificate_id: str, **more: Any) -> Answer:  # noqa: ANN401 - parts of a request
    """Calls an operation on a certificate of the scope `all`."""
    return api.call(operation, scope="all", certificate_id=certificate_id, **more)


def listed(api: Api, status: str | None = None) -> list[str]:
    """The ids in a list."""
    query = {"status": [status]} if status else None
    items = api.call("list_certificates", scope="all", query=query).document["items"]
    return [item["certificate_id"] for item in items]


def let_the_window_pass(certificate_id: str) -> None:
    """For nobody waits a month in a test; Secrets Manager has deleted what was to be deleted."""
    past = {":past": {"S": to_text(utc_now() - timedelta(seconds=1))}}
    key = {"pk": {"S": "SCOPE#all#CERTIFICATES"}, "sk": {"S": certificate_id}}
    update = "SET recoverable_until = :past"
    client("dynamodb").update_item(
        TableName="certkeeper", Key=key, UpdateExpression=update, ExpressionAttributeValues=past
    )
    client("secretsmanager").restore_secret(SecretId=f"certkeeper/certificates/{certificate_id}")
    client("secretsmanager").delete_secret(
        SecretId=f"certkeeper/certificates/{certificate_id}", ForceDeleteWithoutRecovery=True
    )


def test_a_deleted_certificate_is_out_of_sight_and_can_be_restored(
    api: Api, certificate_id: str, events: list[tuple[str, str]]
) -> None:
    """For thirty days; both are reported, with who did it."""
    before = called(api, "get_certificate", certificate_id).document
    deleted = called(api, "delete_certificate", certificate_id)
    assert deleted.status == 200, deleted.text
    assert (deleted.document["status"], deleted.document["recoverable"]) == ("deleted", True)
    left = client("secretsmanager").describe_secret(SecretId=f"certkeeper/certificates/{certificate_id}")["DeletedDate"]
    assert timedelta(days=29) < left - utc_now() < timedelta(days=31)
    assert (listed(api), listed(api, "active"), listed(api, "deleted")) == ([], [], [certificate_id])
    assert called(api, "get_certificate", certificate_id).document["status"] == "deleted"
    restored = called(api, "restore_certificate", certificate_id)
    assert restored.status == 200, restored.text
    assert called(api, "get_certificate", certificate_id).document == before
    assert (listed(api), listed(api, "deleted")) == ([certificate_id], [])
    assert loose_ends(api) == []
    assert [type_ for type_, _ in events] == ["Certificate Deleted", "Certificate Restored"]
    assert all("assumed-role/operator/olive" in detail for _, detail in events)
    assert deleted.document["recoverable_until"] in events[0][1]


def test_a_deleted_certificate_refuses_what_would_use_it(api: Api, certificate_id: str) -> None:
    """409, which says that it can be restored."""
    called(api, "delete_certificate", certificate_id)
    refused = [
        called(api, "export_certificate", certificate_id, body={"format": "pem"}),
        called(api, "export_certificate", certificate_id, body={"format": "der"}),
        called(api, "upload_version", certificate_id, body=pem(leaf())),
        called(api, "update_certificate", certificate_id, body={"key_reused": True}, headers={"If-Match": "*"}),
    ]
    assert {(answer.status, answer.problem) for answer in refused} == {(409, "deleted")}
    assert loose_ends(api) == []


def test_its_name_is_free_and_the_same_file_is_to_be_restored(api: Api, certificate_id: str) -> None:
    """A successor under the old name is what people delete for; the very same one is there already."""
    called(api, "delete_certificate", certificate_id)
    again = api.call("upload_certificate", scope="all", body=pem(SIGNED, certificate_name="again"))
    assert (again.status, again.document["certificate_id"]) == (409, certificate_id)
    assert api.call("upload_certificate", scope="all", body=pem(leaf())).status == 201
    assert called(api, "restore_certificate", certificate_id).problem == "name-taken"
    assert loose_ends(api) == []


def test_what_is_gone_for_good_says_so_and_can_be_uploaded_anew(api: Api, certificate_id: str) -> None:
    """Under a new id: ids are never used again."""
    called(api, "delete_certificate", certificate_id)
    let_the_window_pass(certificate_id)
    shown = called(api, "get_certificate", certificate_id).document
    assert (shown["status"], shown["recoverable"]) == ("deleted", False)
    refused = [
        called(api, "restore_certificate", certificate_id),
        called(api, "export_certificate", certificate_id, body={"format": "der"}),
    ]
    assert {(answer.status, answer.problem) for answer in refused} == {(409, "gone")}
    again = api.call("upload_certificate", scope="all", body=pem(SIGNED))
    assert again.status == 201, again.text
    assert again.document["certificate_id"] != certificate_id


def test_a_secret_that_somebody_deleted_at_once_cannot_be_restored(api: Api, certificate_id: str) -> None:
    """The row alone would be a certificate without its key."""
    called(api, "delete_certificate", certificate_id)
    name = f"certkeeper/certificates/{certificate_id}"
    client("secretsmanager").restore_secret(SecretId=name)
    client("secretsmanager").delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)
    answer = called(api, "restore_certificate", certificate_id)
    assert (answer.status, answer.problem) == (409, "gone")
    assert called(api, "get_certificate", certificate_id).document["status"] == "deleted"


def test_while_an_order_runs_its_certificate_is_not_deleted(api: Api) -> None:
    """Cancelling the order takes it along."""
    order = placed(api, scope="all")
    answer = called(api, "delete_certificate", order["certificate_id"])
    assert (answer.status, answer.problem) == (409, "order-running")


def test_what_was_issued_is_deleted_and_restored_alike(api: Api) -> None:
    """Key and chain are there again."""
    order = issued(api, scope="all")
    called(api, "delete_certificate", order.certificate_id)
    called(api, "restore_certificate", order.certificate_id)
    assert called(api, "export_certificate", order.certificate_id, body={"format": "pem"}).status == 200


def test_deleting_is_done_to_what_was_seen_where_somebody_says_so(api: Api, certificate_id: str) -> None:
    """If-Match is taken, but not needed."""
    lost = called(api, "delete_certificate", certificate_id, headers={"If-Match": '"9"'})
    assert (lost.status, lost.problem) == (412, "precondition-failed")
    assert called(api, "delete_certificate", certificate_id, headers={"If-Match": '"0"'}).status == 200


def test_a_successor_that_was_on_its_way_does_not_come_back(api: Api, certificate_id: str) -> None:
    """Its value was stored, then the certificate was deleted: what is restored is what the row says."""
    events_ = client("secretsmanager").meta.events

    def deleted_meanwhile(**_: object) -> None:
        events_.unregister("after-call.secrets-manager.PutSecretValue", deleted_meanwhile)
        called(api, "delete_certificate", certificate_id)

    events_.register("after-call.secrets-manager.PutSecretValue", deleted_meanwhile)
    answer = called(api, "upload_version", certificate_id, body=pem(leaf()))
    assert answer.status == 409, answer.text
    assert loose_ends(api) == []
    assert called(api, "restore_certificate", certificate_id).status == 200
    assert loose_ends(api) == []


def test_a_successor_that_comes_after_the_deletion_is_refused(api: Api, certificate_id: str) -> None:
    """Between reading the row and its secret."""
    events_ = client("secretsmanager").meta.events

    def deleted_meanwhile(**_: object) -> None:
        events_.unregister("before-call.secrets-manager.DescribeSecret", deleted_meanwhile)
        called(api, "delete_certificate", certificate_id)

    events_.register("before-call.secrets-manager.DescribeSecret", deleted_meanwhile)
    answer = called(api, "upload_version", certificate_id, body=pem(leaf()))
    assert (answer.status, answer.problem) == (409, "conflict")
    assert loose_ends(api) == []
