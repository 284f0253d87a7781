"""The benchmarks' results as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.architecture.deployed import Function, functions
from tools.bench.costs.issuance import IssuanceCost
from tools.bench.starts.cold_starts import ColdStarts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.bench.dns_queries import Queries
    from tools.bench.uploads import Rate

READS = 1.0
OTHERS = 1.3
TRANSITIONS = 12
"""The design's targets, section 9: list and get at most 1.0, others that speak no ACME at most 1.3; 12 transitions."""


MOST_RATIO = 1.8
"""Issue 4: from bytes to stored item at most so many times slower."""


def target(function: Function) -> float | None:
    """The most that a function may cost, in floors; None for tasks that speak ACME, where nobody waits."""
    if "AcmeLayer" in function.layers:
        return None
    return READS if function.operation.startswith(("list_", "get_")) else OTHERS


def cold_starts_table(found: ColdStarts) -> str:
    """One line for each function, the dearest first."""
    lines = [
        "Cold starts: instructions from process start to first answer",
        f"{'function':<24}{'millions':>10}{'floors':>9}{'target':>9}",
        f"{'(floor: boto3, 1 query)':<24}{found.floor / 1e6:>10,.0f}{1:>9.2f}",
    ]
    missed = 0
    for function in sorted(functions(), key=lambda each: found.functions[each.operation]):
        count = found.functions[function.operation]
        ratio, most = count / found.floor, target(function)
        verdict = "" if most is None or ratio <= most else "  missed"
        missed += bool(verdict)
        lines.append(f"{function.operation:<24}{count / 1e6:>10,.0f}{ratio:>9.2f}{most or '-':>9}{verdict}")
    return "\n".join([*lines, f"{missed} of the targets are missed." if missed else "All targets are met."])


def issuance_table(found: IssuanceCost) -> str:
    """What an issuance is made of."""
    verdict = "" if found.transitions <= TRANSITIONS else "  missed"
    return "\n".join(
        [
            "One automatic issuance over http-01, deployed, functions warm",
            f"{'transitions':<24}{found.transitions:>10}{'':>9}{TRANSITIONS:>9}{verdict}",
            f"{'  states entered':<24}{found.states:>10}",
            f"{'  retries (polls)':<24}{found.retries:>10}",
            f"{'ACME requests':<24}{found.acme_requests:>10}",
            f"{'CPU seconds':<24}{found.cpu_seconds:>10.2f}",
        ]
    )


def uploads_table(rates: Sequence[Rate]) -> str:
    """As people read it."""
    lines = [
        "Uploads, PEM with one issuer: from bytes to stored items, on one core",
        f"{'key':<24}{'a second':>10}{'alone':>9}{'ratio':>9}{'target':>9}",
    ]
    for rate in rates:
        verdict = "" if rate.ratio <= MOST_RATIO else "  missed"
        lines.append(
            f"{rate.kind:<24}{1 / rate.ours:>10,.0f}{1 / rate.alone:>9,.0f}{rate.ratio:>9.2f}{MOST_RATIO:>9}{verdict}"
        )
    return "\n".join(lines)


def dns_queries_table(counted: Sequence[Queries]) -> str:
    """One line for each way of proof and number of names."""
    lines = [
        "DNS queries of our own look at names of one zone, four servers to a zone, CAA included",
        f"{'proof':<24}{'names':>10}{'queries':>9}{'a name':>9}",
    ]
    lines += [f"{one.kind:<24}{one.names:>10}{one.total:>9}{one.per_name:>9.1f}" for one in counted]
    return "\n".join(lines)
