"""What is built for: a Lambda runtime and architecture, or this machine."""

import platform
from dataclasses import dataclass
from pathlib import Path

from infra.bootstrap.environments import EMULATOR
from infra.bootstrap.pythons import find_python

RUNTIME = "python3.13"
ARCHITECTURE = "arm64"
"""The defaults of template.yaml; a test holds them equal."""

MACHINES = {"arm64": "aarch64", "x86_64": "x86_64"}
"""What the kernel calls the processors of Lambda (`uname -m`); wheels use the same names."""

# The C library of the runtime's operating system: Amazon Linux 2 for python3.11, Amazon Linux 2023 (2.34) since.
OLD_LIBRARY, LIBRARY = "manylinux2014", "manylinux_2_34"


@dataclass(frozen=True, slots=True)
class Target:
    """A Python and a processor to build for.

    `version` is Python's, such as `3.13`, and `machine` the processor as `uname -m` prints it. `wheels` are the options
    of uv for the wheels that fit. `python` compiles what it will run; None: there is none of that version here.
    """

    version: str
    machine: str
    wheels: tuple[str, ...]
    python: Path | None


def host_target() -> Target:
    """Return the target for the local world: this machine, and the Python that the emulator runs functions on."""
    python = EMULATOR.interpreter
    return Target(python.version, platform.machine(), ("--python", str(python.program)), python.program)


def lambda_target(runtime: str, architecture: str) -> Target:
    """Return the target of a Lambda runtime and architecture, whatever this machine is."""
    version, machine = runtime.removeprefix("python"), MACHINES[architecture]
    library = OLD_LIBRARY if version == "3.11" else LIBRARY
    wheels = ("--python-version", version, "--python-platform", f"{machine}-{library}")
    python = find_python(version)
    return Target(version, machine, wheels, python.program if python else None)
