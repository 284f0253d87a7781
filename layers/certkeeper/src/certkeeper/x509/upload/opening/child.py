"""Work on hostile content in a child process that can be killed, since the library cannot be interrupted (ADR 40).

What may happen there: minutes of key derivation with the interpreter's lock held, gigabytes of memory, a Rust panic
(which is no Exception, and whose text on standard error holds the password), a crash. None of it reaches the parent.
Pipes carry the requests and the answers, since Lambda has no shared memory; both have bytes only, so that reading them
runs no code.

A fork costs more than opening a file does. So a child whose file opened well is kept for the next file of the same
tenant, and for no other's: what one tenant's file may have done to a child must not see another's password (ADR 109).
"""

from __future__ import annotations

import faulthandler
import os
import resource
import select
import signal
import sys
import threading
import time
import warnings
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from certkeeper.domain.uploads import limits
from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Task = Callable[..., tuple[bytes, ...]]
    """A function from bytes to bytes."""

_DONE, _REFUSED = b"+", b"-"
"""The first byte of an answer: the parts follow, or the code of a refusal."""

_READ_BYTES = 65536
"""The most bytes of one read from a pipe, and of one write to one: what a pipe of Linux holds (pipe(7))."""
_LENGTH_BYTES = 4
"""The bytes of the length before each part, and before a whole message."""
_FIRST_INHERITED = 3
"""The first file descriptor after the three standard streams."""


@dataclass(frozen=True, slots=True)
class Confinement:
    """What holds for the work on one upload: it is killed after `wall_seconds` by the clock.

    A child is kept for the files of one tenant; with None it is kept for none.
    """

    wall_seconds: float = limits.CHILD_WALL_SECONDS
    tenant: str | None = None


ONE_FILE = Confinement()
"""The confinement of a file whose child process is kept for nothing else."""


@dataclass(slots=True)
class _Child:
    """A running child process: its id, its parent's, the ends of its pipes, its tenant, and how many files it opens."""

    process_id: int
    parent_id: int
    requests: int
    answers: int
    tenant: str | None
    files_left: int = limits.MAX_FILES_OF_A_CHILD


class ChildProcess:
    """A process that runs tasks, one at a time; it is forked when it is needed, and killed when it fails."""

    def __init__(self, tasks: Mapping[str, Task]) -> None:
        """`tasks` are all that it can run, by the names by which they are asked for."""
        self._tasks = tasks
        self._lock = threading.Lock()
        self._kept: _Child | None = None

    def run(self, task: str, *arguments: bytes, confinement: Confinement) -> tuple[bytes, ...]:
        """Return what a task, by its name, returns for the arguments.

        Raises UploadRefusedError if the task does, or if it fails, dies, or takes too long.
        """
        with self._lock:
            child = self._ready(confinement.tenant)
            answer = b""
            try:
                answer = _ask(child, _packed((task.encode(), *arguments)), seconds=confinement.wall_seconds)
            finally:
                self._keep_or_end(child, was_opened=answer[:1] == _DONE)
        if answer[:1] == _DONE:
            return _unpacked(answer[1:])
        refusal = Refusal(answer[1:].decode()) if answer[:1] == _REFUSED else Refusal.TOO_MUCH_WORK
        raise UploadRefusedError(refusal)

    def end(self) -> None:
        """End the process that is kept, if there is one."""
        with self._lock:
            if self._kept:
                _end(self._kept)
            self._kept = None

    def _ready(self, tenant: str | None) -> _Child:
        """Return the child that is kept, if it was kept for this tenant and still runs, else a new one."""
        kept, self._kept = self._kept, None
        if kept and kept.tenant == tenant and _runs(kept):
            return kept
        if kept:
            _end(kept)
        return _forked(self._tasks, tenant)

    def _keep_or_end(self, child: _Child, *, was_opened: bool) -> None:
        """Keep a child whose file opened well; one that saw anything else may be damaged."""
        child.files_left -= 1
        if was_opened and child.tenant is not None and child.files_left:
            self._kept = child
        else:
            _end(child)


def _forked(tasks: Mapping[str, Task], tenant: str | None) -> _Child:
    requests, write_requests = os.pipe()
    read_answers, answers = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12: "fork may deadlock"; then it is killed
        process_id = os.fork()
    if process_id == 0:
        _serve(tasks, requests, answers)
    os.close(requests)
    os.close(answers)
    os.set_blocking(write_requests, False)  # a child that reads nothing must not hold up its parent
    return _Child(process_id, os.getpid(), write_requests, read_answers, tenant)


