"""The size of a log line: whatever is logged, it is one JSON object that CloudWatch Logs does not cut (ADR 101)."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_LINE_BYTES = 200_000
"""The longest line. CloudWatch Logs took 256 KB as one event for years and takes 1 MB today ("CloudWatch Logs quotas");
what is longer comes in pieces, which are no JSON."""
MAX_ITEMS = 50
"""The most entries of one list or object in a line that is too long."""
MAX_CHARACTERS = 1_000
"""The most characters of one text in a line that is too long."""
KEPT = ("level", "location", "message", "timestamp", "service", "correlation_id", "item_id", "error")
"""Fields that are left of a line that is still too long when each list and text is cut."""
KEPT_CHARACTERS = 200
"""The most characters of each of them."""


def as_line(document: Mapping[str, Any], max_bytes: int = MAX_LINE_BYTES) -> str:
    """Return a document as JSON in ASCII, in one line of at most `max_bytes`, which must be 20,000 or more.

    Of one that is longer, texts, lists and objects are cut, then all but a few fields are left out. What was cut says
    so in its place, and the field `cut` says how long the line was.
    """
    line = _json(document)
    if len(line) <= max_bytes:
        return line
    cut = {"cut": f"this line was shortened: it had {len(line)} bytes"}
    shorter = _json({**_shortened(document), **cut})
    if len(shorter) <= max_bytes:
        return shorter
    left = {name: str(document[name])[:KEPT_CHARACTERS] for name in KEPT if name in document}
    return _json({**left, **cut})


def _json(document: object) -> str:
    """Return JSON in ASCII, so that its length is its size in bytes; what JSON has no form for is written as a text."""
    return json.dumps(document, default=str, separators=(",", ":"))


def _shortened(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, dict):
        kept = {str(name)[:KEPT_CHARACTERS]: _shortened(each) for name, each in islice(value.items(), MAX_ITEMS)}
        return kept | ({"cut": f"{len(value) - MAX_ITEMS} more"} if len(value) > MAX_ITEMS else {})
    if isinstance(value, list | tuple | set | frozenset):
        kept_items = [_shortened(each) for each in islice(value, MAX_ITEMS)]
        return kept_items + ([f"{len(value) - MAX_ITEMS} more are cut"] if len(value) > MAX_ITEMS else [])
    if isinstance(value, int | float | None):
        return value
    text = str(value)
    return f"{text[:MAX_CHARACTERS]} ... {len(text) - MAX_CHARACTERS} more" if len(text) > MAX_CHARACTERS else text
