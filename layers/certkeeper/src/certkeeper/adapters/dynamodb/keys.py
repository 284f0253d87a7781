"""Where each row stands: a partition per scope and kind, ids that sort by time as sort keys.

What came from outside and cannot be part of a key is not there: it never reaches DynamoDB, which would call it invalid.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from certkeeper.adapters.dynamodb.rows.columns import MOMENT, TEXT, following_second
from certkeeper.adapters.ids import directory_id, is_id
from certkeeper.domain.clock import to_text
from certkeeper.domain.errors import NotFoundError
from certkeeper.domain.scopes import is_scope_name
from certkeeper.ports.receipts import OverdueIntent

if TYPE_CHECKING:
    from datetime import datetime

    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    from certkeeper.domain.events import Event

SCOPES = "SCOPES"
INTENTS = "INTENTS"
REMOVALS = "REMOVALS"
VERSION = "VERSION#"
RATE_LIMIT = "RATE_LIMIT"
MAX_TOKEN_BYTES = 512
"""RFC 8555 section 8.3 sets no limit for a token; Let's Encrypt's have 43 bytes, a partition key at most 2,048."""
RECEIPT_LIFETIME = timedelta(hours=24)
"""As long as the ports promise for receipts; DynamoDB deletes some time after a row's `expires_at`."""
INTENT_TIMEOUT = timedelta(minutes=10)
"""A function of the API ends after 29 s at the latest: whatever is still noted then has died."""
DUE_INDEX = "due"
"""The sparse index that has the certificates which must be looked at, by when."""
DUE_SHARDS = 16
"""A partition of an index takes 1,000 writes a second (DynamoDB quotas), and sixteen are read side by side."""


class Key(NamedTuple):
    """The place of one row."""

    partition: str
    sort: str

    def attributes(self) -> dict[str, AttributeValueTypeDef]:
        """As DynamoDB wants it."""
        return {"pk": {"S": self.partition}, "sk": {"S": self.sort}}


def scope(name: str) -> Key:
    """A scope that was put."""
    return Key(SCOPES, f"SCOPE#{_scope_name(name)}")


def certificates(scope_name: str) -> str:
    """The partition of a scope's certificates."""
    return f"SCOPE#{_scope_name(scope_name)}#CERTIFICATES"


def certificate(scope_name: str, certificate_id: str) -> Key:
    """A certificate."""
    return Key(certificates(scope_name), _id(certificate_id, "certificate"))


def certificate_name(scope_name: str, name: str) -> Key:
    """The reservation of a certificate's name."""
    return Key(f"SCOPE#{_scope_name(scope_name)}#NAMES", name)


def version(certificate_id: str, number: int) -> Key:
    """One version of a certificate, with its public PEM."""
    return Key(f"CERTIFICATE#{_id(certificate_id, 'certificate')}", f"{VERSION}{number:06d}")


def fingerprint(scope_name: str, sha256: str) -> Key:
    """Which certificate of the scope has a version with this digest."""
    return Key(f"SCOPE#{_scope_name(scope_name)}#FINGERPRINTS", sha256)


def upload_receipt(scope_name: str, key: str) -> Key:
    """That a certificate was uploaded with this Idempotency-Key."""
    return Key(f"IDEMPOTENCY#upload_certificate#{_scope_name(scope_name)}", key)


def intent(due_at: str, upload_id: str) -> Key:
    """An upload that is about to happen; the note is looked at when it is due."""
    return Key(INTENTS, f"{due_at}#{upload_id}")


def removal(due_at: str, removal_id: str) -> Key:
    """A deletion or a restoration that is about to happen; the note is looked at when it is due."""
    return Key(REMOVALS, f"{due_at}#{removal_id}")


def overdue_intent(sort: str) -> OverdueIntent:
    """The note that has this sort key, in either partition."""
    due_at, _, intent_id = sort.partition("#")
    return OverdueIntent(due_at, intent_id)


def export(certificate_id: str, export_id: str) -> Key:
    """That a certificate was handed out."""
    return Key(f"EXPORTS#{_id(certificate_id, 'certificate')}", export_id)


def histories(certificate_id: str) -> str:
    """The partition of what has happened to a certificate."""
    return f"HISTORY#{_id(certificate_id, 'certificate')}"


def history(event: Event) -> Key:
    """One thing that has happened, in the sequence of time; the id tells those of one second from each other."""
    return Key(histories(event.certificate_id), f"{to_text(event.occurred_at)}#{event.event_id}")


def orders(scope_name: str) -> str:
    """The partition of a scope's orders."""
    return f"SCOPE#{_scope_name(scope_name)}#ORDERS"


def order(scope_name: str, order_id: str) -> Key:
    """An order."""
    return Key(orders(scope_name), _id(order_id, "order"))


def receipt(scope_name: str, key: str) -> Key:
    """That an order was placed with this Idempotency-Key."""
    return Key(f"IDEMPOTENCY#place_order#{_scope_name(scope_name)}", key)


def challenge(token: str) -> Key:
    """A token that our responder answers for."""
    if not 0 < len(token.encode(errors="surrogatepass")) <= MAX_TOKEN_BYTES:
        raise NotFoundError("challenge")
    return Key(f"CHALLENGE#{token}", "HTTP01")


def rate_limit(quarter: str) -> Key:
    """How many orders were placed in a quarter of an hour."""
    return Key(RATE_LIMIT, quarter)


def validations(name: str, hour: str) -> Key:
    """How many validations of a name renewals have asked for in an hour."""
    return Key(f"VALIDATIONS#{name}", hour)


def account(directory_url: str) -> Key:
    """Our account at an ACME directory."""
    return Key(f"ACCOUNT#{directory_id(directory_url)}", "ACCOUNT")


def due_partition(shard: int) -> str:
    """The partition of a shard in the index `due`."""
    return f"DUE#{shard}"


def due_attributes(certificate_id: str, due_at: datetime | None) -> dict[str, AttributeValueTypeDef | None]:
    """The index's keys, two attributes of a certificate's row. Without a moment both are None: it is not in the index.

    A moment between two seconds counts as the later.
    """
    if due_at is None:
        return {"due_shard": None, "due_at": None}
    shard = crc32(certificate_id.encode()) % DUE_SHARDS
    return {"due_shard": TEXT.write(due_partition(shard)), "due_at": MOMENT.write(following_second(due_at))}


def _scope_name(name: str) -> str:
    if not is_scope_name(name):
        raise NotFoundError("scope")
    return name


def _id(text: str, kind: str) -> str:
    if not is_id(text):
        raise NotFoundError(kind)
    return text
