"""The emulator's own source with Certkeeper's patches: a copy of the installed ministack in `.build/ministack`.

The installed one stays as the package registry has it: uv links it to its cache, and tests compare with it.
"""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from infra.bootstrap.environments import BUILD, EMULATOR, ROOT, setup_lock

PATCHES = ROOT / "infra" / "local" / "emulator" / "patches"
PATCHED = BUILD / "ministack"
"""The folder to import the patched `ministack` from."""

STAMP = "certkeeper-recipe"


class PatchRefused(Exception):
    """A patch does not fit the installed ministack; the text names the patch and says what to do."""


def patch_series() -> list[Path]:
    """Return the patches in the order in which they are applied: that of their file names."""
    return sorted(PATCHES.glob("*.patch"))


def installed_ministack() -> Path:
    """Return the folder of the package `ministack` in the emulator's environment."""
    (package,) = EMULATOR.folder.glob("lib/python3.*/site-packages/ministack")
    return package


def make_patched(target: Path = PATCHED) -> bool:
    """Copy ministack to `target` and patch the copy, unless it is current; return whether there was anything to do.

    Raises PatchRefused for a patch that does not apply; then there is no copy.
    """
    with setup_lock():
        recipe = _recipe()
        stamp = target / STAMP
        if stamp.exists() and stamp.read_text() == recipe:
            return False
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(installed_ministack(), target / "ministack", ignore=shutil.ignore_patterns("__pycache__"))
        for patch in patch_series():
            apply_patch(patch, target)
        stamp.write_text(recipe)
        return True


def apply_patch(patch: Path, folder: Path, *options: str) -> None:
    """Apply a patch to the `ministack` in `folder` with `git apply`, which takes `options` such as `--check`.

    Raises PatchRefused where the text to be changed is not there as the patch has it.
    """
    # In a repository git would skip what is outside of it or ignored: here it finds none.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment["GIT_CEILING_DIRECTORIES"] = str(folder.resolve().parent)
    command = ["git", "apply", *options, str(patch)]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PatchRefused(
            f"{patch.name} does not apply to the installed ministack:\n{done.stderr.strip()}\n"
            "Read what the release changed there, then mend the patch, or delete it where it is no longer needed."
        )


def _recipe() -> str:
    """Return a digest of what the copy is made from: the emulator's environment and the patches."""
    digest = hashlib.sha256(EMULATOR.recipe().encode())
    for patch in patch_series():
        digest.update(f"\0{patch.name}\0".encode() + patch.read_bytes())
    return digest.hexdigest()
