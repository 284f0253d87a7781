"""The benchmarks' results as people read them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from infra.bootstrap.environments import ROOT
from infra.local.deployment.template import read_template
from tests.architecture.deployed import Function, functions
from tools.bench.costs.issuance import IssuanceCost
from tools.bench.starts.cold_starts import ColdStarts

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tools.bench.dns_queries import Queries
    from tools.bench.uploads import Rate

READS = 0.8
BODIES = 1.15
FILES = 1.3
OTHERS = 1.3
"""What a cold start may cost, in instructions of the handler in `floor.py`: functions that list and get, that take a
body, that export or take files, and all others that speak no ACME. The targets are Certkeeper's own."""

TRANSITIONS = 12
"""State transitions of an automatic http-01 issuance (ADR 23)."""


def target(function: Function, bodies: Collection[str]) -> float | None:
    """Return the most that a function may cost, in floors; None for tasks that speak ACME, for which nobody waits.

    `bodies` are the operations that take a body.
    """
    if "AcmeLayer" in function.layers:
        return None
    if function.operation.startswith(("list_", "get_")):
        return READS
    if function.operation.startswith(("export_", "upload_")):
        return FILES
    return BODIES if function.operation in bodies else OTHERS


@cache
def operations_with_a_body() -> frozenset[str]:
    """Return the names of the operations for which the contract describes a body."""
    paths = read_template(ROOT / "infra" / "openapi.yaml")["paths"]
    operations = (operation for path in paths.values() for operation in path.values() if isinstance(operation, dict))
    return frozenset(operation["operationId"] for operation in operations if "requestBody" in operation)


def cold_starts_table(found: ColdStarts, before: ColdStarts | None = None) -> str:
    """Return a table with one line for each function, the cheapest first.

    `found` is what was counted, and `before` the same at another commit.
    """
    bodies = operations_with_a_body()
    rows = [
        (function.operation, found.functions[function.operation], target(function, bodies)) for function in functions()
    ]
    ratios = [(name, count, count / found.floor, most) for name, count, most in rows]
    missed = {name for name, _, ratio, most in ratios if most is not None and ratio > most}
    lines = [
        "Cold starts: instructions from process start to first answer",
        f"{'function':<26}{'millions':>10}{'floors':>9}{'target':>9}{'before' if before else '':>9}".rstrip(),
        f"{'(floor: boto3, 1 query)':<26}{found.floor / 1e6:>10,.0f}{1:>9.2f}",
    ]
    for name, count, ratio, most in sorted(ratios, key=lambda row: row[1]):
        earlier = f"{_floors(before, name):>9}" if before else ""
        shown = f"{name:<26}{count / 1e6:>10,.0f}{ratio:>9.2f}{most or '-':>9}{earlier}"
        lines.append(shown + ("  missed" if name in missed else ""))
    return "\n".join([*lines, f"{len(missed)} of the targets are missed." if missed else "All targets are met."])


def _floors(counted: ColdStarts, name: str) -> str:
    """What a function cost then, in the floors of then; a dash where there was none of that name."""
    count = counted.functions.get(name)
    return "-" if count is None else f"{count / counted.floor:.2f}"


def issuance_table(found: IssuanceCost) -> str:
    """Return a table of what was found of one issuance."""
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
    """Return a table of the rates of uploads, one line for each kind of key."""
    lines = [
        "Uploads with one issuer: from bytes to stored items, on one core",
        f"{'key':<24}{'a second':>10}{'alone':>9}{'ratio':>9}{'target':>9}",
    ]
    for rate in rates:
        verdict = "" if rate.ratio <= rate.max_ratio else "  missed"
        lines.append(
            f"{rate.kind:<24}{1 / rate.certkeeper:>10,.0f}{1 / rate.library:>9,.0f}"
            f"{rate.ratio:>9.2f}{rate.max_ratio:>9}{verdict}"
        )
    return "\n".join(lines)


def dns_queries_table(counted: Sequence[Queries]) -> str:
    """Return a table of the counted queries, one line for each way of proof and number of names."""
    lines = [
        "DNS queries of Certkeeper's own check of names of one zone, four servers to a zone, CAA included",
        f"{'proof':<24}{'names':>10}{'queries':>9}{'a name':>9}",
    ]
    lines += [f"{one.kind:<24}{one.names:>10}{one.total:>9}{one.per_name:>9.1f}" for one in counted]
    return "\n".join(lines)
