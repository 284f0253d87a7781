"""All of `cryptography-vectors`, which nobody here wrote, through the reader: the manifest says what and why."""

from __future__ import annotations

import pytest

from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from tests.unit.x509.upload.reading import read
from tests.unit.x509.vectors.manifest import FOLDERS, MANIFEST, SOUND, VECTORS, Group

MOST_IN_ONE = 50
"""Files in one test: what is encrypted takes up to 0.1 s each."""


@pytest.mark.parametrize(
    ("group", "files"),
    [
        pytest.param(group, group.files[start : start + MOST_IN_ONE], id=f"{group.expected}: {group.why}")
        for group in MANIFEST
        for start in range(0, len(group.files), MOST_IN_ONE)
    ],
)
def test_each_file_ends_as_the_manifest_says(group: Group, files: tuple[str, ...]) -> None:
    """Sound, or refused with one code: never anything else, and never a dead process."""
    assert {file: outcome(file, group.password) for file in files} == dict.fromkeys(files, group.expected)


def test_the_manifest_names_every_file_once() -> None:
    """A new release of the vectors has to be looked at."""
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


def outcome(file: str, password: str | None) -> str:
    """What the reader says of a file that is uploaded alone."""
    try:
        read((VECTORS / file).read_bytes(), password=password, expired_allowed=True)
    except UploadRefusedError as error:
        return error.refusal.value
    return SOUND
