"""The key of each row: a partition for each scope and kind, and sort keys of ids, which sort by time.

A value from outside that cannot be a part of a key raises NotFoundError here and never reaches DynamoDB, which would
call the request invalid.
"""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from certkeeper.adapters.dynamodb.rows.columns import MOMENT, TEXT, following_second
from certkeeper.adapters.ids import directory_id, is_id
from certkeeper.domain.clock import to_text
from certkeeper.domain.errors import NotFoundError
from certkeeper.domain.scopes import is_scope_name
from certkeeper.ports.receipts import OverdueIntent

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    from certkeeper.domain.events import Event

SCOPES = "SCOPES"
INTENTS = "INTENTS"
REMOVALS = "REMOVALS"
ACTIVATIONS = "ACTIVATIONS"
ADMINISTRATORS = "ADMINISTRATORS"
VERSION = "VERSION#"
RATE_LIMIT = "RATE_LIMIT"
MAX_TOKEN_BYTES = 512
"""The most bytes of a token.

RFC 8555 section 8.3 sets no limit; Let's Encrypt's have 43 bytes, and a partition key may have 2,048 (DynamoDB quotas).
"""
RECEIPT_LIFETIME = timedelta(hours=24)
"""How long a receipt is stored, as the ports promise. DynamoDB deletes a row some time after its `expires_at`."""
INTENT_TIMEOUT = timedelta(minutes=10)
"""An API function ends after 29 s at the latest: an intent that is older belongs to a process that died."""
DUE_INDEX = "due"
"""The name of the sparse index that has the certificates on which something is due, by when."""
DUE_SHARDS = 16
"""A partition of an index takes 1,000 writes a second (DynamoDB quotas); sixteen are read side by side."""

LEADING_KEYS = MappingProxyType(
    {
        "accounts": "ACCOUNT#*",
        "activations": "ACTIVATIONS",
        "administrators": "ADMINISTRATORS",
        "certificate_names": "SCOPE#*#NAMES",
        "certificates": "SCOPE#*#CERTIFICATES",
        "challenges": "CHALLENGE#*",
        "due": "DUE#*",
        "exports": "EXPORTS#*",
        "fingerprints": "SCOPE#*#FINGERPRINTS",
        "history": "HISTORY#*",
        "intents": "INTENTS",
        "name_sets": "SCOPE#*#NAME_SETS",
        "order_receipts": "IDEMPOTENCY#place_order#*",
        "orders": "SCOPE#*#ORDERS",
        "rate_limits": "RATE_LIMIT",
        "removals": "REMOVALS",
        "scopes": "SCOPES",
        "upload_receipts": "IDEMPOTENCY#upload_certificate#*",
        "validations": "VALIDATIONS#*",
        "versions": "CERTIFICATE#*",
    }
)
"""The kinds of rows, and the pattern of the partition keys of each, for the condition `dynamodb:LeadingKeys` of a role.

The template is generated with it: a function.yaml names kinds of rows, and never a pattern. `*` stands for what differs
from row to row: a scope, an id, a token, a name. The reasons are in ADRs 20 and 83.
"""
INDEXES = frozenset({"due"})
"""The kinds that are read through an index of the same name; all others are rows of the table."""


class Key(NamedTuple):
    """The partition key and the sort key of one row."""

    partition: str
    sort: str

    def attributes(self) -> dict[str, AttributeValueTypeDef]:
        """Return the key as attributes of DynamoDB."""
        return {"pk": {"S": self.partition}, "sk": {"S": self.sort}}


def scope(name: str) -> Key:
    """Return the key of a scope that was defined, by its name."""
    return Key(SCOPES, f"SCOPE#{_scope_name(name)}")


def scope_in(sort: str) -> str:
    """Return the name of the scope that a sort key of the partition of scopes stands for."""
    return sort.removeprefix("SCOPE#")


def administrator(address: str) -> Key:
    """Return the key of what is known of an administrator, by the e-mail address in lower case."""
    return Key(ADMINISTRATORS, f"ADDRESS#{address}")


def subscription_check() -> Key:
    """Return the key of the last check of the subscriptions. It sorts behind all administrators."""
    return Key(ADMINISTRATORS, "CHECK")


def certificates(scope_name: str) -> str:
    """Return the partition of the certificates of a scope."""
    return f"SCOPE#{_scope_name(scope_name)}#CERTIFICATES"


def certificate(scope_name: str, certificate_id: str) -> Key:
    """Return the key of a certificate of a scope."""
    return Key(certificates(scope_name), _id(certificate_id, "certificate"))


def certificate_name(scope_name: str, name: str) -> Key:
    """Return the key of the row that reserves a certificate's name in a scope."""
    return Key(f"SCOPE#{_scope_name(scope_name)}#NAMES", name)


