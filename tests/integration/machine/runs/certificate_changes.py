"""Runs of changes to certificates: settings, deletion, restoration, revocation."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from certkeeper.adapters.aws.clients import client
from tests.contracts.examples import SCOPE
from tests.integration.adapters.between_calls import at_first
from tests.integration.api.certificate_files import leaf, pem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.machine.aws.account_contents import Account

NAME = "kept.example.test"


def change_certificates(account: Account) -> None:
    """Renamed; deleted while a successor is on its way; restored, also where the name is taken by then; exported."""
    call, scope = account.handlers.call, {"scope": SCOPE}
    kept = {**scope, **_uploaded(account, NAME)}
    call("update_certificate", "PATCH", path=kept, body={"certificate_name": "other"}, tag="*")
    call("update_certificate", "PATCH", path=kept, body={"certificate_name": NAME}, tag="*")

    def delete() -> None:
        call("delete_certificate", "DELETE", path=kept)

    with at_first(client("secretsmanager"), "after-call.secrets-manager.PutSecretValue", delete):
        call("upload_version", "POST", path=kept, body=pem(leaf(NAME)))
    call("restore_certificate", "POST", path=kept)
    delete()
    taker = {**scope, **_uploaded(account, NAME)}
    assert call("restore_certificate", "POST", path=kept).status == 409
    call("delete_certificate", "DELETE", path=taker)
    assert call("restore_certificate", "POST", path=kept).status == 200
    assert call("upload_version", "POST", path=kept, body=pem(leaf(NAME))).status == 201
    assert call("export_certificate", "POST", path=kept, body={"format": "pem", "version": 1}).status == 200
    for operation, version in (("activate_version", "1"), ("replace_with_version", "2")):
        _activate(account, operation, {**kept, "version": version})


def _activate(account: Account, operation: str, path: dict[str, str]) -> None:
    """Made current; what it loses is confirmed, if it loses anything."""
    answer = account.handlers.call(operation, "POST", path=path, key=operation)
    if answer.status == 409:
        compared = answer.document["comparison"]
        confirmed = {"version": compared["version"], "losses": [loss["code"] for loss in compared["losses"]]}
        body = {"confirmed": confirmed}
        answer = account.handlers.call(operation, "POST", path=path, body=body, key=operation)
    assert answer.status == 200, answer


@contextmanager
def withdrawn_while_published() -> Iterator[None]:
    """The first renewal's value is hardly current when an upload is withdrawn, which makes the one before current."""
    secrets, event = client("secretsmanager"), "after-call.secrets-manager.PutSecretValue"

    def move_back(parsed: dict[str, str], **_: object) -> None:
        if not any(stage.startswith("certkeeper-v2-") for stage in parsed["VersionStages"]):
            return
        name = parsed["Name"]
        stages = secrets.describe_secret(SecretId=name)["VersionIdsToStages"]
        tokens = {label: token for token, labels in stages.items() for label in labels}
        first, second = (
            next((token for label, token in tokens.items() if label.startswith(f"certkeeper-v{number}-")), "")
            for number in (1, 2)
        )
        if second:
            secrets.meta.events.unregister(event, move_back)
            secrets.update_secret_version_stage(
                SecretId=name, VersionStage="AWSCURRENT", MoveToVersionId=first, RemoveFromVersionId=second
            )

    secrets.meta.events.register(event, move_back)
    try:
        yield
    finally:
        secrets.meta.events.unregister(event, move_back)


def revoke(account: Account, scope: str, certificate_id: str) -> int:
    """Asks the CA to take it back; the status of the answer."""
    path = {"scope": scope, "certificate_id": certificate_id}
    return account.handlers.call("revoke_certificate", "POST", path=path, body={"reason": "superseded"}).status


def _uploaded(account: Account, name: str) -> dict[str, str]:
    answer = account.handlers.call("upload_certificate", "POST", path={"scope": SCOPE}, body=pem(leaf(name)))
    return {"certificate_id": answer.document["certificate_id"]}
