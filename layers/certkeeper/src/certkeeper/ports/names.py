"""Domain names: their A-labels, and which are public suffixes (ADRs 1 and 87)."""

from __future__ import annotations

from typing import Protocol


class NameRules(Protocol):
    """The rules for domain names of IDNA and of the public suffix list."""

    def to_a_labels(self, text: str) -> str:
        """Return the name in a text as A-labels, in lower case without a final dot. A leading `*.` is kept.

        It follows IDNA 2008 with the mapping of UTS 46. Raises ValueError where the text is no such name.
        """

    def is_public_suffix(self, name: str) -> bool:
        """Return whether the public suffix list has exactly this name."""
