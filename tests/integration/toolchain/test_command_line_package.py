"""The command line as people install it: a wheel built from the folder, in an environment of its own."""

import os
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest

from infra.bootstrap.environments import INTERPRETER, ROOT, UV, make_bootstrap, registry_settings

SOURCE = ROOT / "cli"
SECONDS = 110


def uv(*arguments: str | Path, **environment: str) -> None:
    """Runs uv with what it should know of the registry."""
    known = os.environ | registry_settings() | environment
    subprocess.run([UV, "--quiet", *map(str, arguments)], env=known, check=True, timeout=SECONDS)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy of the folder, as a clone has it."""
    make_bootstrap()
    folder = tmp_path_factory.mktemp("cli")
    copy = shutil.copytree(SOURCE, folder / "source", ignore=shutil.ignore_patterns("__pycache__"))
    uv("build", "--wheel", "--python", INTERPRETER, "--out-dir", folder, copy)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_all_of_the_package(wheel: Path) -> None:
    """Every file of the source, the page's as well, and nothing else."""
    sources = {
        str(path.relative_to(SOURCE / "src"))
        for path in (SOURCE / "src").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    with ZipFile(wheel) as archive:
        assert {name for name in archive.namelist() if ".dist-info/" not in name} == sources


def test_installed_as_a_tool_it_runs(wheel: Path, tmp_path: Path) -> None:
    """`uv tool install`, then `certkeeper` from any folder, with nothing of this repository in sight."""
    bins, tools = tmp_path / "bin", tmp_path / "tools"
    uv("tool", "install", "--python", INTERPRETER, wheel, UV_TOOL_DIR=str(tools), UV_TOOL_BIN_DIR=str(bins))
    program = bins / "certkeeper"
    nothing = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "AWS_EC2_METADATA_DISABLED": "true"}

    def certkeeper(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [program, *arguments], cwd=tmp_path, env=nothing, capture_output=True, text=True, check=False, timeout=120
        )

    assert certkeeper("--version").stdout.startswith("certkeeper, version ")
    assert "export" in certkeeper("--help").stdout
    assert "_CERTKEEPER_COMPLETE" in certkeeper("completion", "bash").stdout
    refused = certkeeper("list", "--region", "eu-west-1")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("certkeeper: there are no AWS credentials")
