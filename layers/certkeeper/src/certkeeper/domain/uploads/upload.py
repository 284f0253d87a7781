"""An upload: what a person sends, and what Certkeeper stores of it.

No repr shows a key or a password: it may be logged.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from certkeeper.domain.certificates.certificate import CertificateFacts
    from certkeeper.domain.uploads.verdicts import Verdicts


class UploadForm(StrEnum):
    """PEM: files, in PEM or DER. PFX: one PKCS#12 file. PASTE: text that a person has pasted."""

    PEM = "pem"
    PFX = "pfx"
    PASTE = "paste"


MAX_FILES = 20
"""The most intermediate certificates of one upload, and the most CA bundles."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One file or text field. `pointer` (RFC 6901) says where it is in the request, `content` are its bytes."""

    pointer: str
    content: bytes = field(repr=False)

    @classmethod
    def of_text(cls, pointer: str, text: str) -> Piece:
        """Return the piece for a JSON string at `pointer`: PEM as text, or a file in base64.

        Lone surrogates are kept.
        """
        return cls(pointer, text.encode("utf-8", "surrogatepass"))


@dataclass(frozen=True, slots=True)
class Upload:
    """Everything that was sent, whatever the form. The content of each piece decides what it is.

    `password` opens whatever is encrypted; None and empty are the same. `expired_allowed` accepts a certificate that
    has expired.
    """

    pieces: tuple[Piece, ...]
    password: str | None = field(default=None, repr=False)
    password_pointer: str = ""
    expired_allowed: bool = False


@dataclass(frozen=True, slots=True)
class SoundUpload:
    """An upload with a key, a certificate and a chain that belong together.

    All are PEM. `chain_pem` leads from the certificate's issuer upwards, without the root; `root_pem` is the root,
    empty where it is not known. `private_key_pem` is PKCS#8 without a password.
    """

    facts: CertificateFacts
    certificate_pem: str
    chain_pem: str
    root_pem: str
    private_key_pem: str = field(repr=False)
    verdicts: Verdicts
