"""The kinds of rows, and the pattern of the partition keys of each, for the condition `dynamodb:LeadingKeys` of a role.

The template is generated with it: a function.yaml names kinds of rows, and never a pattern. `*` stands for what differs
from row to row: a scope, an id, a token, a name.

The reasons are in ADRs 20 and 83.
"""

from types import MappingProxyType

LEADING_KEYS = MappingProxyType(
    {
        "accounts": "ACCOUNT#*",
        "administrators": "ADMINISTRATORS",
        "certificate_names": "SCOPE#*#NAMES",
        "certificates": "SCOPE#*#CERTIFICATES",
        "challenges": "CHALLENGE#*",
        "due": "DUE#*",
        "exports": "EXPORTS#*",
        "fingerprints": "SCOPE#*#FINGERPRINTS",
        "history": "HISTORY#*",
        "intents": "INTENTS",
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
INDEXES = frozenset({"due"})
"""The kinds that are read through an index of the same name; all others are rows of the table."""
