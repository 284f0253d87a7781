"""Domain names: their A-labels, and which are public suffixes (ADRs 1, 87 and 112)."""

from __future__ import annotations

from typing import Protocol


class NameRules(Protocol):
    """The rules for domain names of IDNA and of the public suffix list."""

    def to_a_labels(self, text: str) -> str:
        """Return the name in a text as A-labels, in lower case without a final dot. A leading `*.` is kept.

        Raises ValueError where the text cannot become such a name.
        """

    def is_public_suffix(self, name: str) -> bool:
        """Return whether the section of ICANN in the public suffix list has exactly this name."""

    def has_public_suffix(self, name: str) -> bool:
        """Return whether a name, in A-labels, ends with a public suffix of ICANN's section."""
