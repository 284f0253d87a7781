"""A year of one certificate of 47 days: its phases, counted, as often as they come, and its share of the fixed costs.

Counted are DynamoDB, Secrets Manager, Step Functions, events and invocations. Estimated are the time of an invocation
(`lambda_time`), logs, requests of the CA to the responder, and consumers of events. Nobody reads it all year.

The reasons are in ADR 72.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from functions.events.sweep_certificates.app import WORKERS
from tools.bench.costs.fixed_costs import MONTHS, SWEEP, consumers, fixed_costs
from tools.bench.costs.lambda_time import AWS_SECONDS, CA_SECONDS, START_SECONDS, invocation, sum_of
from tools.bench.costs.prices import Item
from tools.bench.costs.usage import Usage
from tools.bench.sweeps.table import bytes_of

if TYPE_CHECKING:
    from tools.bench.costs.phases import Phases

LIFETIME = timedelta(days=47)
"""The longest that a public certificate may live from March 2029 on (CA/Browser Forum, ballot SC-081v3)."""
YEAR = timedelta(days=365)
LEFT_AT_RENEWAL = 3
"""A third of the life, and in the middle of Let's Encrypt's windows."""
ASKED_EVERY = timedelta(hours=6)
"""What Let's Encrypt sends as Retry-After (RFC 9773 section 4.3.2)."""
NUMBERS = (1, 100, 10_000, 1_000_000)
RESPONDER_REQUESTS = 6
"""Requests to the responder in one validation: Certkeeper's own check, and five places of Let's Encrypt's."""
POLLED = ("check_authorizations", "retrieve_certificate")
"""Each finds the CA still at it once, where the counted issuance waits for it: 12 transitions (`issuance_cost`)."""
GB = 1_000_000_000
LOG_BYTES = 1_200
"""Of one invocation: three lines of Lambda's own and one of the function's."""
LOG_MONTHS = 3
"""LogRetentionDays."""
NOTICES_PER_ORDER = 1
"""One notice: that it was issued. A renewal is notified only after a warning, and a quiet year has none."""
ADMINISTRATORS = 1


@dataclass(frozen=True, slots=True)
class YearCost:
    """`per_certificate` is used for each certificate, `fixed` by the stack.

    `renewals` and `window_checks` are how often they come in a year.
    """

    renewals: float
    window_checks: float
    per_certificate: Usage
    fixed: Usage

    def share_of_one(self, number: int) -> Usage:
        """Return the usage of one certificate in a year, where the stack has this number of them."""
        return self.per_certificate + self.fixed * (1 / number)


def year_cost(phases: Phases) -> YearCost:
    """Return the usage of a year, from what was counted in each of the phases."""
    renewals = YEAR / (LIFETIME * (1 - 1 / LEFT_AT_RENEWAL))
    window_checks = YEAR / ASKED_EVERY
    parts = [
        phases.first + _validated() + _event_consumed() + _notified() * NOTICES_PER_ORDER,
        (phases.renewal + _validated() + _event_consumed()) * renewals,
        (phases.window_check + _window_checked()) * window_checks,
        Usage({Item.SECRET_MONTHS: MONTHS, Item.API_CALLS: 1}),
        _stored(phases, renewals),
    ]
    return YearCost(renewals, window_checks, _with_logs(sum_of(parts)), _with_logs(fixed_costs(phases.idle)))


def _validated() -> Usage:
    """The responder's part of a validation, and the polls while the CA is at it."""
    read = Usage(
        {
            Item.READ_UNITS: RESPONDER_REQUESTS + len(POLLED),
            Item.API_CALLS: RESPONDER_REQUESTS,
            Item.TRANSITIONS: len(POLLED),
        }
    )
    polled = sum_of(invocation(each, 1, START_SECONDS + CA_SECONDS + AWS_SECONDS) for each in POLLED)
    return read + polled


def _event_consumed() -> Usage:
    """One event: each consumer is invoked, and history is written."""
    invoked = sum_of(invocation(each, 1, START_SECONDS + 2 * AWS_SECONDS) for each in consumers())
    return invoked + Usage({Item.WRITE_UNITS: 1, Item.READ_UNITS: 2})


def _notified() -> Usage:
    return Usage({Item.TRANSITIONS: 1, Item.PUBLISHES: 1, Item.EMAILS: ADMINISTRATORS})


def _window_checked() -> Usage:
    """Return a sweep's time for one certificate; it checks as many at a time as it has workers."""
    return invocation(SWEEP, 0, (CA_SECONDS + AWS_SECONDS) / WORKERS)


def _stored(phases: Phases, renewals: float) -> Usage:
    """The rows of the first order, twice the certificate's for its index, and on average half of what renewals add."""
    first = bytes_of(phases.rows) + bytes_of([phases.certificate_row])
    grown = bytes_of([row for row in phases.rows if row is not phases.certificate_row]) * renewals / 2
    months = (first + grown) / GB * MONTHS
    return Usage({Item.TABLE_GB_MONTHS: months, Item.BACKUP_GB_MONTHS: months})


def _with_logs(usage: Usage) -> Usage:
    written = usage[Item.INVOCATIONS] * LOG_BYTES / GB
    return usage + Usage({Item.LOG_GB: written, Item.LOG_GB_MONTHS: written * LOG_MONTHS})
