"""A child process that is kept: for files of one tenant, as long as nothing went wrong (ADR 109)."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from certkeeper.domain.uploads import limits
from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.x509.upload.opening.child import ChildProcess, Confinement
from tests.unit.x509.upload.uploading import AMPLE_SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator

SHOP, BANK, NOBODY = (Confinement(AMPLE_SECONDS, tenant) for tenant in ("shop", "bank", None))


def process_id() -> tuple[bytes, ...]:
    """Return the child's id."""
    return (str(os.getpid()).encode(),)


def refuse() -> tuple[bytes, ...]:
    """Find something wrong with a file."""
    raise UploadRefusedError(Refusal.CURVE)


def leave() -> tuple[bytes, ...]:
    """End in the middle."""
    os._exit(3)


def say_more() -> tuple[bytes, ...]:
    """Answer, and say more: the rest would be taken for the answer about the next file."""
    for descriptor in range(3, 64):
        with suppress(OSError):
            os.write(descriptor, b"\0\0\0\1+" + b"\0\0\0\1+")
    return ()


def seen(*paths: bytes) -> tuple[bytes, ...]:
    """Return the environment, and which of the files are open here."""
    opened = {os.path.realpath(f"/dev/fd/{name}") for name in os.listdir("/dev/fd")}  # noqa: PTH208
    return (repr(dict(os.environ)).encode(), *(path for path in paths if path.decode() in opened))


@pytest.fixture
def child() -> Iterator[ChildProcess]:
    """One that runs the tasks of this module."""
    made = ChildProcess({task.__name__: task for task in (process_id, refuse, leave, say_more, seen)})
    yield made
    made.end()


def id_of(child: ChildProcess, confinement: Confinement = SHOP) -> int:
    """The id of the process that runs the next task."""
    return int(child.run("process_id", confinement=confinement)[0])


def test_files_of_one_tenant_are_opened_in_one_process(child: ChildProcess) -> None:
    """A fork for each takes longer than the file."""
    assert id_of(child) == id_of(child) != os.getpid()


@pytest.mark.parametrize("other", [BANK, NOBODY])
def test_files_of_others_are_opened_in_another(child: ChildProcess, other: Confinement) -> None:
    """What one tenant's file has done to the process must not see another's password."""
    assert len({id_of(child), id_of(child, other), id_of(child)}) == 3


def test_a_process_for_no_tenant_is_kept_for_nobody(child: ChildProcess) -> None:
    """Nobody is no tenant."""
    assert id_of(child, NOBODY) != id_of(child, NOBODY)


@pytest.mark.parametrize("task", ["refuse", "leave", "say_more", "no such task"])
def test_a_process_that_did_anything_but_open_a_file_is_not_used_again(child: ChildProcess, task: str) -> None:
    """It may be damaged."""
    before = id_of(child)
    with pytest.raises(UploadRefusedError):
        child.run(task, confinement=SHOP)
    assert id_of(child) != before


def test_a_process_opens_a_bounded_number_of_files(child: ChildProcess) -> None:
    """So that nothing stays in it for ever."""
    ids = [id_of(child) for _ in range(2 * limits.MAX_FILES_OF_A_CHILD)]
    assert [ids.count(each) for each in dict.fromkeys(ids)] == [limits.MAX_FILES_OF_A_CHILD] * 2


def test_a_process_that_has_died_meanwhile_is_replaced(child: ChildProcess) -> None:
    """The kernel may have ended it, for want of memory."""
    before = id_of(child)
    os.kill(before, signal.SIGKILL)
    os.waitid(os.P_PID, before, os.WEXITED | os.WNOWAIT)
    assert id_of(child) != before


def test_a_process_that_takes_no_request_does_not_hold_up_its_parent(child: ChildProcess) -> None:
    """It is ended like one that does not answer."""
    before = id_of(child)
    os.kill(before, signal.SIGSTOP)
    with pytest.raises(UploadRefusedError) as caught:
        child.run("seen", bytes(limits.MAX_FILE_BYTES), confinement=Confinement(0.2, "shop"))
    assert caught.value.refusal is Refusal.TOO_MUCH_WORK
    assert id_of(child) != before


def test_a_fork_of_the_parent_has_a_process_of_its_own(child: ChildProcess) -> None:
    """Two parents on one pair of pipes would read each other's keys."""
    before = id_of(child)
    reading, writing = os.pipe()
    if not (forked := os.fork()):
        try:
            os.write(writing, str(id_of(child)).encode())
            child.end()
        finally:
            os._exit(0)
    os.waitpid(forked, 0)
    assert int(os.read(reading, 16)) != before
    assert id_of(child) == before
    os.close(reading)
    os.close(writing)


def test_a_process_has_neither_the_credentials_nor_the_connections_of_its_parent(
    child: ChildProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lambda hands a function's credentials over in its environment."""
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "canary")
    with open(__file__, encoding="utf-8"):  # noqa: PTH123 - any open file
        environment, *opened = child.run("seen", os.path.realpath(__file__).encode(), confinement=SHOP)
    assert environment == b"{}"
    assert opened == []
