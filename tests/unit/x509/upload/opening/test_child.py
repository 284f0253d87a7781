"""Work in a child: whatever happens in it, the parent lives, learns a code, and learns it in time."""

from __future__ import annotations

import ctypes
import os
import resource
import sys
import time
from itertools import count
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.serialization import pkcs12

from certkeeper.domain.uploads import limits
from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.x509.upload.opening.child import ChildProcess, Confinement
from tests.unit.x509.upload import crafted
from tests.unit.x509.upload.opening.test_pfx import pfx
from tests.unit.x509.upload.uploading import AMPLE_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable

Parts = tuple[bytes, ...]


def refusal_of(work: Callable[[], Parts], *, wall_seconds: float = AMPLE_SECONDS) -> Refusal:
    """Why the work was given up."""
    with pytest.raises(UploadRefusedError) as caught:
        ChildProcess({"work": work}).run("work", confinement=Confinement(wall_seconds))
    return caught.value.refusal


def panic() -> Parts:
    """Make the library panic, as a NUL in a password does."""
    pkcs12.load_pkcs12(pfx(), b"secret\0secret")
    return ()


def spin() -> Parts:
    """Use up the processor."""
    return tuple(bytes(number) for number in count(1) if number < 0)


def sleep() -> Parts:
    """Use up nothing but time."""
    time.sleep(60)
    return ()


def hoard() -> Parts:
    """Ask for more memory than there may be."""
    return (bytes(2 * limits.CHILD_EXTRA_BYTES),)


def crash() -> Parts:
    """Read where nothing is."""
    ctypes.string_at(0)
    return ()


def leave() -> Parts:
    """End in the middle."""
    os._exit(3)


def shout() -> Parts:
    """Say too much."""
    return (bytes(2 * limits.MAX_ANSWER_BYTES),)


def refuse() -> Parts:
    """Find something wrong."""
    raise UploadRefusedError(Refusal.RSA_TOO_LARGE)


def test_what_the_work_returns_comes_back() -> None:
    """Byte strings of any length, also of none."""
    parts = (b"", b"key", bytes(200_000), b"")
    child = ChildProcess({"echo": lambda *received: received})
    assert child.run("echo", *parts, confinement=Confinement(AMPLE_SECONDS)) == parts
    assert child.run("echo", confinement=Confinement(AMPLE_SECONDS)) == ()


@pytest.mark.parametrize(
    ("work", "reason"),
    [
        (panic, Refusal.CONTENT_UNREADABLE),
        (hoard, Refusal.TOO_MUCH_WORK),
        (crash, Refusal.TOO_MUCH_WORK),
        (leave, Refusal.TOO_MUCH_WORK),
        (shout, Refusal.TOO_MUCH_WORK),
        (refuse, Refusal.RSA_TOO_LARGE),
    ],
)
def test_a_child_that_fails_is_a_code(work: Callable[[], Parts], reason: Refusal) -> None:
    """No exception of the child's reaches the parent, and no text of one."""
    assert refusal_of(work) is reason


def processor_seconds() -> float:
    """What children that have ended have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_a_child_that_waits_is_ended_by_its_parent() -> None:
    """It uses no processor, so that only a clock can say."""
    assert refusal_of(sleep, wall_seconds=0.5) is Refusal.TOO_MUCH_WORK


def test_a_child_that_works_on_and_on_is_ended_by_the_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many seconds of processor."""
    monkeypatch.setattr(limits, "CHILD_CPU_SECONDS", 1)
    before = processor_seconds()
    assert refusal_of(spin) is Refusal.TOO_MUCH_WORK
    assert 0.5 < processor_seconds() - before < 2


def test_what_hides_its_rounds_is_ended_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key in an encrypted safe cannot be checked from outside: the child's limit holds then."""
    monkeypatch.setattr(limits, "CHILD_CPU_SECONDS", 1)
    endless = crafted.pfx([], crafted.mac(2**31 - 1))
    before = processor_seconds()
    assert refusal_of(lambda: (str(pkcs12.load_pkcs12(endless, b"x")).encode(),)) is Refusal.TOO_MUCH_WORK
    assert processor_seconds() - before < 2


def test_nothing_that_a_child_says_is_heard(capfd: pytest.CaptureFixture[str]) -> None:
    """Standard output and error end in CloudWatch, and a panic's text holds the password."""

    def talk() -> Parts:
        os.write(1, b"secret")
        os.write(2, b"secret")
        print("secret", file=sys.stderr, flush=True)  # noqa: T201 - this is what must not be heard
        return panic()

    assert refusal_of(talk) is Refusal.CONTENT_UNREADABLE
    assert capfd.readouterr() == ("", "")


def ended_and_not_reaped() -> int:
    """The id of such a child, or 0; other tests may have children that still run."""
    try:
        return os.waitpid(-1, os.WNOHANG)[0]
    except ChildProcessError:
        return 0


def test_nothing_is_left_behind() -> None:
    """No child that waits to be reaped, no open pipe."""
    while ended_and_not_reaped():  # those of tests that ran before
        pass
    descriptors = os.dup(0)
    os.close(descriptors)
    for work in (refuse, leave):
        refusal_of(work)
    again = os.dup(0)
    os.close(again)
    assert again == descriptors
    assert ended_and_not_reaped() == 0
