"""Runs of uploads and of sweeps, with every call that they make."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.dynamodb.certificates import DynamoCertificates
from certkeeper.adapters.dynamodb.intents.activations import DynamoActivations
from certkeeper.adapters.dynamodb.intents.removals import DynamoRemovals
from certkeeper.adapters.dynamodb.intents.uploads import DynamoUploads
from certkeeper.adapters.secretsmanager.removals import SecretsManagerRemovals
from certkeeper.adapters.secretsmanager.uploads import SecretsManagerUploads
from certkeeper.domain.clock import to_text, utc_now
from certkeeper.ports.receipts import UploadReceipt
from certkeeper.ports.uploads import Activation
from functions.events.reconcile_certificates import app as reconciler
from tests.contracts.examples import NOW, SCOPE, a_bundle, new_id
from tests.contracts.rows.removals import a_deletion, a_restoration
from tests.contracts.rows.uploads import a_successor, an_intent, done
from tests.integration.adapters.between_calls import at_first
from tests.integration.api.certificate_files import leaf, pem
from tests.integration.machine.aws.account_contents import PREFIX, TABLE, Account
from tests.integration.machine.interpreter.handlers import Context

if TYPE_CHECKING:
    from certkeeper.ports.uploads import UploadIntent
    from tests.integration.machine.aws.permissions import PermissionCalls


def run_uploads(account: Account) -> None:
    """New ones and successors, repeated, refused late, and written by two at once."""
    body = pem(leaf("brought.example.test"))
    certificate_id = _upload(account, body, key="click").get("certificate_id", "")
    _upload(account, body, key="click")
    _upload(account, {**body, "certificate_name": "twice"})
    _upload(account, pem(leaf("other.example.test"), certificate_name="brought.example.test"))
    twin = {**pem(leaf("twin.example.test")), "certificate_name": "one"}

    def twin_first() -> None:
        _upload(account, twin)

    with at_first(client("secretsmanager"), "after-call.secrets-manager.PutSecretValue", twin_first):
        _upload(account, {**twin, "certificate_name": "two"})
    for operation in ("upload_version", "replace_certificate"):
        _succeed_in_several_ways(account, operation, certificate_id)


def _succeed_in_several_ways(account: Account, operation: str, certificate_id: str) -> None:
    """Repeated, and written by two at once."""
    second = pem(leaf("brought.example.test"))
    for _ in range(2):
        _succeed(account, operation, certificate_id, second, key=operation)

    def meanwhile() -> None:
        _succeed(account, operation, certificate_id)

    with at_first(client("secretsmanager"), "before-call.secrets-manager.PutSecretValue", meanwhile):
        _succeed(account, operation, certificate_id)


def run_reconciliations(account: Account, calls: PermissionCalls) -> None:
    """Notes with a key and without, of new ones and successors, finished and undone."""
    uploads, vault = DynamoUploads(TABLE, client("dynamodb")), SecretsManagerUploads(client("secretsmanager"), PREFIX)
    stored = done(uploads, an_intent("stored", "44" * 32))
    vault.store(stored.certificate_id, stored.order_id, a_bundle("4"))
    left: list[UploadIntent] = [
        an_intent("finished", "55" * 32, key="sweep"),
        an_intent("stored", "66" * 32),
        an_intent("copied", "44" * 32),
        a_successor(stored, "77" * 32),
        replace(a_successor(stored, "88" * 32), certificate=replace(stored, revision=9)),
    ]
    for intent in left:
        uploads.record_intent(intent)
        vault.store(intent.certificate.certificate_id, intent.upload_id, a_bundle(intent.version.facts.sha256[0]))
    uploads.record_intent(an_intent("keyless", "99" * 32))
    _leave_removals()
    _leave_activations()
    for cached in vars(reconciler).values():  # a fresh process
        if hasattr(cached, "cache_clear"):
            cached.cache_clear()
    with calls.within("reconcile_certificates"):
        reconciler.handler(
            {"time": to_text(max(NOW, utc_now()) + timedelta(hours=1))}, Context("reconcile_certificates")
        )
    assert not account.rows("INTENTS")
    assert not account.rows("REMOVALS")
    assert not account.rows("ACTIVATIONS")


def _leave_removals() -> None:
    """A deletion whose process died, and a secret that goes though its certificate stays, with another's value."""
    uploads, removals = DynamoUploads(TABLE, client("dynamodb")), DynamoRemovals(TABLE, client("dynamodb"))
    upload_vault = SecretsManagerUploads(client("secretsmanager"), PREFIX)
    vault = SecretsManagerRemovals(client("secretsmanager"), PREFIX)
    deleted, stays = (done(uploads, an_intent(f"removal {digit}", digit * 64)) for digit in "ab")
    for certificate in (deleted, stays):
        upload_vault.store(certificate.certificate_id, certificate.order_id, a_bundle("1"))
    removals.delete(a_deletion(deleted))
    upload_vault.store(stays.certificate_id, new_id(), a_bundle("2"))
    vault.remove(stays.certificate_id, 7)
    removals.record_intent(a_restoration(stays))


def _leave_activations() -> None:
    """One that is to be finished, with a key, and one whose stage was not moved when the process died."""
    uploads, activations = DynamoUploads(TABLE, client("dynamodb")), DynamoActivations(TABLE, client("dynamodb"))
    vault = SecretsManagerUploads(client("secretsmanager"), PREFIX)
    certificates = DynamoCertificates(TABLE, client("dynamodb"))
    for digit, is_moved in (("c", True), ("d", False)):
        first = done(uploads, an_intent(f"activation {digit}", digit * 64))
        intent = a_successor(first, f"{digit}1" * 32)
        for number, upload_id in ((1, first.order_id), (2, intent.upload_id)):
            vault.store(first.certificate_id, upload_id, a_bundle(str(number)), version=number, kept=(1,))
        current = done(uploads, intent)
        if is_moved:
            vault.make_current(first.certificate_id, first.order_id)
        receipt = UploadReceipt(SCOPE, "back", "what was asked", first.certificate_id) if is_moved else None
        version = certificates.version(first.certificate_id, 1)
        activations.record_intent(Activation(new_id(), current, version, NOW, "arn:ada", receipt))


def _upload(account: Account, body: dict[str, Any], key: str = "") -> dict[str, Any]:
    found = account.handlers.call("upload_certificate", "POST", path={"scope": SCOPE}, body=body, key=key)
    return found.document


def _succeed(
    account: Account, operation: str, certificate_id: str, body: dict[str, Any] | None = None, key: str = ""
) -> None:
    path = {"scope": SCOPE, "certificate_id": certificate_id}
    sent = body or pem(leaf("brought.example.test"))
    account.handlers.call(operation, "POST", path=path, body=sent, key=key)
