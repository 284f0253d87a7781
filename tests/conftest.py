"""Fixtures and settings for every test."""

from __future__ import annotations

import signal

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("searching", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("repeatable", settings.get_profile("searching"), derandomize=True)
settings.load_profile("repeatable")
"""The same examples in every run (ADR 73), so that a run that fails fails again; `make search` finds new ones.

No test is judged by a clock: hypothesis would fail one that took 200 ms on a busy machine.
"""


@pytest.fixture(scope="session", autouse=True)
def _ctrl_c_reaches_programs() -> None:
    """A shell starts what runs in the background deaf to Ctrl-C, and a deaf process's children are born deaf."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
