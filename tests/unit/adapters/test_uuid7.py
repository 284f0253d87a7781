"""Fresh ids sort by time."""

from __future__ import annotations

import os
from uuid import UUID

from certkeeper.adapters.ids import is_id
from certkeeper.adapters.uuid7 import new_uuid7


def test_a_fresh_id_is_a_version_7_in_canonical_text() -> None:
    """Secrets Manager takes it for a ClientRequestToken (32 to 64 characters)."""
    text = new_uuid7()
    assert UUID(text).version == 7
    assert str(UUID(text)) == text
    assert is_id(text)


def test_ids_sort_as_they_were_made() -> None:
    """Also those of one millisecond."""
    made = [new_uuid7() for _ in range(1000)]
    assert made == sorted(set(made))


def test_a_forked_process_makes_ids_of_its_own() -> None:
    """Uploads fork: the generator's state is copied, and must not be used twice."""
    new_uuid7()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.write(writing, " ".join(new_uuid7() for _ in range(100)).encode())
        os._exit(0)
    os.close(writing)
    mine = {new_uuid7() for _ in range(100)}
    with os.fdopen(reading) as pipe:
        theirs = set(pipe.read().split())
    os.waitpid(child, 0)
    assert len(theirs) == 100
    assert not mine & theirs
    assert {one[-12:] for one in mine}.isdisjoint(one[-12:] for one in theirs)
