"""What every test may rely on."""

from __future__ import annotations

import signal

import pytest


@pytest.fixture(scope="session", autouse=True)
def _ctrl_c_reaches_programs() -> None:
    """A shell starts what runs in the background deaf to Ctrl-C, and a deaf process's children are born deaf."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
