"""`python -m infra.bootstrap`: set up this clone with the Python that runs this."""

import subprocess
import sys

from infra.bootstrap.environments import DEVELOPMENT, EMULATOR, INTERPRETER, ROOT, SAM, make


def main() -> int:
    """Make the environments and say what was done; quiet when nothing had to be."""
    for environment, purpose in ((DEVELOPMENT, "development"), (EMULATOR, "emulator"), (SAM, "aws-sam-cli")):
        try:
            made = make(environment)
        except subprocess.CalledProcessError as failure:
            print(f"Set-up failed: {' '.join(failure.cmd)}", file=sys.stderr)
            return 1
        if made:
            print(f"{environment.folder.relative_to(ROOT)} is ready ({purpose}, {INTERPRETER})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
