"""Parts of a Markdown page: tables, code, and sentences that were not written as Markdown."""

import json
import re
from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(r"[*<>\[\]]|(?<!\w)_|_(?!\w)")


def code(text: str) -> str:
    """Return a text between backticks, which none of the project's words has."""
    return f"`{text}`"


def codes(texts: Iterable[str]) -> str:
    """Return texts between backticks, with commas between them."""
    return ", ".join(map(code, texts))


def prose(text: str) -> str:
    """Return a text in one line, its characters escaped that Markdown would read, but not those between backticks."""
    parts = " ".join(text.split()).split("`")
    return "`".join(part if at % 2 else _SPECIAL.sub(r"\\\g<0>", part) for at, part in enumerate(parts))


def sentence(text: str) -> str:
    """Return a text as a sentence: its first letter is a capital, and a full stop ends it. An empty one stays so."""
    said = prose(text)
    return said[:1].upper() + said[1:] + ("" if said.endswith((".", ":", "?")) else ".") if said else ""


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of columns and rows, or an empty text where there is no row; a bar in a cell is escaped.

    Columns whose cells are all empty are left out.
    """
    filled = [column for column in zip(columns, *rows, strict=True) if any(column[1:])]
    lines = [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in zip(*filled, strict=True)]
    return "\n".join((lines[0], "|---" * len(filled) + "|", *lines[1:])) if lines else ""


def json_block(document: object) -> str:
    """Return a document as a block of JSON."""
    return f"```json\n{json.dumps(document, indent=2, ensure_ascii=False)}\n```"
