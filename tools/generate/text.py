"""Composing a file from parts, by text: a line `# compose: NAME` is the place of the block of that name."""

import re
from collections.abc import Mapping
from textwrap import indent

_PLACE = re.compile(r"^( *)# compose: (.+)\n", re.MULTILINE)


def compose(text: str, blocks: Mapping[str, str]) -> str:
    """The text with each block in its place, indented like its line, and no line where a block is empty.

    Raises ValueError for a place that no block is for.
    """

    def block(place: re.Match[str]) -> str:
        if place[2] not in blocks:
            raise ValueError(f"there is no {place[2]!r} to compose; there are {', '.join(sorted(blocks))}")
        return indent(compose(blocks[place[2]], blocks), place[1])

    return _PLACE.sub(block, text)


def places(text: str) -> list[str]:
    """The names of the blocks that a text has places for."""
    return [name for _, name in _PLACE.findall(text)]


def heading(source: object) -> str:
    """A comment over the lines that come from one place."""
    return f"# -- {source} ".ljust(112, "-") + "\n"
