"""A password file is read as editors save it: its first line, without marks and line ends, and nothing else changed."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkeeper_cli.errors import UsageError
from certkeeper_cli.terminal.passwords import given_password

PASSWORD = " Pässwort Ċ\u0a05 für Łódź 🔑 "
SAVED = {
    "as it is": PASSWORD.encode(),
    "one line end": f"{PASSWORD}\n".encode(),
    "Notepad": b"\xef\xbb\xbf" + f"{PASSWORD}\r\n".encode(),
    "an old Mac's line end": f"{PASSWORD}\r".encode(),
    "Unicode, as Notepad and PowerShell call it": f"{PASSWORD}\r\n".encode("utf-16"),
    "Unicode, big end first": b"\xfe\xff" + f"{PASSWORD}\r\n".encode("utf-16-be"),
    "more lines": f"{PASSWORD}\n\nnot the password\n".encode(),
    "more lines in Unicode": f"{PASSWORD}\nnot the password".encode("utf-16"),
}


@pytest.fixture
def reading(tmp_path: Path) -> Iterator[int]:
    """A descriptor of a file, which is written by its test."""
    path = tmp_path / "password.txt"
    path.touch()
    descriptor = os.open(path, os.O_RDWR)
    yield descriptor
    os.close(descriptor)


def read(content: bytes, descriptor: int) -> str | None:
    """The password of a file with this content."""
    os.truncate(descriptor, 0)
    os.pwrite(descriptor, content, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    return given_password(descriptor)


@pytest.mark.parametrize("content", SAVED.values(), ids=SAVED.keys())
def test_a_file_of_any_editor_has_the_same_password(content: bytes, reading: int) -> None:
    """Blanks at its ends belong to it."""
    assert read(content, reading) == PASSWORD


@given(st.text(st.characters(exclude_characters="\r\n\ufeff", exclude_categories=["Cs"]), max_size=200))
def test_any_password_comes_out_as_it_went_in(password: str) -> None:
    """In either encoding, through a pipe."""
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        out, into = os.pipe()
        os.write(into, f"{password}\r\n".encode(encoding))
        os.close(into)
        assert given_password(out) == password
        os.close(out)


@pytest.mark.parametrize("content", ["Pässwort".encode("latin-1"), b"\xff\xfe\x00"])
def test_another_encoding_is_not_guessed(content: bytes, reading: int) -> None:
    """A password in a wrong encoding would be a wrong password."""
    with pytest.raises(UsageError, match="neither UTF-8 nor UTF-16"):
        read(content, reading)
