"""How long an invocation is billed for: estimated from what it calls, because there is no Lambda here.

The three figures are estimates, and rather high: every invocation counts as a cold start, and few are.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tests.architecture.deployed import function
from tools.bench.costs.prices import Item
from tools.bench.costs.usage import Usage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

START_SECONDS = 1.0
"""A cold start with 512 MB, initialisation included, which AWS bills since August 2025."""
AWS_SECONDS = 0.02
CA_SECONDS = 0.3
"""One call of AWS within the region, one request over the Internet."""
MB_PER_GB = 1024
HTTP_METHODS = frozenset({"GET", "HEAD", "POST"})


def invocations(counts: Mapping[str, int], calls: Iterable[str]) -> Usage:
    """Return the usage of invocations: `counts` are how many there are of each function, by folder.

    `calls` are what they called, as `Calls.names` has it.
    """
    seconds: Counter[str] = Counter()
    for call in calls:
        folder, _, name = call.partition(": ")
        seconds[folder] += CA_SECONDS if name.split(" ")[0] in HTTP_METHODS else AWS_SECONDS  # type: ignore[assignment]
    return sum_of(
        invocation(folder, count, count * START_SECONDS + seconds[folder]) for folder, count in counts.items()
    )


def invocation(folder: str, count: int, seconds: float) -> Usage:
    """Return the usage of `count` invocations of the function in a folder that run for so many seconds together."""
    gigabytes = function(folder).properties["MemorySize"] / MB_PER_GB
    return Usage({Item.INVOCATIONS: count, Item.GB_SECONDS: seconds * gigabytes})


def sum_of(parts: Iterable[Usage]) -> Usage:
    """Return the sum of all parts of a usage."""
    whole = Usage()
    for part in parts:
        whole += part
    return whole
