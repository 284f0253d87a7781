"""Building one layer: its wheels or the source of this clone, without what is not used, and compiled."""

import shutil
import subprocess
from pathlib import Path

from infra.bootstrap.environments import ROOT, UV, run
from infra.layers import botocore_data, root_certificates, unused_modules
from infra.layers.target import Target

NAMES = ("certkeeper", "runtime", "acme")


def build(name: str, target: Target, folder: Path) -> None:
    """Build the layer of that name for a target into the folder, which Lambda mounts at /opt.

    What Python imports is in its folder `python`.
    """
    layer, packages = ROOT / "layers" / name, folder / "python"
    if (requirements := layer / "requirements.txt").exists():
        _install(requirements, target, packages)
    else:
        shutil.copytree(layer / "src", packages, ignore=shutil.ignore_patterns("__pycache__"))
    if (data := packages / "botocore" / "data").exists():
        botocore_data.trim(data)
        root_certificates.trim(packages / "botocore" / "cacert.pem")
        unused_modules.empty(packages)
    _compile(target, folder)


def _install(requirements: Path, target: Target, packages: Path) -> None:
    """Install the locked wheels into the folder, as copies: trimming a hard link would change uv's cache."""
    only_locked = ("--no-deps", "--require-hashes", "--only-binary", ":all:", "--requirements", str(requirements))
    place = ("--link-mode", "copy", "--target", str(packages))
    run(UV, "pip", "install", "--quiet", *only_locked, *place, *target.wheels)
    shutil.rmtree(packages / "bin", ignore_errors=True)
    (packages / ".lock").unlink(missing_ok=True)


def _compile(target: Target, folder: Path) -> None:
    """Compile with the very Python that will run it, never to be checked against the source.

    Zip archives lose the times that Python would check, and Lambda cannot write what it compiles: without this
    a cold start takes 2.9 times the instructions. What a wheel holds for another Python stays as it is.
    """
    if target.python is None:
        wanted = " ".join(target.wheels)
        # To the output, not to the errors: those of a layer's make are not shown by sam.
        print(f"{folder.name} is not compiled, so cold starts are slower: no Python here for {wanted}")
        return
    mode = ("--invalidation-mode", "unchecked-hash")
    command = (
        target.python,
        "-m",
        "compileall",
        "-qq",
        "-j",
        "0",
        *mode,
        "-s",
        folder,
        "-p",
        "/opt",
        folder / "python",
    )
    subprocess.run(command, check=False)
