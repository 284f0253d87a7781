"""`cryptography-vectors`, which nobody here wrote, through the reader: the manifest says what and why."""

from __future__ import annotations

import pytest

from certkeeper.domain.uploads.refusals import Refusal
from tests.unit.x509.vectors.manifest import FOLDERS, MANIFEST, SOUND, VECTORS, Group, algorithms, outcome, sample

MAX_PER_REQUEST = 50
"""Files in one test: what is encrypted takes up to 0.1 s each."""


@pytest.mark.parametrize(
    ("group", "files"),
    [
        pytest.param(group, files[start : start + MAX_PER_REQUEST], id=f"{group.expected}: {group.why}")
        for group in MANIFEST
        for files in [sample(group)]
        for start in range(0, len(files), MAX_PER_REQUEST)
    ],
)
def test_each_file_ends_as_the_manifest_says(group: Group, files: tuple[str, ...]) -> None:
    """Sound, or refused with one code: never anything else, and never a dead process."""
    assert {file: outcome(file, group.password) for file in files} == dict.fromkeys(files, group.expected)


def test_the_manifest_names_every_file_once() -> None:
    """A new release of the vectors has to be checked."""
    named = [file for group in MANIFEST for file in group.files]
    there = {
        path.relative_to(VECTORS).as_posix()
        for folder in FOLDERS
        for path in (VECTORS / folder).rglob("*")
        if path.is_file() and path.suffix not in {".py", ".pyc"}
    }
    assert len(named) == len(set(named))
    assert set(named) == there
    assert {group.expected for group in MANIFEST} <= {SOUND, *Refusal}


def test_the_sample_leaves_out_no_algorithm() -> None:
    """Nor any group; what comes without a password is read whole."""
    for group in MANIFEST:
        chosen = sample(group)
        assert chosen
        if group.password is None:
            assert chosen == group.files
        else:
            assert algorithms_of(chosen) == algorithms_of(group.files)


def algorithms_of(files: tuple[str, ...]) -> set[frozenset[bytes]]:
    """What these files are encrypted with."""
    return {algorithms((VECTORS / file).read_bytes()) for file in files}
