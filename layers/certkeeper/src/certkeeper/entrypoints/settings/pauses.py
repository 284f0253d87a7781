"""Pauses of the state machine between two tries: the first ones that can be chosen, and what each grows to (ADR 96).

They are lists, because Step Functions takes whole numbers only, and `Within` would let 2.5 pass.
"""

from __future__ import annotations

from certkeeper.entrypoints.settings.bounds import OneOf

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
