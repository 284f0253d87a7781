"""What a person uploads, and what is kept of it. No repr shows a key or a password: a repr ends in logs."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from certkeeper.domain.certificates.certificate import CertificateFacts
    from certkeeper.domain.uploads.verdicts import Verdicts


class UploadForm(StrEnum):
    """PEM: files, PEM or DER. PFX: one PKCS#12 file. PASTE: what a person pastes."""

    PEM = "pem"
    PFX = "pfx"
    PASTE = "paste"


MAX_FILES = 20
"""Intermediates, and again CA bundles, of one upload."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One file or text field: `pointer` (RFC 6901) says where it stands in the request."""

    pointer: str
    content: bytes = field(repr=False)

    @classmethod
    def of_text(cls, pointer: str, text: str) -> Piece:
        """Return the piece that a JSON string is: PEM as text, or base64 of a file. Half surrogates pass unharmed."""
        return cls(pointer, text.encode("utf-8", "surrogatepass"))


@dataclass(frozen=True, slots=True)
class Upload:
    """All that came, whatever the form: which piece holds what is read from the content.

    `password` opens whatever is encrypted; None and empty behave alike.
    """

    pieces: tuple[Piece, ...]
    password: str | None = field(default=None, repr=False)
    password_pointer: str = ""
    expired_allowed: bool = False


@dataclass(frozen=True, slots=True)
class SoundUpload:
    """An upload whose key, certificate and chain fit together.

    PEM texts; `chain_pem` leads from the leaf's issuer up, without the root; the key is PKCS#8 without a password.
    """

    facts: CertificateFacts
    certificate_pem: str
    chain_pem: str
    root_pem: str
    private_key_pem: str = field(repr=False)
    verdicts: Verdicts
