"""The functions' code and the layers for this machine, in `.build/layers/<name>`.

They are built again only when what they are made of has changed.
"""

import hashlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from infra.bootstrap.environments import BUILD, EMULATOR, ROOT, make_bootstrap, setup_lock
from infra.layers.build import FUNCTIONS, NAMES, build
from infra.layers.functions import SOURCES
from infra.layers.target import host_target

LAYERS = BUILD / "layers"


def layers() -> Path:
    """Build what is not current, and return the folder that has the functions' code and each layer in a folder."""
    LAYERS.mkdir(parents=True, exist_ok=True)
    with setup_lock():
        make_bootstrap()
        for name in NAMES:
            _ensure(name)
    return LAYERS


def _ensure(name: str) -> None:
    """Build beside and swap, so that a half-built layer never stands in the place of one."""
    folder, stamp = LAYERS / name, LAYERS / f"{name}.recipe"
    recipe = _recipe(name)
    if folder.exists() and stamp.exists() and stamp.read_text() == recipe:
        return
    unfinished = LAYERS / f".{name}-{os.getpid()}"
    build(name, host_target(), unfinished)
    shutil.rmtree(folder, ignore_errors=True)
    unfinished.rename(folder)
    stamp.write_text(recipe)


def _recipe(name: str) -> str:
    """Return a digest of the sources, of how they are built, and of the Python that is built for."""
    sources = SOURCES if name == FUNCTIONS else (ROOT / "layers" / name,)
    digest = hashlib.sha256(f"{EMULATOR.interpreter.release}\0{host_target()}".encode())
    for file in sorted((*_files(sources), *Path(__file__).parent.glob("*.py"))):
        digest.update(f"\0{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def _files(folders: Iterable[Path]) -> list[Path]:
    """The files below the folders that are built from; compiled code is not."""
    found = (file for folder in folders for file in folder.rglob("*"))
    return [file for file in found if file.is_file() and file.suffix != ".pyc"]