def version(certificate_id: str, number: int) -> Key:
    """Return the key of one version of a certificate, by its number; its row has the public PEM."""
    return Key(f"CERTIFICATE#{_id(certificate_id, 'certificate')}", f"{VERSION}{number:06d}")


def fingerprint(scope_name: str, digest: str) -> Key:
    """Return the key of the row that names the certificate of a scope with this SHA-256 (`digest`, hex)."""
    return Key(f"SCOPE#{_scope_name(scope_name)}#FINGERPRINTS", digest)


def name_set(scope_name: str, names: Iterable[str], certificate_id: str) -> Key:
    """Return the key of the row that says that a certificate of a scope has, or had, exactly these DNS names.

    Such rows of one set of names are sorted by their certificates' ids, which are sorted by time. Case and sequence of
    the names do not count. No name has a line end, so no two sets have one text.
    """
    text = "\n".join(sorted({name.lower() for name in names}))
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Key(f"SCOPE#{_scope_name(scope_name)}#NAME_SETS", f"{digest}#{certificate_id}")


def upload_receipt(scope_name: str, key: str) -> Key:
    """Return the key of the receipt of an upload to a scope with this Idempotency-Key."""
    return Key(f"IDEMPOTENCY#upload_certificate#{_scope_name(scope_name)}", key)


def intent(due_at: str, upload_id: str) -> Key:
    """Return the key of the intent of an upload, by the text of the moment at which it is overdue."""
    return Key(INTENTS, f"{due_at}#{upload_id}")


def removal(due_at: str, removal_id: str) -> Key:
    """Return the key of the intent of a removal (a deletion or restoration), by the text of when it is overdue."""
    return Key(REMOVALS, f"{due_at}#{removal_id}")


def activation(due_at: str, activation_id: str) -> Key:
    """Return the key of the intent of an activation, by the text of the moment at which it is overdue."""
    return Key(ACTIVATIONS, f"{due_at}#{activation_id}")


def overdue_intent(sort: str) -> OverdueIntent:
    """Return the reference to an intent that its sort key stands for; all its partitions have the same form."""
    due_at, _, intent_id = sort.partition("#")
    return OverdueIntent(due_at, intent_id)


def export(certificate_id: str, export_id: str) -> Key:
    """Return the key of the record of one export of a certificate."""
    return Key(f"EXPORTS#{_id(certificate_id, 'certificate')}", export_id)


def histories(certificate_id: str) -> str:
    """Return the partition of the history of a certificate."""
    return f"HISTORY#{_id(certificate_id, 'certificate')}"


def history(event: Event) -> Key:
    """Return the key of an event in the history. Keys sort by time; the event's id separates those of one second."""
    return Key(histories(event.certificate_id), f"{to_text(event.occurred_at)}#{event.event_id}")


def orders(scope_name: str) -> str:
    """Return the partition of the orders of a scope."""
    return f"SCOPE#{_scope_name(scope_name)}#ORDERS"


def order(scope_name: str, order_id: str) -> Key:
    """Return the key of an order of a scope."""
    return Key(orders(scope_name), _id(order_id, "order"))


def receipt(scope_name: str, key: str) -> Key:
    """Return the key of the receipt of an order that was placed in a scope with this Idempotency-Key."""
    return Key(f"IDEMPOTENCY#place_order#{_scope_name(scope_name)}", key)


def challenge(token: str) -> Key:
    """Return the key of the row for an http-01 token that Certkeeper's responder answers.

    Raises NotFoundError if it is none.
    """
    if not 0 < len(token.encode(errors="surrogatepass")) <= MAX_TOKEN_BYTES:
        raise NotFoundError("challenge")
    return Key(f"CHALLENGE#{token}", "HTTP01")


def rate_limit(quarter: str) -> Key:
    """Return the key of the number of orders in a quarter of an hour, by the text of its first moment."""
    return Key(RATE_LIMIT, quarter)


def validations(name: str, hour: str) -> Key:
    """Return the key of the number of validations of a name in an hour, by the text of its first moment."""
    return Key(f"VALIDATIONS#{name}", hour)


def account(directory_url: str) -> Key:
    """Return the key of the stack's account at the ACME directory with this URL."""
    return Key(f"ACCOUNT#{directory_id(directory_url)}", "ACCOUNT")


def due_partition(shard: int) -> str:
    """Return the partition of a shard of the index `due`."""
    return f"DUE#{shard}"


def due_attributes(certificate_id: str, due_at: datetime | None) -> dict[str, AttributeValueTypeDef | None]:
    """Return the two attributes of a certificate's row that are the keys of the index `due`.

    None for both takes the certificate out of the index. `due_at` between two seconds counts as the later one.
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
