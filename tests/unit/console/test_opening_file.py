"""The file that a browser is started with."""

import os
import re
import stat
import tempfile
from html.parser import HTMLParser
from pathlib import Path

import pytest

from certkeeper_cli.console.opening_file import OpeningFile
from certkeeper_cli.errors import FileError

ADDRESS = "http://127.0.0.1:4711/enter/random1"


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files are made."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_only_its_owner_can_read_it(umask: int) -> None:
    """Whatever the person's umask says, it and its folder are for them alone."""
    before = os.umask(umask)
    try:
        with OpeningFile() as file:
            path = file.write(ADDRESS)
            assert [stat.S_IMODE(one.stat().st_mode) for one in (path, path.parent)] == [0o600, 0o700]
    finally:
        os.umask(before)


def test_it_leads_to_the_address_without_a_script() -> None:
    """By itself and by a link; and the browser says nowhere where it comes from."""
    with OpeningFile() as file:
        text = file.write(ADDRESS).read_text()
    seen: list[dict[str, str | None]] = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            seen.append({"tag": tag, **dict(attrs)})

    Tags().feed(text)
    assert {"tag": "meta", "http-equiv": "refresh", "content": f"0; url={ADDRESS}"} in seen
    assert {"tag": "meta", "name": "referrer", "content": "no-referrer"} in seen
    assert {"tag": "a", "href": ADDRESS} in seen
    assert not re.search(r"script|src=|\bon[a-z]+=", text)


def test_it_is_removed_once_with_its_folder(temporary: Path) -> None:
    """When a browser has entered, and again at the end, which finds nothing; or at the end alone."""
    with OpeningFile() as file:
        file.write(ADDRESS)
        file.remove()
        assert not list(temporary.iterdir())
    with OpeningFile() as file:
        file.write(ADDRESS)
        assert len(list(temporary.iterdir())) == 1
    assert not list(temporary.iterdir())


def test_where_none_is_written_none_is_removed(temporary: Path) -> None:
    """As with --no-browser."""
    with OpeningFile() as file:
        file.remove()
    assert not list(temporary.iterdir())


def test_a_file_that_cannot_be_written_is_explained(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to do next, and without the address."""
    monkeypatch.setattr(tempfile, "tempdir", str(temporary / "missing"))
    with pytest.raises(FileError, match="No such file") as trouble, OpeningFile() as file:
        file.write(ADDRESS)
    assert "--no-browser" in trouble.value.advice
    assert "random1" not in str(trouble.value)
