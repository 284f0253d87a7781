"""`python -m tools.soak [--certificates 10000] [--days 365] [--seed N]`: a year in minutes (ADR 70)."""

import argparse
import secrets
import sys
import time

from certkeeper.domain.renewal.rate_limits import ORDERS_PER_THREE_HOURS
from tools.soak.results.promises import violations
from tools.soak.results.table import soak_table
from tools.soak.simulation.world import SoakWorld


def main() -> int:
    """Run the year, print the table and every broken promise, and return the exit status, 1 where one is broken."""
    parser = argparse.ArgumentParser(prog="python -m tools.soak", description=__doc__)
    parser.add_argument("--certificates", type=int, default=10_000)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--max-orders", type=int, default=ORDERS_PER_THREE_HOURS)
    given = parser.parse_args()
    seed = secrets.randbelow(1_000_000) if given.seed is None else given.seed
    sys.stdout.write(f"{given.certificates:,} certificates, {given.days} days, seed {seed}\n\n")
    sys.stdout.flush()
    started = time.monotonic()
    world = SoakWorld(certificates=given.certificates, days=given.days, seed=seed, max_orders=given.max_orders)
    world.run()
    found = violations(world)
    sys.stdout.write(soak_table(world) + "\n\n")
    sys.stdout.write(f"{time.monotonic() - started:.0f} s, {time.process_time():.0f} s of CPU\n")
    for each in found:
        sys.stdout.write(f"broken: {each}\n")
    sys.stdout.write("All promises are kept.\n" if not found else f"Repeat it with --seed {seed}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
