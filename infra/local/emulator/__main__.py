"""`python -m infra.local.emulator`: the patched ministack, configured by its own environment variables.

`infra.local.processes.emulator_process` sets the variables that the local world needs. It makes the patched copy, too,
as `make setup` does.
"""

import sys

from infra.bootstrap.patched_emulator import PATCHED


def main() -> None:
    """Serve until the process is ended. Workers are forked on Linux only, which has pid descriptors."""
    sys.path.insert(0, str(PATCHED))
    if sys.platform == "linux":
        from infra.local.emulator.workers.forked_workers import install  # noqa: PLC0415 - imports the patched ministack

        install()
    from ministack.app import main as serve  # noqa: PLC0415 - not the installed one

    serve()


if __name__ == "__main__":
    main()
