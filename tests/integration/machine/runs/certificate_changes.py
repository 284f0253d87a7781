"""Runs of changes to certificates: settings, deletion, restoration, revocation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.aws.clients import client
from tests.contracts.examples import SCOPE
from tests.integration.adapters.between_calls import at_first
from tests.integration.api.certificate_files import leaf, pem

if TYPE_CHECKING:
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


def revoke(account: Account, scope: str, certificate_id: str) -> int:
    """Asks the CA to take it back; the status of the answer."""
    path = {"scope": scope, "certificate_id": certificate_id}
    return account.handlers.call("revoke_certificate", "POST", path=path, body={"reason": "superseded"}).status


def _uploaded(account: Account, name: str) -> dict[str, str]:
    answer = account.handlers.call("upload_certificate", "POST", path={"scope": SCOPE}, body=pem(leaf(name)))
    return {"certificate_id": answer.document["certificate_id"]}
