"""`python -m infra.local.demo`: exit status 0 only if everything went as it should."""

import signal
import subprocess
import sys

import botocore.exceptions

from infra.bootstrap.unavailable import Unavailable
from infra.local.demo.demonstration import run_demonstration
from infra.local.demo.display import choose_display
from infra.local.demo.failure import DemoFailed
from infra.local.deployment.stack import DeployFailed
from infra.local.processes.bounded_process import NotReady

EXPECTED = (
    DemoFailed,
    DeployFailed,
    NotReady,
    Unavailable,
    botocore.exceptions.BotoCoreError,
    botocore.exceptions.ClientError,
    subprocess.CalledProcessError,
    OSError,
)
INTERRUPTED = 130  # 128 and the number of SIGINT, as shells have it


def main() -> int:
    """Run the demonstration, print why if it fails, and return the exit status."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # asked to end, it cleans up as when interrupted
    display = choose_display()
    try:
        run_demonstration(display)
    except EXPECTED as reason:
        print(f"\nThe demonstration failed: {reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted; everything that was started has ended.", file=sys.stderr)
        return INTERRUPTED
    display.heading("Everything that was started has ended. `make up` leaves the same world running.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
