"""`python -m infra.bootstrap.every_python`: the quick tests on each supported Python but this one (`make pythons`).

The whole suite runs on one Python, and the functions of its local world on the template's default. What Pythons do
differently is found by unit and architecture tests, and by the TLS of a CA's directory.
"""

import subprocess
import sys

from infra.bootstrap.environments import BUILD, DEVELOPMENT, ROOT, Environment, make
from infra.bootstrap.pythons import THIS, find_python, supported_versions

TESTS = (
    "tests/unit",
    "tests/architecture",
    "--ignore=tests/architecture/repository",
    "--ignore=tests/architecture/documents",
    "tests/integration/acme/test_directory_tls.py",
)
"""Without the gates on what is written, which are the same on every Python."""


def environment_of(version: str) -> Environment:
    """Return the development environment for a minor version; it is not made yet."""
    return Environment(BUILD / "pythons" / version, DEVELOPMENT.lock, DEVELOPMENT.sources, lambda: version)


def passes(version: str) -> bool:
    """Make the environment of a version where it is not current, run the tests in it, and return whether they pass."""
    environment = environment_of(version)
    environment.folder.parent.mkdir(parents=True, exist_ok=True)
    make(environment)
    print(f"Python {version} ({environment.interpreter.program}):", flush=True)
    command = [str(environment.python), "-m", "pytest", "-q", "-p", "no:cacheprovider", *TESTS, *sys.argv[1:]]
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def main() -> int:
    """Test on each Python that is found, print what was tested and what was not, and return the exit status."""
    others = [version for version in supported_versions() if version != THIS.version]
    found = [version for version in others if find_python(version)]
    failed = [version for version in found if not passes(version)]
    missing = [version for version in others if version not in found]
    print(f"Tested on Python {', '.join(found) or 'none'} beside {THIS.version}.", end=" ")
    print(f"Not found here: {', '.join(missing)}." if missing else "All supported versions are here.")
    if failed:
        print(f"Failed on Python {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
