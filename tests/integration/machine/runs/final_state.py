"""The state that must hold when an order has ended, whatever happened on the way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from tests.integration.machine.aws.account_contents import PREFIX, Account, Row
from tests.integration.machine.interpreter.execution import Status

CLOSED = {"invalid", "expired", "cancelled"}


def broken_promises(account: Account) -> list[str]:
    """Each promise that the account does not keep, in words; none where all is well."""
    orders = account.rows("SCOPE#", "#ORDERS")
    if len(orders) != 1:
        return [f"there are {len(orders)} orders"]
    (order,) = orders
    certificates = account.rows("SCOPE#", "#CERTIFICATES")
    kept = _kept_when_issued if order["status"] == "valid" else _kept_when_closed
    return [*_kept_always(account, order, certificates), *kept(account, order, certificates)]


def _kept_always(account: Account, order: Row, certificates: list[Row]) -> Iterator[str]:
    if rows := account.rows("CHALLENGE#"):
        yield f"{len(rows)} challenges are still presented"
    if texts := account.texts():
        yield f"TXT records are left: {texts}"
    reserved = {(row["sk"], row["certificate_id"]) for row in account.rows("SCOPE#", "#NAMES")}
    if reserved != {(row["name"], row["certificate_id"]) for row in certificates}:
        yield f"the names reserved are {reserved}"
    with_row = {f"{PREFIX}/certificates/{row['certificate_id']}" for row in certificates}
    if orphans := account.secrets().keys() - with_row:
        yield f"secrets without a certificate: {orphans}"
    if "wait_token" in order:
        yield "the order still holds a token"
    if any(
        execution.status not in {Status.SUCCEEDED, Status.FAILED} for execution in account.machine.executions.values()
    ):
        yield "an execution has not ended"


def _kept_when_issued(account: Account, order: Row, certificates: list[Row]) -> Iterator[str]:
    if [row["certificate_id"] for row in certificates] != [order["certificate_id"]]:
        yield f"there are {len(certificates)} certificates"
        return
    if account.machine.last.status is not Status.SUCCEEDED:
        yield "the run of an issued order did not end green"
    name = f"{PREFIX}/certificates/{order['certificate_id']}"
    if name not in account.secrets():
        yield "the certificate has no secret"
        return
    yield from _kept_of_secret(account.secret(name), account)
    stages = account.secrets()[name]["SecretVersionsToStages"].values()
    if sum("AWSCURRENT" in labels for labels in stages) != 1:
        yield f"the secret's stages are {list(stages)}"
    if not any(event["type"] == "Certificate Issued" for event in account.events):
        yield "nobody was notified"


def _kept_of_secret(secret: dict[str, Any], account: Account) -> Iterator[str]:
    versions = account.rows("CERTIFICATE#")
    if len(versions) != 1:
        yield f"there are {len(versions)} versions"
        return
    if "certificate" not in secret:
        yield "the secret's current value is no bundle"
        return
    leaf = x509.load_pem_x509_certificate(secret["certificate"].encode())
    key = load_pem_private_key(secret["private_key"].encode(), None)
    if leaf.public_key() != key.public_key():
        yield "the key is not the certificate's"
    if versions[0]["certificate_pem"] != secret["certificate"]:
        yield "row and secret hold different certificates"
    if leaf.fingerprint(hashes.SHA256()).hex() != secret["fingerprint"]:
        yield "the secret's fingerprint is another certificate's"


def _kept_when_closed(account: Account, order: Row, certificates: list[Row]) -> Iterator[str]:
    if order["status"] not in CLOSED:
        yield f"the order is left {order['status']}"
    if not order.get("failure"):
        yield "there is no reason"
    if certificates:
        yield "there is a certificate that was never issued"
    if account.machine.executions and account.machine.last.status is not Status.FAILED:
        yield "the run of a failed order ended green"
    if not any(event["type"] == "Order Failed" for event in account.events):
        yield "nobody was notified"
