"""Rows of orders, and of the receipts of the requests that placed them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.rows.columns import (
    FLAG,
    MOMENT,
    NUMBER,
    REQUIRED_MOMENT,
    REQUIRED_TEXT,
    SCHEMA_VERSION,
    TEXT,
    TEXTS,
    Columns,
    enum_column,
)
from certkeeper.adapters.dynamodb.rows.documents import (
    FAILURE,
    MOMENT_TEXT,
    PLAIN,
    PLAIN_LIST,
    Document,
    as_json,
    document_list,
    enum_text,
    nested_document,
    optional,
)
from certkeeper.adapters.dynamodb.rows.expressions import put_new
from certkeeper.domain.certificates.key_types import KeyType
from certkeeper.domain.dns.findings import Finding, FindingCode
from certkeeper.domain.dns.solvers import DEFAULT_SOLVER, Solver
from certkeeper.domain.dns.zones import DnsRecord
from certkeeper.domain.orders.challenges import Challenge, ChallengeType
from certkeeper.domain.orders.order import Authorization, Order, OrderStatus, Steps
from certkeeper.ports.receipts import Receipt

if TYPE_CHECKING:
    from certkeeper.adapters.dynamodb.rows.expressions import Write

_EMPTY = optional(PLAIN, "")
_EMPTY_LIST = optional(PLAIN_LIST, ())
_CHALLENGE = Document(
    Challenge, {"type": PLAIN, "url": PLAIN, "token": PLAIN, "issuers": _EMPTY_LIST, "account_uri": _EMPTY}
)
_AUTHORIZATION = Document(
    Authorization,
    {"name": PLAIN, "url": PLAIN, "status": PLAIN, "challenges": document_list(_CHALLENGE)._replace(always=True)},
)
_FINDING = Document(
    Finding,
    {
        "name": PLAIN,
        "challenge": enum_text(ChallengeType),
        "code": enum_text(FindingCode),
        "where": PLAIN,
        "expected": PLAIN,
        "seen": PLAIN,
        "advice": PLAIN,
        "checked_at": MOMENT_TEXT,
        "server": optional(PLAIN, "", always=True),
    },
)
_RECORD = Document(
    DnsRecord,
    {
        "name": PLAIN,
        "zone": PLAIN,
        "zone_id": _EMPTY,
        "values": _EMPTY_LIST,
        "change_id": _EMPTY,
        "in_sync": optional(PLAIN, default=False),
        "trouble": _EMPTY,
    },
)

ORDER = Columns(
    Order,
    {
        "order_id": REQUIRED_TEXT,
        "scope": REQUIRED_TEXT,
        "certificate_id": REQUIRED_TEXT,
        "name": TEXT,
        "names": TEXTS,
        "key_type": enum_column(KeyType),
        "steps": enum_column(Steps),
        "status": enum_column(OrderStatus),
        "created_at": REQUIRED_MOMENT,
        "created_by": TEXT,
        "revision": NUMBER,
        "wake_count": NUMBER,
        "challenge": enum_column(ChallengeType, None),
        "url": TEXT,
        "thumbprint": TEXT,
        "deadline": MOMENT,
        "authorizations": as_json(document_list(_AUTHORIZATION)),
        "findings": as_json(document_list(_FINDING)),
        "verify_requested_at": MOMENT,
        "checked_at": MOMENT,
        "verify_key": TEXT,
        "check_count": NUMBER,
        "answered_at": MOMENT,
        "issuance_requested_at": MOMENT,
        "cancel_requested_at": MOMENT,
        "finalized_at": MOMENT,
        "closed_at": MOMENT,
        "failure": as_json(nested_document(FAILURE, None)),
        "solver": enum_column(Solver, DEFAULT_SOLVER, always=True),
        "delegation_zone": TEXT,
        "records": as_json(document_list(_RECORD)),
        "account_url": TEXT,
        "issuers": TEXTS,
        "profile": TEXT,
        "renews_version": NUMBER,
        "replaces": TEXT,
        "key_source_id": TEXT,
        "spread_renewal": FLAG,
        "version": NUMBER,
        "after_warning": FLAG,
    },
)
NOT_LISTED = frozenset({"authorizations", "findings", "records"})
"""Large attributes that lists leave out."""
LISTED = ("sk", SCHEMA_VERSION, *(name for name in ORDER.columns if name not in NOT_LISTED))
"""The attributes of an order that a list reads."""

RECEIPT = Columns(Receipt, {"fingerprint": REQUIRED_TEXT, "order_id": REQUIRED_TEXT}, extra_fields=("scope", "key"))


def new_receipt(receipt: Receipt, order: Order) -> Write:
    """Return the write of the receipt of an order, if there is none; DynamoDB may delete it after its `expires_at`."""
    expires_at = int((order.created_at + keys.RECEIPT_LIFETIME).timestamp())
    row = {**RECEIPT.row(receipt), "expires_at": NUMBER.write(expires_at)}
    return put_new(keys.receipt(receipt.scope, receipt.key), row)
