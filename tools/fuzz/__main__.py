"""`python -m tools.fuzz [--inputs 100000] [--seed 0]`: all files of `cryptography-vectors`, then mutated uploads.

An input that is not answered as it should be is written into `.build/fuzz`.
"""

import argparse
import sys
import time
from pathlib import Path

from tools.fuzz.campaign import UnexpectedOutcomeError, run
from tools.fuzz.vectors import wrong_outcomes


def main() -> int:
    """Read the vectors, run the campaign, print how the inputs ended, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    started = time.monotonic()
    if wrong := wrong_outcomes():
        sys.stderr.write("\n".join(wrong) + "\n")
        return 1
    try:
        ends = run(arguments.inputs, arguments.seed)
    except UnexpectedOutcomeError as found:
        target = Path(".build") / "fuzz" / "found.bin"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(found.content)
        sys.stderr.write(f"{found}; it is in {target}\n")
        return 1
    for end, count in ends.most_common():
        sys.stdout.write(f"{count:8,} {end}\n")
    sys.stdout.write(f"{arguments.inputs:8,} inputs in {time.monotonic() - started:.0f} s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
