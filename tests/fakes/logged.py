"""The log, as CloudWatch would get it."""

from __future__ import annotations

import json
from contextlib import contextmanager
from io import StringIO
from typing import TYPE_CHECKING, Any

from certkeeper.entrypoints.log import log

if TYPE_CHECKING:
    from collections.abc import Iterator


class Logged:
    """What was written so far."""

    def __init__(self, stream: StringIO) -> None:
        self._stream = stream

    @property
    def text(self) -> str:
        """All of it."""
        return self._stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        """One dictionary for each line."""
        return [json.loads(line) for line in self.text.splitlines()]


@contextmanager
def captured_log() -> Iterator[Logged]:
    """What is logged within the block."""
    stream = StringIO()
    handler = log().registered_handler
    assert handler is not None
    level = log().log_level  # a test that ran before may have made the logger quieter
    log().setLevel("INFO")
    before = handler.stream  # type: ignore[attr-defined] # a StreamHandler, though it is not typed as one
    handler.setStream(stream)  # type: ignore[attr-defined]
    yield Logged(stream)
    handler.setStream(before)  # type: ignore[attr-defined]
    log().setLevel(level)
