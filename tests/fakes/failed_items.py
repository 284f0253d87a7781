"""`services.batches.OnFailure` in memory."""

from __future__ import annotations


class FailedItems:
    """Keeps what each item has raised, by the item's id."""

    def __init__(self) -> None:
        self.raised: dict[str, Exception] = {}

    def __call__(self, item_id: str, error: Exception) -> None:
        """See `OnFailure`."""
        self.raised[item_id] = error
