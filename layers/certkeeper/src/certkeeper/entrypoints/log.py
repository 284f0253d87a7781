"""The log: JSON lines by Powertools, each of a size that CloudWatch takes as one event (ADR 101).

Events, bodies and texts of exceptions are never written to it.
"""

from __future__ import annotations

import json
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.logging import Logger

from certkeeper.entrypoints.unexpected import error_fields

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
ITEMS_PER_LINE = 50
"""How many ids of what a run has done stand in one line."""


@cache
def log() -> Logger:
    """Return the function's logger.

    Its service name and its level come from POWERTOOLS_SERVICE_NAME and POWERTOOLS_LOG_LEVEL. No line is longer than
    MAX_LINE_BYTES.
    """
    return Logger(use_rfc3339=True, json_serializer=as_line)


def log_run(done: Mapping[str, Any]) -> None:
    """Log what a run has done: first the ids of each list in `done`, ITEMS_PER_LINE in a line, then one line of counts.

    The lines of a list are called `run finished: ` and the name of its field. Each says which of how many it begins
    with, so that a person sees whether a line is missing.
    """
    lists = {name: value for name, value in done.items() if isinstance(value, list | tuple)}
    for name, items in lists.items():
        for first in range(0, len(items), ITEMS_PER_LINE):
            part = items[first : first + ITEMS_PER_LINE]
            log().info("run finished: %s", name, extra={"ids": part, "first": first + 1, "of": len(items)})
    log().info("run finished", extra={**done, **{name: len(items) for name, items in lists.items()}})


def log_failed_item(item_id: str, error: Exception) -> None:
    """Log the id of an item with the class and the frames of the error that it raised, never with the text."""
    log().error("failed, the others go on", extra={"item_id": item_id, **error_fields(error)})


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
