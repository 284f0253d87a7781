"""Generates the index in docs/adr/README.md from the headers of the decision records."""

import re
from collections.abc import Iterator
from pathlib import Path

from tools.decisions import FOLDER, by_topic, decisions

PAGE = FOLDER / "README.md"
_PLACE = re.compile(r"(<!-- index[^>]*-->\n).*?(<!-- /index -->)", re.DOTALL)


def files() -> dict[Path, str]:
    """Return the page with its index. Raises ValueError where the page has no place for it."""
    index = "\n".join(_lines())
    page, places = _PLACE.subn(lambda place: f"{place[1]}{index}\n{place[2]}", PAGE.read_text(encoding="utf-8"))
    if not places:
        raise ValueError(f"{PAGE.name} has no place for the index: <!-- index --><!-- /index -->")
    return {PAGE: page}


def _lines() -> Iterator[str]:
    links = {each.number: f"[{each.number}]({each.path.name})" for each in decisions()}
    for topic, ones in by_topic():
        yield from ("", f"## {topic[0].upper()}{topic[1:]}", "", "| ADR | decision | status |", "|---|---|---|")
        for each in ones:
            status = re.sub(r"ADR (\d+)", lambda other: links.get(int(other[1]), other[0]), each.status)
            yield f"| {links[each.number]} | {each.title} | {status} |"
    yield ""
