"""`ports.names.NameRules` for names that need no library: ASCII, and a handful of public suffixes."""

from __future__ import annotations

PUBLIC_SUFFIXES = frozenset({"com", "co.uk", "example", "github.io", "org", "test"})


class FakeNameRules:
    """Fulfils `ports.names.NameRules` for ASCII names."""

    def to_a_labels(self, text: str) -> str:
        """See `NameRules.to_a_labels`; the only U-label it knows is bücher."""
        name = text.lower().removesuffix(".").replace("bücher", "xn--bcher-kva")
        if not name.isascii() or ".." in name or not name:
            msg = "not a name"
            raise ValueError(msg)
        return name

    def is_public_suffix(self, name: str) -> bool:
        """See `NameRules.is_public_suffix`."""
        return name in PUBLIC_SUFFIXES
