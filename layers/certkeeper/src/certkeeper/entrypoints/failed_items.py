"""What the log says of an item of a batch that failed while the others went on."""

from __future__ import annotations

from certkeeper.entrypoints.log import log
from certkeeper.entrypoints.unexpected import described


def log_failed_item(item_id: str, error: Exception) -> None:
    """Logs an item's id with the class and the frames of what it raised, never with the text."""
    log().error("failed, the others go on", extra={"item_id": item_id, **described(error)})
