"""`python -m certkeeper_cli`, and the script `certkeeper`."""

import sys

from certkeeper_cli.program import run


def main() -> None:
    """Run, and end with the exit status."""
    sys.exit(run())


if __name__ == "__main__":
    main()
