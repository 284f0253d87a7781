"""What is built for Lambda: it can be imported there and says where it cannot, and its libraries can be loaded."""

from __future__ import annotations

import platform
import re
import subprocess
import sys
from pathlib import Path

import pytest

from infra.bootstrap.pythons import THIS
from infra.layers.build import FUNCTIONS, LAYERS, MARK, NAMES, build
from infra.layers.compiling import ALLOWED
from infra.layers.target import MACHINES, RUNTIME, Target, lambda_target
from tests.architecture.deployed import functions

ELF_MACHINES = {"aarch64": 0xB7, "x86_64": 0x3E}
"""e_machine of an ELF header, its bytes 18 and 19 (ELF specification, "ELF header")."""

NEWEST_GLIBC = 34
"""Amazon Linux 2023 has glibc 2.34 (https://docs.aws.amazon.com/linux/al2023/ug/core-glibc.html)."""

IMPORT_ALL = """
import importlib, os, sys
code, layers, *modules = sys.argv[1:]
sys.path[:0] = [code, *layers.split(os.pathsep)]
for module in modules:
    assert callable(importlib.import_module(module).handler), module
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The default runtime's artifacts by processor (`uname -m`), not compiled: that would take most of the time."""
    folders = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ALLOWED, "1")
        for architecture, machine in MACHINES.items():
            chosen = lambda_target(RUNTIME, architecture)
            target = Target(chosen.version, chosen.machine, chosen.wheels, python=None)
            folders[machine] = tmp_path_factory.mktemp(machine)
            for name in NAMES:
                build(name, target, folders[machine] / name)
    return folders


@pytest.mark.parametrize("machine", ELF_MACHINES)
def test_every_library_is_for_the_processor_and_no_newer_system(built: dict[str, Path], machine: str) -> None:
    """By the libraries themselves: what a wheel is called is what its author says."""
    libraries = [file for file in built[machine].rglob("*") if file.suffix == ".so" or ".so." in file.name]
    assert len(libraries) > 10
    for library in libraries:
        content = library.read_bytes()
        assert content[:4] == b"\x7fELF", library
        assert int.from_bytes(content[18:20], "little") == ELF_MACHINES[machine], library
        wanted = {int(minor) for minor in re.findall(rb"GLIBC_2\.(\d+)", content)}
        assert max(wanted, default=0) <= NEWEST_GLIBC, library


@pytest.mark.parametrize("machine", ELF_MACHINES)
def test_every_artifact_says_what_it_was_built_for(built: dict[str, Path], machine: str) -> None:
    """For whoever downloads it from Lambda."""
    said = {(built[machine] / name / MARK).read_text(encoding="ascii") for name in NAMES}
    assert said == {f"Python {RUNTIME.removeprefix('python')} on {machine}\n"}


def test_all_functions_can_be_imported_on_the_default_runtime(built: dict[str, Path]) -> None:
    """With nothing but the standard library and their layers."""
    python = lambda_target(RUNTIME, "x86_64").python
    if python is None or platform.machine() not in built:
        pytest.skip(f"this machine has no Python {RUNTIME.removeprefix('python')} that Lambda has, too")
    folder = built[platform.machine()]
    for acme in (False, True):
        names = LAYERS if acme else ("runtime",)
        layers = ":".join(str(folder / name / "python") for name in names)
        modules = [each.module for each in functions() if ("AcmeLayer" in each.layers) == acme]
        assert modules
        command = [str(python), "-I", "-S", "-B", "-c", IMPORT_ALL, str(folder / FUNCTIONS), layers, *modules]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env={})
        assert done.returncode == 0, done.stderr


def test_code_that_runs_where_it_was_not_built_for_says_so(built: dict[str, Path]) -> None:
    """Before anything is imported that could fail in a way that nobody understands."""
    machine = next(each for each in built if each != platform.machine())
    program = "import sys; sys.path.insert(0, sys.argv[1]); import functions.issuance.open_order.app"
    command = [sys.executable, "-I", "-S", "-B", "-c", program, str(built[machine] / FUNCTIONS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={})
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        f"ImportError: Certkeeper was built for Python {RUNTIME.removeprefix('python')} on {machine} and cannot run on "
        f"Python {THIS.version} on {platform.machine()}. Deploy with `make deploy`, which builds for the runtime and "
        "the architecture of the stack."
    )
