"""`python -m infra.layers`: build all layers for this machine; with a name and a folder: one, for Lambda.

LAMBDA_RUNTIME and LAMBDA_ARCHITECTURE say for which (`python3.13`, `arm64`; `host` is this machine).
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from infra.bootstrap.environments import make_bootstrap, setup_lock
from infra.layers.build import NAMES, build
from infra.layers.local import layers
from infra.layers.target import target_of


def main() -> int:
    """Build, print the folder, and return the exit status; a command that fails prints why itself."""
    arguments = argparse.ArgumentParser(prog="python -m infra.layers", description=__doc__)
    arguments.add_argument("name", nargs="?", choices=NAMES)
    arguments.add_argument("folder", nargs="?", type=Path)
    asked = arguments.parse_args()
    try:
        if not asked.name:
            print(layers())
        elif not asked.folder:
            arguments.error("a layer is built into a folder: name it")
        else:
            with setup_lock():
                make_bootstrap()
            build(asked.name, target_of(os.environ), asked.folder)
    except subprocess.CalledProcessError as failure:
        print(f"Building failed: {' '.join(failure.cmd)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
