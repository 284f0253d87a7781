"""The log, as CloudWatch would get it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes.logged import Logged, captured_log

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def logged() -> Iterator[Logged]:
    """The log of one test."""
    with captured_log() as log:
        yield log
