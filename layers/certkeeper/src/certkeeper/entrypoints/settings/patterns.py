"""Patterns and lists that are long, or that several rows have. A pattern is compiled at its first use."""

from __future__ import annotations

from certkeeper.entrypoints.settings.bounds import Matching, OneOf

NAME = "[A-Za-z0-9_.:/-]{1,256}"
"""A name or an ARN, as AWS gives them to resources."""

_ARN = "arn:[a-z-]+:{}:[a-z0-9-]+:[0-9]{{12}}:{}"
STATE_MACHINE = Matching(_ARN.format("states", "stateMachine:[A-Za-z0-9_.-]+"), "the ARN of a state machine")
TOPIC = Matching(_ARN.format("sns", "[A-Za-z0-9_.-]+"), "the ARN of an SNS topic")
STACK = Matching(
    _ARN.format("cloudformation", "stack/[A-Za-z0-9-]{1,128}/[A-Za-z0-9-]+"), "the ARN of a CloudFormation stack"
)
ROLE = Matching("arn:[a-z-]+:iam::[0-9]{12}:role/[!-~]+", "the ARN of a role", or_empty=True)

_EMAIL = r"[A-Za-z0-9.!#$%&'*+/=^_{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+"
CONTACT = Matching(f"{_EMAIL}(,{_EMAIL})*", "e-mail addresses with commas between them", or_empty=True)
ADMINISTRATORS = Matching(
    f"{_EMAIL}(,{_EMAIL}){{0,4}}", "one to five e-mail addresses with commas between them and no blanks", or_empty=True
)

DOMAIN = Matching(r"[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+", "a domain in lower case", or_empty=True)

_DAYS = " *(39[0-8]|3[0-8][0-9]|[12][0-9][0-9]|[1-9][0-9]?) *"
THRESHOLDS = Matching(f"{_DAYS}(,{_DAYS}){{0,9}}", "one to ten numbers from 1 to 398 with commas between them")
"""What `certkeeper.domain.notices.days` accepts as days of notices, with blanks around the numbers."""

ROOTS = Matching(
    r"[ -~\s]*-----BEGIN CERTIFICATE-----[ -~\s]+-----END CERTIFICATE-----\s*", "certificates in PEM", or_empty=True
)
"""The texts of one or more certificates; CloudFormation's console makes one line of them."""

_BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_PORT = "(6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[1-9][0-9]{0,3})"
NAMESERVER = Matching(rf"({_BYTE}\.){{3}}{_BYTE}:{_PORT}", "IPv4 address:port", or_empty=True)

# Step Functions takes whole numbers only, and `Within` would let 2.5 pass: so pauses are lists (ADR 96).
FIRST_PAUSES = OneOf("1", "2", "5", "10", "25", "60", "120", "300")
"""The first pauses in seconds between two polls, or two checks of records. Texts, as keys of a mapping are."""

MAX_PAUSES = {
    first: {name: max(seconds, 4 * int(first)) for name, seconds in (("Poll", 60), ("Propagation", 120))}
    for first in FIRST_PAUSES.values
}
"""The seconds that each first pause grows to: always more than itself. CloudFormation cannot multiply."""

FIRST_PAUSES_OF_RETRIES = OneOf("1", "2", "5", "10", "20", "30")
"""From more than 30 seconds on, an order that cannot be closed would raise no alarm (UnclosedOrders): too few tries."""

FIRST_PAUSES_OF_LEFTOVERS = OneOf("1", "60", "300", "900", "1800", "3600", "7200", "14400", "21600")
"""The first pauses in seconds before removing records is retried."""
