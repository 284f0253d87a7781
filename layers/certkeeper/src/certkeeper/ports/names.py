"""Names: A-labels, and what is a public suffix."""

from __future__ import annotations

from typing import Protocol


class NameRules(Protocol):
    """What libraries know of domain names."""

    def to_a_labels(self, text: str) -> str:
        """IDNA 2008 (UTS 46 mapping), lower case, without a final dot; a leading `*.` is kept. Raises ValueError."""

    def is_public_suffix(self, name: str) -> bool:
        """Whether the public suffix list has exactly this name."""
