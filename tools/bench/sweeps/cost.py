"""`python -m tools.bench.sweeps.cost`: what sweeps read and compute, and what a year of a certificate costs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from functions.events.sweep_certificates.app import WORKERS
from tests.architecture.deployed import function
from tools.bench.costs.fixed_costs import SWEEP
from tools.bench.costs.lambda_time import AWS_SECONDS, CA_SECONDS
from tools.bench.costs.phases import measure_phases
from tools.bench.costs.prices import AS_OF, PRICES, REGION, Item
from tools.bench.costs.year import ASKED_EVERY, LIFETIME, NUMBERS, year_cost
from tools.bench.sweeps.cpu import DUE, sweep_cpu_seconds
from tools.bench.sweeps.reads import sweep_reads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.bench.costs.year import YearCost
    from tools.bench.sweeps.reads import SweepReads

ITEMS_PER_DUE, UNITS_OVER_SCAN = 1.01, 0.02
"""Items read for each certificate that is due (ADR 51), and the share of a scan's read units that a sweep may use."""


def sweep_cost_table() -> str:
    """Count for about a minute, and return the tables of sweeps and of a year as text."""
    phases = measure_phases()
    reads, cpu, year = sweep_reads(phases.rows), sweep_cpu_seconds(phases.rows), year_cost(phases)
    return "\n".join([*_sweep(reads, cpu), "", *_operations(year), "", *_dollars(year)])


def _sweep(reads: SweepReads, cpu: float) -> Iterator[str]:
    wanted = reads.at_target_size
    yield f"A sweep over {wanted.certificates:,} certificates of which {wanted.due:,} are due"
    yield f"(counted on {reads.certificates:,} with {reads.due} due, and multiplied; `processor` on {DUE:,} due)"
    yield f"{'':<44}{'counted':>10}{'computed':>10}{'target':>8}"
    rows = [
        ("items read per item due", reads.items_per_due, wanted.items_per_due, ITEMS_PER_DUE),
        ("read units over those of a full Scan", reads.units_over_scan, wanted.units_over_scan, UNITS_OVER_SCAN),
    ]
    for name, counted, reckoned, most in rows:
        yield f"{name:<44}{counted:>10.4f}{reckoned:>10.4f}{most:>8}{'' if reckoned <= most else '  missed'}"
    yield f"{'processor per certificate due, ms':<44}{cpu * 1000:>10.2f}"
    max_checks = function(SWEEP).properties["Timeout"] / ((CA_SECONDS + AWS_SECONDS) / WORKERS + cpu)
    yield f"{'checks that one sweep has time for, about':<44}{'':>10}{max_checks:>10,.0f}"


def _operations(year: YearCost) -> Iterator[str]:
    yield f"A year of one certificate of {LIFETIME.days} days over http-01, without its share of the fixed costs"
    hours = ASKED_EVERY.total_seconds() / 3600
    checks = f"{year.window_checks:,.0f}"
    yield f"({year.renewals:.2f} renewals; the CA is asked for its window every {hours:.0f} h, {checks} times)"
    for item in Item:
        if used := year.per_certificate[item]:
            yield f"{used:>16,.{_places(used)}f} {item} ({PRICES[item].service})"


def _dollars(year: YearCost) -> Iterator[str]:
    yield f"Dollars for one certificate and year, by how many there are ({REGION}, list prices, {AS_OF}, no free tier)"
    yield f"{'':<18}" + "".join(f"{number:>13,}" for number in NUMBERS)
    columns = [year.share_of_one(number).dollars() for number in NUMBERS]
    services = {service for column in columns for service in column}
    for service in sorted(services, key=lambda name: -columns[-1].get(name, 0)):
        yield f"{service:<18}" + "".join(f"{column.get(service, 0):>13.5f}" for column in columns)
    yield f"{'together':<18}" + "".join(f"{sum(column.values()):>13.5f}" for column in columns)


def _places(quantity: float) -> int:
    return 0 if quantity >= 100 else 2 if quantity >= 0.01 else 6


if __name__ == "__main__":
    sys.stdout.write(sweep_cost_table() + "\n")
