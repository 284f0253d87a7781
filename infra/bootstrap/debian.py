"""Pebble from Debian's packages, with nothing installed and the machine's own package lists left alone.

The mirror is the machine's own, taken from apt. Unstable has the newest Pebble, and its binary runs on older
releases (it needs glibc 2.34); apt gets a second set of lists for it, and a folder that it may write to.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

from infra.bootstrap.unavailable import Unavailable


def newest(target: Path) -> None:
    """Fetch the package of Debian's unstable release and put its binary at `target`."""
    with tempfile.TemporaryDirectory(prefix="certkeeper-pebble-") as scratch:
        sources = Path(scratch, "sources.list")
        sources.write_text(f"deb {_signed_by()} {_mirror()} sid main\n")
        _fetch(Path(scratch), ("Dir::Etc::SourceList=" + str(sources), "Dir::Etc::SourceParts=-"), target)


def stable(target: Path) -> None:
    """Fetch the package of the release that this machine runs, Debian or a derivative; put its binary at `target`."""
    with tempfile.TemporaryDirectory(prefix="certkeeper-pebble-") as scratch:
        _fetch(Path(scratch), (), target)


def _fetch(scratch: Path, sources: tuple[str, ...], target: Path) -> None:
    """Update a separate set of lists in `scratch`, download the package, unpack it, and copy the binary to `target`."""
    (scratch / "lists" / "partial").mkdir(parents=True)
    (scratch / "cache" / "archives" / "partial").mkdir(parents=True)
    settings = (
        f"Dir::State::Lists={scratch / 'lists'}",
        f"Dir::Cache={scratch / 'cache'}",
        "APT::Sandbox::User=",  # apt's own user could not write to this folder
        "APT::Get::List-Cleanup=0",
        *sources,
    )
    options = tuple(part for setting in settings for part in ("-o", setting))
    _run(scratch, "apt-get", *options, "-qq", "--error-on=any", "update")
    _run(scratch, "apt-get", *options, "-qq", "download", "pebble")
    (package,) = scratch.glob("pebble_*.deb")
    _run(scratch, "dpkg", "-x", package.name, "unpacked")
    shutil.copy2(scratch / "unpacked" / "usr" / "bin" / "pebble", target)


def _mirror() -> str:
    """Return the address of the Debian archive that this machine is set up to use."""
    listing = _run(
        Path.cwd(), "apt-get", "indextargets", "--format", "$(ORIGIN) $(RELEASE) $(REPO_URI)", "Created-By: Packages"
    )
    # The suites with a hyphen (updates, security) may live in other archives.
    archives = [line.split()[-1] for line in listing.splitlines() if "/" in line and "security" not in line]
    if not archives or not _is_debian():
        raise Unavailable("Debian unstable: apt on this machine names no Debian archive")
    return archives[0]


def _is_debian() -> bool:
    release = Path("/etc/os-release")
    return release.exists() and "ID=debian" in release.read_text().splitlines()


def _signed_by() -> str:
    """Return the option that names Debian's keys where they are installed as a file."""
    keys = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
    return f"[signed-by={keys}]" if keys.exists() else ""


def _run(folder: Path, *command: str) -> str:
    """Run a command in the folder and return what it printed; it has no terminal to ask a question on."""
    if not shutil.which(command[0]):
        raise Unavailable(f"Debian's package: {command[0]} is not on PATH")
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        last = (done.stderr.strip() or f"exit {done.returncode}").splitlines()[-1]
        raise Unavailable(f"Debian's package: {command[0]} {command[-1]}: {last}")
    return done.stdout
