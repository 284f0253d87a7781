"""Compiling what is built with the Python that will run it.

Zip archives lose the times by which Python would recognise a fresh .pyc, and Lambda cannot write what it compiles: a
function whose code is not compiled takes 2.9 times the instructions of a cold start (docs/design/cold-starts.md).
"""

import os
import subprocess
from collections.abc import Iterator, Mapping
from importlib.util import cache_from_source
from pathlib import Path

from infra.layers.target import Target

NOT_FOR_EVERY_PYTHON = ("python/javaobj/v3/",)
"""Modules in wheels that need a newer Python than some runtimes have, and that no function imports."""

ALLOWED = "UNCOMPILED"
"""The variable that allows a build without the Python that compiles it, if it is `1`."""


class NotCompiled(Exception):
    """What was built would start slowly; the text says why and what to do, and is for the person who builds."""


def refuse_uncompiled(target: Target, environment: Mapping[str, str] = os.environ) -> None:
    """Raise NotCompiled where nothing here compiles for the target, unless UNCOMPILED of the environment is `1`."""
    if target.python is None and environment.get(ALLOWED) != "1":
        raise NotCompiled(
            f"There is no Python {target.version} on this machine (searched: PATH, pyenv, uv), and no other version "
            f"compiles code for the runtime python{target.version}. Functions that are not compiled take up to three "
            f"times as long to start. Install it, for instance with `.build/bootstrap/bin/uv python install "
            f"{target.version}`; or choose another runtime with RUNTIME=; or build without compiled code with "
            f"{ALLOWED}=1."
        )


def compile_all(target: Target, folder: Path, mounted: str) -> None:
    """Compile all modules below the folder for the target, never to be checked against their sources.

    `mounted` is the path at which Lambda has the folder, which tracebacks name. Raises NotCompiled where there is no
    Python for it, or where a module cannot be compiled that should be.
    """
    refuse_uncompiled(target)
    if target.python is None:
        return
    mode = ("--invalidation-mode", "unchecked-hash")
    places = ("-s", str(folder), "-p", mounted, str(folder))
    command = (str(target.python), "-m", "compileall", "-qq", "-j", "0", *mode, *places)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if missing := [file for file in _uncompiled(target, folder) if not file.startswith(NOT_FOR_EVERY_PYTHON)]:
        raise NotCompiled(
            f"{target.python} could not compile {len(missing)} modules of {folder.name}, among them {missing[0]}. "
            f"{done.stderr[-2000:]}"
        )


def _uncompiled(target: Target, folder: Path) -> Iterator[str]:
    """The modules, relative to the folder, that have no code of the target's version beside them."""
    tag = f"cpython-{target.version.replace('.', '')}"
    for source in sorted(folder.rglob("*.py")):
        compiled = Path(cache_from_source(source))
        if not compiled.with_name(f"{source.stem}.{tag}.pyc").exists():
            yield source.relative_to(folder).as_posix()
