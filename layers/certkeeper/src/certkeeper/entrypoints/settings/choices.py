"""Values that can be chosen: pauses of the state machine, intervals, days, ports.

Pauses are lists, because Step Functions takes whole numbers only, and `Within` would let 2.5 pass (ADR 96).
"""

from __future__ import annotations

from certkeeper.entrypoints.settings.bounds import OneOf, Within

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

SWEEP_INTERVALS = OneOf("5", "10", "15", "30", "60", "120", "180", "360")
"""The intervals of sweeps in minutes. They are texts because the template finds the seconds of each by them."""

RETENTION = OneOf(
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653
)
"""The numbers of days for which CloudWatch Logs can keep a log (PutRetentionPolicy)."""

PORT = Within(1, 65_535)
"""TCP and UDP have 16 bits for a port (RFC 6335 section 6)."""