def _runs(child: _Child) -> bool:
    """Whether a child still runs, and is this process's own: a fork of the parent has its pipes, too."""
    if child.parent_id != os.getpid():
        return False
    return os.waitid(os.P_PID, child.process_id, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None


def _end(child: _Child) -> None:
    os.close(child.requests)
    os.close(child.answers)
    if child.parent_id == os.getpid():
        os.kill(child.process_id, signal.SIGKILL)  # not reaped yet, so it cannot be another's id
        os.waitpid(child.process_id, 0)


def _ask(child: _Child, request: bytes, *, seconds: float) -> bytes:
    """Return the answer, or nothing if it is late, too long, or cut off because the child was killed."""
    until = time.monotonic() + seconds
    if not _sent(child.requests, _with_length(request), until):
        return b""
    message = bytearray()
    poll = _polling(child.answers, select.POLLIN)
    while len(message) <= limits.MAX_ANSWER_BYTES and _ready_before(poll, until):
        read = os.read(child.answers, _READ_BYTES)
        if not read:
            break
        message += read
        if len(message) >= _LENGTH_BYTES + int.from_bytes(message[:_LENGTH_BYTES], "big"):
            break
    length, answer = message[:_LENGTH_BYTES], bytes(message[_LENGTH_BYTES:])
    return answer if len(answer) == int.from_bytes(length, "big") else b""


def _sent(pipe: int, message: bytes, until: float) -> bool:
    """Write a message into a pipe that does not block; return whether all of it was taken in time."""
    poll = _polling(pipe, select.POLLOUT)
    while message and _ready_before(poll, until):
        try:
            message = message[os.write(pipe, message[:_READ_BYTES]) :]
        except BrokenPipeError:
            break
    return not message


def _polling(pipe: int, events: int) -> select.poll:
    poll = select.poll()
    poll.register(pipe, events)
    return poll


def _ready_before(poll: select.poll, until: float) -> bool:
    return bool(poll.poll(1000 * max(0.0, until - time.monotonic())))


def _serve(tasks: Mapping[str, Task], requests: int, answers: int) -> NoReturn:
    """Run tasks until the parent asks for no more, and end the process: nothing of the parent may run twice."""
    try:
        _drop_what_is_inherited(requests, answers)
        _set_limits()
        while request := _received(requests):
            _limit_processor()
            _write_all(answers, _with_length(_answer(tasks, request)))
    finally:
        os._exit(0)


def _answer(tasks: Mapping[str, Task], request: bytes) -> bytes:
    """Return the answer to a request, whatever happens."""
    try:
        name, *arguments = _unpacked(request)
        return _DONE + _packed(tasks[name.decode()](*arguments))
    except UploadRefusedError as error:
        return _REFUSED + error.refusal.encode()
    except MemoryError:
        return _REFUSED + Refusal.TOO_MUCH_WORK.encode()
    except BaseException:  # noqa: BLE001 - a panic is no Exception, and its text must not leave
        return _REFUSED + Refusal.CONTENT_UNREADABLE.encode()  # nothing here knows of a password


def _drop_what_is_inherited(*kept: int) -> None:
    """Close the parent's files and connections, forget its environment, and discard whatever is written from here on.

    The environment of a function has its credentials.
    """
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    opened = Path("/dev/fd")  # proc(5); closing all numbers up to the limit could take a thousand million calls
    for descriptor in [int(entry.name) for entry in opened.iterdir()] if opened.exists() else ():
        if descriptor >= _FIRST_INHERITED and descriptor not in kept:
            with suppress(OSError):  # that of the listing itself
                os.close(descriptor)
    sys.stdout = sys.stderr = os.fdopen(1, "w", closefd=False)
    faulthandler.disable()
    os.environ.clear()


def _set_limits() -> None:
    """Limit the core dumps and the memory of this process, and its processor time for all files together."""
    seconds = limits.CHILD_CPU_SECONDS * (limits.MAX_FILES_OF_A_CHILD + 1)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    statistics = Path("/proc/self/statm")  # proc(5): its first number is the size in pages
    if statistics.exists():
        pages = int(statistics.read_text("ascii").split()[0])
        space = pages * resource.getpagesize() + limits.CHILD_EXTRA_BYTES
        resource.setrlimit(resource.RLIMIT_AS, (space, space))


def _limit_processor() -> None:
    """Limit the processor time of the next file: the kernel ends the process after that (SIGXCPU)."""
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    wanted = round(time.process_time()) + limits.CHILD_CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (min(wanted, most), most))


def _with_length(message: bytes) -> bytes:
    return len(message).to_bytes(_LENGTH_BYTES, "big") + message


def _packed(parts: Iterable[bytes]) -> bytes:
    """Return all parts in one text of bytes, each with its length before it."""
    return b"".join(map(_with_length, parts))


def _unpacked(answer: bytes) -> tuple[bytes, ...]:
    """Return the parts of packed bytes."""
    parts = []
    while answer:
        end = _LENGTH_BYTES + int.from_bytes(answer[:_LENGTH_BYTES], "big")
        parts.append(answer[_LENGTH_BYTES:end])
        answer = answer[end:]
    return tuple(parts)


def _received(pipe: int) -> bytes:
    """Return the next message from a pipe that blocks; nothing where the other end is closed."""
    length = int.from_bytes(_read_exactly(pipe, _LENGTH_BYTES), "big")
    return _read_exactly(pipe, length)


def _read_exactly(pipe: int, count: int) -> bytes:
    message = bytearray()
    while len(message) < count:
        read = os.read(pipe, min(_READ_BYTES, count - len(message)))
        if not read:
            return b""
        message += read
    return bytes(message)


def _write_all(pipe: int, message: bytes) -> None:
    """Write a message, however little the pipe takes at a time."""
    while message:
        message = message[os.write(pipe, message) :]
