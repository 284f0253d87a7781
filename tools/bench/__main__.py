"""`make bench`: what uploads, DNS, orders, sweeps, a year, a flood, the list, cold starts cost; what misses its target.

`python -m tools.bench [name...] [--before COMMIT]` prints all tables, or those that are named.
"""

import argparse
import sys
from collections.abc import Callable, Sequence

from infra.layers.local import layers
from tools.bench.console_list import console_list_table
from tools.bench.costs.flood import flood_table
from tools.bench.costs.issuance import issuance_cost
from tools.bench.dns_queries import count_dns_queries
from tools.bench.earlier_commit import count_cold_starts_at
from tools.bench.starts.cold_starts import count_cold_starts
from tools.bench.starts.instructions import NotCounted
from tools.bench.sweeps.cost import sweep_cost_table
from tools.bench.tables import cold_starts_table, dns_queries_table, issuance_table, uploads_table
from tools.bench.uploads import count_uploads

COLD_STARTS = "cold-starts"


def _tables() -> dict[str, Callable[[], str]]:
    """All but the last, which takes longest and may not be countable on this machine."""
    return {
        "uploads": lambda: uploads_table(count_uploads()),
        "dns-queries": lambda: dns_queries_table(count_dns_queries()),
        "issuance": lambda: issuance_table(issuance_cost()),
        "sweeps": sweep_cost_table,
        "flood": flood_table,
        "list": console_list_table,
    }


def main(arguments: Sequence[str] = ()) -> int:
    """Print the tables that the arguments name, or all, and return the exit status.

    It is 0 also where a target is missed: a benchmark informs. It is 1 where cold starts cannot be counted.
    """
    tables = _tables()
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("tables", nargs="*", metavar="table", help=f"one of: {', '.join([*tables, COLD_STARTS])}")
    parser.add_argument("--before", metavar="COMMIT", help="count cold starts at that commit, too, and compare")
    given = parser.parse_args(arguments)
    wanted = given.tables or [*tables, COLD_STARTS]
    if unknown := set(wanted) - {*tables, COLD_STARTS}:
        parser.error(f"no such table: {', '.join(sorted(unknown))}")
    layers()  # for the emulator, too
    for name, table in tables.items():
        if name in wanted:
            sys.stdout.write(table() + "\n\n")
            sys.stdout.flush()
    return _cold_starts(given.before) if COLD_STARTS in wanted else 0


def _cold_starts(before: str | None) -> int:
    try:
        earlier = count_cold_starts_at(before) if before else None
        sys.stdout.write(cold_starts_table(count_cold_starts(), earlier) + "\n")
    except NotCounted as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
