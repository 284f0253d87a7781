"""What goes through the pipe between a child and its parent: a sign, then byte strings with their lengths."""

from __future__ import annotations

import os
import select
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_READ_BYTES = 65536
_LENGTH_BYTES = 4


def packed(parts: Iterable[bytes]) -> bytes:
    """All parts in one."""
    return b"".join(len(part).to_bytes(_LENGTH_BYTES, "big") + part for part in parts)


def unpacked(answer: bytes) -> tuple[bytes, ...]:
    """The parts again."""
    parts = []
    while answer:
        end = _LENGTH_BYTES + int.from_bytes(answer[:_LENGTH_BYTES], "big")
        parts.append(answer[_LENGTH_BYTES:end])
        answer = answer[end:]
    return tuple(parts)


def write_all(writing: int, answer: bytes) -> None:
    """Write the length and the answer, however little the pipe takes at a time."""
    message = len(answer).to_bytes(_LENGTH_BYTES, "big") + answer
    while message:
        message = message[os.write(writing, message) :]


def read_all(reading: int, *, seconds: float, most: int) -> bytes:
    """The answer; nothing, if it is late, too long, or cut off because the child was killed."""
    until = time.monotonic() + seconds
    poll = select.poll()
    poll.register(reading, select.POLLIN)
    message = bytearray()
    while len(message) <= most and poll.poll(1000 * max(0.0, until - time.monotonic())):
        read = os.read(reading, _READ_BYTES)
        if not read:
            break
        message += read
    length, answer = message[:_LENGTH_BYTES], bytes(message[_LENGTH_BYTES:])
    return answer if len(answer) == int.from_bytes(length, "big") else b""
