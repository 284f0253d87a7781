"""Work on hostile content in a child process that can be killed, since the library cannot be interrupted (ADR 40).

What may happen there: minutes of key derivation with the interpreter's lock held, gigabytes of memory, a Rust panic
(which is no Exception, and whose text on standard error holds the password), a crash. None of it reaches the parent. A
pipe carries the answer, since Lambda has no shared memory; it has bytes only, so that reading it runs no code.
"""

from __future__ import annotations

import faulthandler
import os
import resource
import select
import signal
import sys
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from certkeeper.domain.uploads import limits
from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


_DONE, _REFUSED = b"+", b"-"
"""The first byte of an answer: the parts follow, or the code of a refusal."""

_READ_BYTES = 65536
"""The most bytes of one read from the pipe."""
_LENGTH_BYTES = 4
"""The bytes of the length before each part, and before the whole answer."""


def run_in_child(
    task: Callable[[], tuple[bytes, ...]], *, wall_seconds: float = limits.CHILD_WALL_SECONDS
) -> tuple[bytes, ...]:
    """Return what `task` returns, run in a child process that is killed after `wall_seconds` by the clock.

    Raises UploadRefusedError if the task does, or if it fails, dies, or takes too long.
    """
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12: "fork may deadlock"; then it is killed
        child = os.fork()
    if child == 0:
        _run_as_child(task, writing)
    os.close(writing)
    try:
        answer = _read_all(reading, seconds=wall_seconds, max_bytes=limits.MAX_ANSWER_BYTES)
    finally:
        os.close(reading)
        os.kill(child, signal.SIGKILL)  # not reaped yet, so it cannot be another's id
        os.waitpid(child, 0)
    if answer[:1] == _DONE:
        return _unpacked(answer[1:])
    refusal = Refusal(answer[1:].decode()) if answer[:1] == _REFUSED else Refusal.TOO_MUCH_WORK
    raise UploadRefusedError(refusal)


def _run_as_child(task: Callable[[], tuple[bytes, ...]], writing: int) -> NoReturn:
    """Run the task and end the process, whatever happens: nothing of the parent may run twice."""
    try:
        _discard_output()
        _set_limits()
        try:
            answer = _DONE + _packed(task())
        except UploadRefusedError as error:
            answer = _REFUSED + error.refusal.encode()
        except MemoryError:
            answer = _REFUSED + Refusal.TOO_MUCH_WORK.encode()
        except BaseException:  # noqa: BLE001 - a panic is no Exception, and its text must not leave
            answer = _REFUSED + Refusal.CONTENT_UNREADABLE.encode()  # nothing here knows of a password
        _write_all(writing, answer)
    finally:
        os._exit(0)


def _discard_output() -> None:
    """Discard everything that is written from here on, through Python's streams or below them."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    sys.stdout = sys.stderr = os.fdopen(nowhere, "w")
    faulthandler.disable()


def _set_limits() -> None:
    """Limit the CPU time, the core dumps and the memory of this process."""
    seconds = limits.CHILD_CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    statistics = Path("/proc/self/statm")  # proc(5): its first number is the size in pages
    if statistics.exists():
        pages = int(statistics.read_text("ascii").split()[0])
        space = pages * resource.getpagesize() + limits.CHILD_EXTRA_BYTES
        resource.setrlimit(resource.RLIMIT_AS, (space, space))


def _packed(parts: Iterable[bytes]) -> bytes:
    """Return all parts in one text of bytes, each with its length before it."""
    return b"".join(len(part).to_bytes(_LENGTH_BYTES, "big") + part for part in parts)


def _unpacked(answer: bytes) -> tuple[bytes, ...]:
    """Return the parts of packed bytes."""
    parts = []
    while answer:
        end = _LENGTH_BYTES + int.from_bytes(answer[:_LENGTH_BYTES], "big")
        parts.append(answer[_LENGTH_BYTES:end])
        answer = answer[end:]
    return tuple(parts)


def _write_all(writing: int, answer: bytes) -> None:
    """Write the length and the answer, however little the pipe takes at a time."""
    message = len(answer).to_bytes(_LENGTH_BYTES, "big") + answer
    while message:
        message = message[os.write(writing, message) :]


def _read_all(reading: int, *, seconds: float, max_bytes: int) -> bytes:
    """Return the answer, or nothing if it is late, too long, or cut off because the child was killed."""
    until = time.monotonic() + seconds
    poll = select.poll()
    poll.register(reading, select.POLLIN)
    message = bytearray()
    while len(message) <= max_bytes and poll.poll(1000 * max(0.0, until - time.monotonic())):
        read = os.read(reading, _READ_BYTES)
        if not read:
            break
        message += read
    length, answer = message[:_LENGTH_BYTES], bytes(message[_LENGTH_BYTES:])
    return answer if len(answer) == int.from_bytes(length, "big") else b""
