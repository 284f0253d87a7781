"""The pictures in docs/images are the ones that their Mermaid sources in docs/design make (ADR 90)."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from infra.bootstrap.environments import ROOT
from tools.pictures.sources import FOLDER, PICTURES, Picture

DOCS = ROOT / "docs"


def name(picture: Picture) -> str:
    """Return what the picture is called in the list of tests."""
    return picture.target.stem


@pytest.mark.parametrize("picture", PICTURES, ids=name)
def test_a_committed_picture_is_what_its_source_makes(picture: Picture) -> None:
    """Otherwise the picture shows what was true before the last change; `make pictures` renders it again."""
    assert picture.rendered_digest() == picture.digest()


def test_a_change_of_the_source_is_noticed(tmp_path: Path) -> None:
    """One more arrow is another digest."""
    changed = tmp_path / "changed.mmd"
    changed.write_text(PICTURES[0].source.read_text(encoding="utf-8") + "  cli --> bus\n", encoding="utf-8")
    assert replace(PICTURES[0], source=changed).digest() != PICTURES[0].rendered_digest()


def test_a_picture_that_is_missing_is_noticed(tmp_path: Path) -> None:
    """As is one that another program has made."""
    assert replace(PICTURES[0], target=tmp_path / "missing.svg").rendered_digest() == ""


def test_every_source_and_every_picture_is_listed() -> None:
    """A source that is not listed would be rendered by nobody."""
    assert {picture.source for picture in PICTURES} == {*DOCS.rglob("*.mmd")}
    assert {picture.target for picture in PICTURES} == {*(DOCS / "images").iterdir()}


@pytest.mark.parametrize("picture", PICTURES, ids=name)
def test_a_picture_is_drawn_by_every_viewer(picture: Picture) -> None:
    """With a background of its own, for dark pages; without HTML, scripts and things from elsewhere."""
    svg = picture.target.read_text(encoding="utf-8")
    assert re.search(r'^<svg [^>]*viewBox="[^"]+"[^>]*><rect [^>]*fill="#ffffff"/>', svg)
    assert not re.search(r'<foreignObject|<script|href="(?!#)|@import|url\((?!#)', svg)


@pytest.mark.parametrize("picture", PICTURES, ids=name)
def test_a_page_shows_the_picture_and_links_to_its_source(picture: Picture) -> None:
    """Who wants to change it finds out where."""
    pages = {page: page.read_text(encoding="utf-8") for page in (DOCS / "design").glob("*.md")}
    showing = [page for page, text in pages.items() if f"](../images/{picture.target.name})" in text]
    assert showing
    assert all(f"]({picture.source.name})" in pages[page] for page in showing)


def test_the_lock_file_names_no_registry() -> None:
    """A checksum is enough, wherever the package comes from."""
    lock = json.loads((FOLDER / "package-lock.json").read_text(encoding="utf-8"))
    packages = [entry for path, entry in lock["packages"].items() if path]
    assert packages
    assert all(entry["integrity"].startswith("sha512-") and "resolved" not in entry for entry in packages)
