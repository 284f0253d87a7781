"""The index of decision records has each record under its topic, and the hand-written text around it stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.generate import decisions
from tools.generate.decisions import PAGE, files

if TYPE_CHECKING:
    from pathlib import Path


def test_the_text_around_the_index_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was between the two marks is written anew."""
    page = tmp_path / "README.md"
    page.write_text("# Records\n\n<!-- index: generated -->\nold\n<!-- /index -->\nend\n")
    monkeypatch.setattr(decisions, "PAGE", page)
    text = files()[page]
    assert text.startswith("# Records\n\n<!-- index: generated -->\n\n## Architecture\n")
    assert text.endswith("|\n\n<!-- /index -->\nend\n")
    assert "old\n<" not in text


def test_a_record_that_is_superseded_links_to_the_one_that_holds() -> None:
    """In the column of its status."""
    assert "| superseded by [80](0080-the-contract-is-pydantics.md) |" in files()[PAGE]


def test_a_page_without_a_place_for_the_index_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the index would be lost without a word."""
    page = tmp_path / "README.md"
    page.write_text("# Records\n")
    monkeypatch.setattr(decisions, "PAGE", page)
    with pytest.raises(ValueError, match=r"README\.md has no place"):
        files()
