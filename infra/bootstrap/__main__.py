"""`python -m infra.bootstrap`: set up this clone with the Python that runs this."""

import subprocess
import sys

from infra.bootstrap.environments import DEVELOPMENT, EMULATOR, ROOT, SAM, make
from infra.bootstrap.patched_emulator import PATCHED, PatchRefused, make_patched
from infra.bootstrap.pythons import deployed_version, find_python


def main() -> int:
    """Make the environments and print what was made; print nothing where all are current. Return the exit status."""
    try:
        for environment, purpose in ((DEVELOPMENT, "development"), (EMULATOR, "emulator"), (SAM, "aws-sam-cli")):
            if make(environment):
                print(f"{environment.folder.relative_to(ROOT)} is ready ({purpose}, {environment.interpreter.program})")
                if environment is EMULATOR and not find_python(deployed_version()):
                    print(
                        f"There is no Python {deployed_version()} here, the default of the deployed functions: in the "
                        f"local world they run on {environment.interpreter.program}."
                    )
        if make_patched():
            print(f"{PATCHED.relative_to(ROOT)} is ready (ministack with the patches of infra/local/emulator)")
    except subprocess.CalledProcessError as failure:
        print(f"Set-up failed: {' '.join(failure.cmd)}", file=sys.stderr)
        return 1
    except PatchRefused as reason:
        print(f"Set-up failed: {reason}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
