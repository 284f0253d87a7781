"""Where Pebble is: `python -m infra.bootstrap.pebble` prints its path, after fetching it if it must (ADR 9).

What is on PATH comes first, then what was fetched before, then Debian's package (the newest knows profiles and ARI),
then the project's own release. Tests ask the *directory* what Pebble offers, never the binary for its version.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from infra.bootstrap import debian, release
from infra.bootstrap.environments import BUILD, setup_lock
from infra.bootstrap.unavailable import Unavailable

CACHE = BUILD / "pebble" / "pebble"

ADVICE = "Put `pebble`, Let's Encrypt's test CA (letsencrypt/pebble on GitHub, 2.6 or later), on PATH and try again."


def pebble() -> Path:
    """Return the path of a Pebble that runs here; raise Unavailable with every reason if there is none."""
    for known in (shutil.which("pebble"), CACHE):
        if known and is_pebble(Path(known)):
            return Path(known)
    with setup_lock():
        return CACHE if is_pebble(CACHE) else _fetch()


def _fetch() -> Path:
    """Try each source in turn and keep the first binary that runs."""
    reasons = []
    CACHE.parent.mkdir(parents=True, exist_ok=True)
    for source in (debian.newest, debian.stable, release.download):
        try:
            source(CACHE)
        except Unavailable as reason:
            reasons.append(str(reason))
        else:
            if is_pebble(CACHE):
                return CACHE
            reasons.append(f"{source.__module__}.{source.__name__}: what was fetched does not run here")
            CACHE.unlink()
    raise Unavailable("\n  - ".join(("Pebble could not be had:", *reasons)) + f"\n{ADVICE}")


def is_pebble(program: Path) -> bool:
    """Return whether a program is the ACME server and runs here: a service manager has the same name."""
    if not program.is_file():
        return False
    try:
        usage = subprocess.run([program, "-help"], capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return "-dnsserver" in usage.stdout + usage.stderr


def main() -> int:
    """Print the path, or the reasons why there is none; return the exit status, 1 without one."""
    try:
        print(pebble())
    except Unavailable as reasons:
        print(reasons, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
