"""What a layer is built for: a Lambda runtime and architecture, or this machine."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from infra.bootstrap.environments import EMULATOR, INTERPRETER, UV

RUNTIME = "python3.13"
ARCHITECTURE = "arm64"
"""The defaults of template.yaml; a test holds them equal."""

PLATFORMS = {"arm64": "aarch64", "x86_64": "x86_64"}

# The C library of the runtime's operating system: Amazon Linux 2 for python3.11, Amazon Linux 2023 (2.34) since.
OLD_LIBRARY, LIBRARY = "manylinux2014", "manylinux_2_34"


@dataclass(frozen=True, slots=True)
class Target:
    """Which wheels fit, as uv's options say it, and which Python compiles what it will run (None: there is none)."""

    wheels: tuple[str, ...]
    python: Path | None


def host_target() -> Target:
    """Return the target for the local world: this machine, and the Python that the emulator runs functions on."""
    python = EMULATOR.interpreter.program
    return Target(("--python", str(python)), python)


def lambda_target(runtime: str, architecture: str) -> Target:
    """Return the target of a Lambda runtime and architecture, whatever this machine is."""
    version = runtime.removeprefix("python")
    library = OLD_LIBRARY if version == "3.11" else LIBRARY
    wheels = ("--python-version", version, "--python-platform", f"{PLATFORMS[architecture]}-{library}")
    return Target(wheels, _interpreter(version))


def target_of(environment: Mapping[str, str]) -> Target:
    """Return the target that LAMBDA_RUNTIME and LAMBDA_ARCHITECTURE of the environment name.

    `host` for either of them is this machine, for its local world.
    """
    runtime = environment.get("LAMBDA_RUNTIME", RUNTIME)
    architecture = environment.get("LAMBDA_ARCHITECTURE", ARCHITECTURE)
    return host_target() if "host" in {runtime, architecture} else lambda_target(runtime, architecture)


def _interpreter(version: str) -> Path | None:
    """Return a Python of this minor version, which decides the form of compiled code: this one, PATH's, or uv's."""
    programs = (shutil.which(f"python{version}", path=folder) for folder in os.get_exec_path())
    managed = _answer(UV, "python", "find", "--managed-python", "--no-python-downloads", version)
    for program in filter(None, (str(INTERPRETER), *programs, managed)):
        if _answer(program, "-c", "import sys; print('{}.{}'.format(*sys.version_info))") == version:
            return Path(program)
    return None


def _answer(*command: str | Path) -> str:
    """Return what a command printed; nothing if it failed, as a version manager's empty name does."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return "" if done.returncode else done.stdout.strip()
