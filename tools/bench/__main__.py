"""`python -m tools.bench`: what uploads, DNS, orders, sweeps, a year, the list, cold starts cost; what misses."""

import sys

from infra.layers.local import layers
from tools.bench.console_list import console_list_table
from tools.bench.costs.issuance import issuance_cost
from tools.bench.dns_queries import count_dns_queries
from tools.bench.starts.cold_starts import count_cold_starts
from tools.bench.starts.instructions import NotCounted
from tools.bench.sweeps.cost import sweep_cost_table
from tools.bench.tables import cold_starts_table, dns_queries_table, issuance_table, uploads_table
from tools.bench.uploads import count_uploads


def main() -> int:
    """0 whether or not a target is missed: a benchmark informs. 1 where cold starts cannot be counted."""
    layers()  # for the emulator, too
    sys.stdout.write(uploads_table(count_uploads()) + "\n\n")
    sys.stdout.write(dns_queries_table(count_dns_queries()) + "\n\n")
    sys.stdout.write(issuance_table(issuance_cost()) + "\n\n")
    sys.stdout.flush()
    sys.stdout.write(sweep_cost_table() + "\n\n")
    sys.stdout.flush()
    sys.stdout.write(console_list_table() + "\n\n")
    sys.stdout.flush()
    try:
        sys.stdout.write(cold_starts_table(count_cold_starts()) + "\n")
    except NotCounted as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
