"""Virtual environments from hashed requirements, made again only when what they are made of changed (ADR 7).

uv itself comes from the package registry, hashed like everything else, into an environment of its own.
"""

import fcntl
import hashlib
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from infra.bootstrap.pythons import THIS, Python, deployed_version, find_python

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / ".build"
REQUIREMENTS = ROOT / "requirements"
UV = BUILD / "bootstrap" / "bin" / "uv"

INTERPRETER = THIS.program
"""The Python that the environments are made with, where they ask for no other; one of them resolves to what made it."""

SOURCES = (ROOT / "layers" / "certkeeper" / "src", ROOT / "cli" / "src", ROOT)
"""Importable in the development environment, from source: Certkeeper, `functions`, `infra`, `tools` and `tests`."""


@dataclass(frozen=True, slots=True)
class Environment:
    """One virtual environment and the lock that it is made from."""

    folder: Path
    lock: Path
    sources: tuple[Path, ...] = ()
    version: Callable[[], str] | None = None
    """Returns the minor version of the Python that it is made with, where this machine has one."""

    @property
    def interpreter(self) -> Python:
        """The Python that it is made with: one of its version, or the one that runs this."""
        return (find_python(self.version()) if self.version else None) or THIS

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / "bin" / "python"

    def recipe(self) -> str:
        """Return a digest of all that the environment is made from."""
        python = self.interpreter
        parts = (str(python.program), python.release, self.lock.read_text(), *map(str, self.sources))
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    @property
    def stamp(self) -> Path:
        """The file that holds the recipe the environment was made from, written last."""
        return self.folder / "certkeeper-recipe"

    def is_current(self) -> bool:
        """Return whether the environment is there and was made from what it would be made from now."""
        return self.python.exists() and self.stamp.exists() and self.stamp.read_text() == self.recipe()


DEVELOPMENT = Environment(ROOT / ".venv", REQUIREMENTS / "development.txt", SOURCES)
EMULATOR = Environment(BUILD / "emulator", REQUIREMENTS / "emulator.txt", version=deployed_version)
"""The emulator runs functions on its own Python, so that is the one that they are deployed to."""
SAM = Environment(BUILD / "sam", REQUIREMENTS / "sam.txt")
BOOTSTRAP = Environment(BUILD / "bootstrap", REQUIREMENTS / "bootstrap.txt")


def make(environment: Environment) -> bool:
    """Make the environment if it is not current; return whether there was anything to do."""
    with setup_lock():
        if environment.is_current():
            return False
        make_bootstrap()
        interpreter = environment.interpreter.program
        if environment.python.resolve() != interpreter:
            run(UV, "venv", "--quiet", "--clear", "--python", interpreter, environment.folder)
        run(UV, "pip", "sync", "--quiet", "--require-hashes", "--python", environment.python, environment.lock)
        _link(environment)
        environment.stamp.write_text(environment.recipe())
        return True


def make_bootstrap() -> None:
    """Install uv with the pip that comes with Python, if it is not there."""
    if BOOTSTRAP.is_current():
        return
    run(INTERPRETER, "-m", "venv", "--clear", BOOTSTRAP.folder)
    run(BOOTSTRAP.python, "-m", "pip", "install", "-qq", "--require-hashes", "--requirement", BOOTSTRAP.lock)
    BOOTSTRAP.stamp.write_text(BOOTSTRAP.recipe())


def _link(environment: Environment) -> None:
    """Make the source of this clone importable: Python reads the lines of a .pth file into its path."""
    if environment.sources:
        (packages,) = environment.folder.glob("lib/python3.*/site-packages")
        (packages / "certkeeper-source.pth").write_text("".join(f"{source}\n" for source in environment.sources))


@contextmanager
def setup_lock() -> Iterator[None]:
    """Hold the lock of the set-up while the block runs; yield nothing.

    Two runs at once would write into one environment.
    """
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "set-up.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def run(*command: str | Path) -> None:
    """Run a command in the repository, with what it should know of the package registry."""
    environment = os.environ | registry_settings()
    subprocess.run([str(part) for part in command], check=True, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL)


def registry_settings() -> dict[str, str]:
    """Return what uv should know of the registry that pip is set up to use: uv does not read pip's settings."""
    question = [str(INTERPRETER), "-m", "pip", "config", "list"]
    answer = subprocess.run(question, capture_output=True, text=True, check=False).stdout
    settings = dict(re.findall(r"^(\S+)='(.*)'$", answer, flags=re.MULTILINE))
    found = {
        name: settings.get(f":env:.{setting}") or settings.get(f"global.{setting}")
        for name, setting in (("UV_DEFAULT_INDEX", "index-url"), ("SSL_CERT_FILE", "cert"))
    }
    return {name: value for name, value in found.items() if value and name not in os.environ}
