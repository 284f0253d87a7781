"""The programs of this folder: run by Node.js with packages from npm, as the lock pins them."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from infra.bootstrap import npm
from infra.bootstrap.environments import BUILD
from infra.bootstrap.unavailable import Unavailable

SOURCES = Path(__file__).parent
INSTALLED = BUILD / "second-interpreter"
VALIDATE, WALK = "validate.mjs", "walk.mjs"
MAX_SECONDS = 120


def run(program: str, document: object) -> Any:  # noqa: ANN401 - any JSON value
    """What a program answers to a document.

    Without Node.js the test that asks is skipped, and with CI=true it fails (Unavailable).
    """
    try:
        npm.install(SOURCES, INSTALLED, VALIDATE, WALK)
    except Unavailable as reason:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(reason))
    done = subprocess.run(
        [npm.node(), str(INSTALLED / program)],
        input=json.dumps(document),
        capture_output=True,
        text=True,
        timeout=MAX_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
