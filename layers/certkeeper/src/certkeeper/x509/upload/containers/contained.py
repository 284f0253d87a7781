"""What an archive or a Secret holds: files with names, of which only the ending means anything."""

from __future__ import annotations

from dataclasses import dataclass, field

_ENDINGS = (".crt", ".cer", ".cert", ".pem", ".der", ".key", ".p7b", ".p7c", ".pfx", ".p12", ".ca-bundle", ".bundle")
"""How files of certificates and keys are named."""


@dataclass(frozen=True, slots=True)
class ContainedFile:
    """One file. The name is what the archive or the Secret says, and never a path of this machine."""

    name: str = field(repr=False)
    content: bytes = field(repr=False)

    @property
    def is_needed(self) -> bool:
        """Whether the file says that it is a certificate or a key, and so may not be left out unread."""
        return self.name.lower().endswith(_ENDINGS) or (b"-----BEGIN " in self.content and not self._is_for_reading)

    @property
    def _is_for_reading(self) -> bool:
        """Whether the file is made for people, who may be shown what a certificate is like."""
        return self.name.lower().endswith((".txt", ".md", ".html", ".htm"))


@dataclass(frozen=True, slots=True)
class Contents:
    """The files of an archive or a Secret. `left_out` counts those that hold neither a certificate nor a key."""

    files: tuple[ContainedFile, ...]
    left_out: int = 0
