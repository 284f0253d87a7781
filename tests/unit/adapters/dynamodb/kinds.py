"""Every kind of row, with how it is written and read. What is added to the table is added here, or no test knows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

from certkeeper.adapters.dynamodb.accounts import ACCOUNT
from certkeeper.adapters.dynamodb.administrators import ADMINISTRATOR, CHECK
from certkeeper.adapters.dynamodb.export_records import EXPORT
from certkeeper.adapters.dynamodb.history import EVENT
from certkeeper.adapters.dynamodb.intents.activations import ACTIVATION, activation_of, activation_row
from certkeeper.adapters.dynamodb.intents.receipts import UPLOAD_RECEIPT
from certkeeper.adapters.dynamodb.intents.removals import REMOVAL
from certkeeper.adapters.dynamodb.intents.uploads import UPLOAD_INTENT, intent_of, intent_row
from certkeeper.adapters.dynamodb.rate_limits import RATE_LIMIT
from certkeeper.adapters.dynamodb.responder import TOKEN
from certkeeper.adapters.dynamodb.rows.certificates import CERTIFICATE, HOLDER, VERSION, certificate_row
from certkeeper.adapters.dynamodb.rows.columns import Columns, present
from certkeeper.adapters.dynamodb.rows.orders import ORDER, RECEIPT
from certkeeper.adapters.dynamodb.scopes import SCOPE, read_scope, scope_attributes
from certkeeper.ports.uploads import Activation, UploadIntent

Intent = TypeVar("Intent", UploadIntent, Activation)


class Kind(NamedTuple):
    """A kind of row. `draws` makes of anything that has the right types what can be stored."""

    columns: Columns[Any]
    write: Callable[[Any], Mapping[str, Any]]
    read: Callable[[Mapping[str, Any]], Any]
    draws: Callable[[Any], Any] = lambda thing: thing


def _kind(columns: Columns[Any]) -> Kind:
    return Kind(columns, columns.row, columns.read)


def _receipt(columns: Columns[Any]) -> Kind:
    """Scope and key are where the row stands, not in it."""
    read = columns.read
    return Kind(
        columns, columns.row, lambda row: read(row, scope="s", key="k"), lambda r: replace(r, scope="s", key="k")
    )


def _consistent(intent: Intent) -> Intent:
    """A receipt speaks of its upload's certificate; without a key there is none."""
    if intent.receipt is None or not intent.receipt.key:
        return replace(intent, receipt=None)
    scope, certificate_id = intent.certificate.scope, intent.certificate.certificate_id
    return replace(intent, receipt=replace(intent.receipt, scope=scope, certificate_id=certificate_id))


KINDS: Mapping[str, Kind] = {
    "account": _kind(ACCOUNT),
    "activation": Kind(ACTIVATION, activation_row, activation_of, _consistent),
    "administrator": _kind(ADMINISTRATOR),
    "certificate": Kind(CERTIFICATE, certificate_row, CERTIFICATE.read),
    "event": _kind(EVENT),
    "export": _kind(EXPORT),
    "holder": _kind(HOLDER),
    "order": _kind(ORDER),
    "order_receipt": _receipt(RECEIPT),
    "rate_limit": _kind(RATE_LIMIT),
    "removal": _kind(REMOVAL),
    "scope": Kind(SCOPE, lambda scope: present(scope_attributes(scope)), read_scope),
    "subscription_check": _kind(CHECK),
    "token": _kind(TOKEN),
    "upload": Kind(UPLOAD_INTENT, intent_row, intent_of, _consistent),
    "upload_receipt": _receipt(UPLOAD_RECEIPT),
    "version": _kind(VERSION),
}
