"""Building one artifact: the functions' code, or a layer of wheels without what is not used; all of it compiled."""

import shutil
from pathlib import Path

from infra.bootstrap.environments import ROOT, UV, run
from infra.layers import botocore_data, root_certificates, unused_modules
from infra.layers.compiling import compile_all
from infra.layers.functions import copy_code
from infra.layers.target import Target

FUNCTIONS = "functions"
LAYERS = ("runtime", "acme")
NAMES = (FUNCTIONS, *LAYERS)

MARK = "built-for.txt"
"""The file in each artifact that says for which Python and processor it was built."""

STRAY = ("python/tests",)
"""What a wheel brings by mistake beside its own modules: pyjks, its tests."""


def build(name: str, target: Target, folder: Path) -> None:
    """Build the artifact of that name for a target into the folder, which Lambda mounts.

    Raises NotCompiled where it cannot be compiled.
    """
    if name == FUNCTIONS:
        copy_code(target, folder)
    else:
        _fill_layer(name, target, folder)
    (folder / MARK).write_text(f"Python {target.version} on {target.machine}\n", encoding="ascii")
    compile_all(target, folder, "/var/task" if name == FUNCTIONS else "/opt")


def _fill_layer(name: str, target: Target, folder: Path) -> None:
    """Install the layer's wheels into its folder `python`, from which functions import, and cut them down."""
    packages = folder / "python"
    _install(ROOT / "layers" / name / "requirements.txt", target, packages)
    for stray in STRAY:
        shutil.rmtree(folder / stray, ignore_errors=True)
    if (data := packages / "botocore" / "data").exists():
        botocore_data.trim(data)
        root_certificates.trim(packages / "botocore" / "cacert.pem")
        unused_modules.empty(packages)


def _install(requirements: Path, target: Target, packages: Path) -> None:
    """Install the locked wheels into the folder, as copies: trimming a hard link would change uv's cache."""
    only_locked = ("--no-deps", "--require-hashes", "--only-binary", ":all:", "--requirements", str(requirements))
    place = ("--link-mode", "copy", "--target", str(packages))
    run(UV, "pip", "install", "--quiet", *only_locked, *place, *target.wheels)
    shutil.rmtree(packages / "bin", ignore_errors=True)
    (packages / ".lock").unlink(missing_ok=True)
