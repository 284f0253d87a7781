"""Handing a certificate out: the forms, the password that protects a key, and a file name that is safe anywhere."""

import re
from enum import StrEnum

from certkeeper.domain.violations import Violation

FEWEST_PASSWORD_CHARACTERS = 12
MOST_PASSWORD_CHARACTERS = 128

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_MOST_STEM_CHARACTERS = 64
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
"""Names of devices, which Windows does not take as files whatever their suffix."""


class ExportFormat(StrEnum):
    """PFX and PFX_LEGACY are PKCS#12; PEM a zip of four files; P7B, DER and TRUSTSTORE have public parts only."""

    PFX = "pfx"
    PFX_LEGACY = "pfx_legacy"
    PEM = "pem"
    JKS = "jks"
    TRUSTSTORE = "truststore"
    DER = "der"
    P7B = "p7b"


_SUFFIXES = {
    ExportFormat.PFX: ".pfx",
    ExportFormat.PFX_LEGACY: ".pfx",
    ExportFormat.PEM: ".zip",
    ExportFormat.JKS: ".jks",
    ExportFormat.TRUSTSTORE: ".truststore.jks",
    ExportFormat.DER: ".cer",
    ExportFormat.P7B: ".p7b",
}


def file_stem(name: str) -> str:
    """The certificate's name as a file name without a suffix: ASCII letters, digits, dots and hyphens."""
    stem = _UNSAFE.sub("-", name.replace("*", "wildcard"))[:_MOST_STEM_CHARACTERS].strip(".-_")
    is_unusable = not stem or stem.lower().partition(".")[0] in _RESERVED
    return f"certificate-{stem}".rstrip("-") if is_unusable else stem


def file_name(name: str, export_format: ExportFormat) -> str:
    """The name under which an export is saved."""
    return file_stem(name) + _SUFFIXES[export_format]


def password_violation(password: str, pointer: str) -> Violation | None:
    """Why a password cannot protect a private key, or None where it can."""
    if not FEWEST_PASSWORD_CHARACTERS <= len(password) <= MOST_PASSWORD_CHARACTERS:
        detail = f"a password has {FEWEST_PASSWORD_CHARACTERS} to {MOST_PASSWORD_CHARACTERS} characters"
        return Violation(pointer, "password_length", detail)
    if not password.isprintable():
        return Violation(pointer, "password_characters", "a password has printable characters only")
    return None
