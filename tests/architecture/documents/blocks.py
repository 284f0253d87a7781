"""The blocks of commands in the documents, and how each says that it is held.

A block of commands is a fence of the language `sh`. An HTML comment on the line before it says how it is held; no
reader of a code host or of the site sees it:

- `<!-- run -->`: a test runs it against the local world; only in docs/guide. `<!-- run: exit status 3 -->`: and its
  last command ends so. `<!-- run: records set -->`: after the records are set that the page's open orders wait for.
- `<!-- needs AWS -->` and `<!-- not run: reason -->`: only its form is checked.
- no comment: each of its commands is run by a test elsewhere, or has the form of one that is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt

from infra.bootstrap.environments import ROOT
from tools.generate import MARK

COMMANDS = "sh"
MARKER = re.compile(r"<!-- (?P<how>run|needs AWS|not run)(?:: (?P<what>[^<>]+))? -->")
EXIT_STATUS = re.compile(r"exit status (\d+)")
RECORDS_SET = "records set"


@dataclass(frozen=True, slots=True)
class Block:
    """One fence. `line` is that of its first command; `how` and `what` are of the comment before it, or empty."""

    document: Path
    line: int
    language: str
    text: str
    how: str = ""
    what: str = ""

    @property
    def place(self) -> str:
        """The document and the line, for the reader of a failed test."""
        return f"{self.document}:{self.line}"

    @property
    def runs(self) -> bool:
        """Whether the local world runs it."""
        return self.how == "run"

    @property
    def exit_status(self) -> int:
        """How its last command ends."""
        found = EXIT_STATUS.fullmatch(self.what) if self.runs else None
        return int(found[1]) if found else 0

    def commands(self) -> list[str]:
        """Return its commands: continued lines are joined, and comments and empty lines left out."""
        joined = self.text.replace("\\\n", " ")
        return [line.strip() for line in joined.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def blocks_of(document: Path, text: str) -> Iterator[Block]:
    """Yield every fence of a document's text, whatever its language."""
    before = ""
    for token in MarkdownIt("commonmark").parse(text):
        if token.type == "fence":
            marker = MARKER.fullmatch(before)
            line = (token.map or [0])[0] + 2
            how, what = (marker["how"], marker["what"] or "") if marker else ("", before)
            yield Block(document, line, token.info.strip(), token.content, how, what)
        before = token.content.strip().rpartition("\n")[2] if token.type == "html_block" else ""


@cache
def documents() -> tuple[Path, ...]:
    """Return the documents that people write for readers, relative to the root: no decision, change log, reference."""
    found = [*ROOT.glob("*.md"), ROOT / "cli" / "README.md", *(ROOT / "docs").rglob("*.md")]
    left_out = (ROOT / "CHANGELOG.md", ROOT / "docs" / "adr")
    return tuple(
        path.relative_to(ROOT)
        for path in sorted(found)
        if not path.is_relative_to(left_out[1])
        and path != left_out[0]
        and MARK not in path.read_text(encoding="utf-8").partition("\n")[0]
    )


@cache
def blocks() -> tuple[Block, ...]:
    """Return every fence of every document."""
    return tuple(block for path in documents() for block in blocks_of(path, (ROOT / path).read_text(encoding="utf-8")))
