"""Exports: the formats and what each holds, the password, the file's name, and the record of who took it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from certkeeper.domain.certificates.aliases import alias_of, alias_violation
from certkeeper.domain.errors import Violation
from certkeeper.domain.uploads.verdicts import Remark

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

MIN_PASSWORD_CHARACTERS = 12
"""The fewest characters of an export's password: more than NIST SP 800-63B's 8, because a file is attacked offline."""
MAX_PASSWORD_CHARACTERS = 128
"""The most characters of an export's password, which every program that reads these formats takes."""
MAX_VERSIONS = 999_999
"""The highest number of a version: rows have it in their keys, with six digits."""

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_MAX_STEM_CHARACTERS = 64
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})
"""Names of devices, which Windows does not accept as file names, whatever their suffix."""


class ExportFormat(StrEnum):
    """The kind of file; `FORMATS` says what each holds and needs."""

    PEM = "pem"
    PFX = "pfx"
    PFX_LEGACY = "pfx_legacy"
    JKS = "jks"
    TRUSTSTORE = "truststore"
    DER = "der"
    P7B = "p7b"


class ExportPart(StrEnum):
    """One file of the format `pem`; `PARTS` says what each holds and needs."""

    FULL_CHAIN = "fullchain"
    CERTIFICATE = "certificate"
    CHAIN = "chain"
    PRIVATE_KEY = "private_key"


class PasswordUse(StrEnum):
    """REQUIRED: it encrypts the private key. OPTIONAL: the file can be made without one. NONE: the file has none."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: its suffix, media type and label, its password, whether it holds the private key and an alias."""

    suffix: str
    media_type: str
    label: str
    password: PasswordUse
    with_key: bool = False
    with_alias: bool = False


FORMATS: Mapping[ExportFormat, FileKind] = {
    ExportFormat.PEM: FileKind(
        ".zip",
        "application/zip",
        "PEM, all files in a zip (nginx, Apache, most others)",
        PasswordUse.OPTIONAL,
        with_key=True,
    ),
    ExportFormat.PFX: FileKind(
        ".pfx",
        "application/x-pkcs12",
        "PFX (PKCS#12; Windows, IIS)",
        PasswordUse.REQUIRED,
        with_key=True,
        with_alias=True,
    ),
    ExportFormat.PFX_LEGACY: FileKind(
        ".pfx",
        "application/x-pkcs12",
        "PFX for old Windows and Java (weak encryption)",
        PasswordUse.REQUIRED,
        with_key=True,
        with_alias=True,
    ),
    ExportFormat.JKS: FileKind(
        ".jks",
        "application/x-java-keystore",
        "JKS (Java)",
        PasswordUse.REQUIRED,
        with_key=True,
        with_alias=True,
    ),
    ExportFormat.TRUSTSTORE: FileKind(
        ".truststore.jks",
        "application/x-java-keystore",
        "JKS trust store, issuers only",
        PasswordUse.OPTIONAL,
        with_alias=True,
    ),
    ExportFormat.DER: FileKind(".cer", "application/pkix-cert", "DER, the certificate alone", PasswordUse.NONE),
    ExportFormat.P7B: FileKind(".p7b", "application/x-pkcs7-certificates", "PKCS#7, the chain", PasswordUse.NONE),
}

_PEM = "application/x-pem-file"
PARTS: Mapping[ExportPart, FileKind] = {
    ExportPart.FULL_CHAIN: FileKind(".fullchain.pem", _PEM, "PEM, certificate and chain in one file", PasswordUse.NONE),
    ExportPart.CERTIFICATE: FileKind(".certificate.pem", _PEM, "PEM, the certificate alone", PasswordUse.NONE),
    ExportPart.CHAIN: FileKind(".chain.pem", _PEM, "PEM, the chain alone", PasswordUse.NONE),
    ExportPart.PRIVATE_KEY: FileKind(
        ".private_key.pem", _PEM, "PEM, the private key alone", PasswordUse.OPTIONAL, with_key=True
    ),
}

ZIP_NAMES: Mapping[ExportPart, str] = {
    ExportPart.CERTIFICATE: "cert.pem",
    ExportPart.CHAIN: "chain.pem",
    ExportPart.FULL_CHAIN: "fullchain.pem",
    ExportPart.PRIVATE_KEY: "privkey.pem",
}
"""The names of the parts in the zip, in their sequence: those that certbot uses."""


PKCS12_FORMATS = (ExportFormat.PFX, ExportFormat.PFX_LEGACY)
"""The formats that are PKCS#12, whose passwords Java takes only in ASCII (sun.security.pkcs12.PKCS12KeyStore)."""


class ExportRemark(StrEnum):
    """What a person should know about an exported file; `REMARKS` has the sentences."""

    PASSWORD_NOT_ASCII = "password_not_ascii"  # noqa: S105 - a code


REMARKS: Mapping[ExportRemark, str] = {
    ExportRemark.PASSWORD_NOT_ASCII: "Java opens no PKCS#12 file whose password is not ASCII; jks takes any",
}


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """The choices for an export.

    `part` is None for the whole format, `version` None for the current one, `alias` None for the certificate's name.
    """

    format: ExportFormat
    part: ExportPart | None = None
    version: int | None = None
    password: str | None = field(default=None, repr=False)
    alias: str | None = None

    @property
    def kind(self) -> FileKind:
        """The kind of file that it will be."""
        return PARTS[self.part] if self.part else FORMATS[self.format]

    @property
    def with_key(self) -> bool:
        """Whether the file holds the private key."""
        return self.kind.with_key

    @property
    def media_type(self) -> str:
        """The file's media type."""
        return self.kind.media_type

    def violation(self) -> Violation | None:
        """Return why the choice is not possible, or None."""
        if self.part and self.format is not ExportFormat.PEM:
            return Violation("/part", "not_of_format", "only the format pem has parts; leave `part` out, or choose pem")
        return self._alias_violation() or self._password_violation()

    def _alias_violation(self) -> Violation | None:
        if self.alias is None:
            return None
        if not self.kind.with_alias:
            return Violation("/alias", "not_of_format", "this file has no entries with names; leave `alias` out")
        return alias_violation(self.alias, "/alias")

    def _password_violation(self) -> Violation | None:
        if self.password is None:
            if self.kind.password is PasswordUse.REQUIRED:
                return Violation(
                    "/password", "required", "this format encrypts the private key with a password; give one"
                )
            return None
        if self.kind.password is PasswordUse.NONE:
            return Violation(
                "/password",
                "not_of_format",
                "this file holds no private key and takes no password; leave `password` out",
            )
        return password_violation(self.password, "/password")

    def named_after(self, certificate_name: str) -> ExportChoice:
        """Return the choice with the alias that the entry of a certificate gets: the one chosen, or else its name.

        The entries of a trust store are named after themselves.
        """
        if not (self.with_key and self.kind.with_alias) or self.alias is not None:
            return self
        return replace(self, alias=alias_of(certificate_name))

    def remarks(self) -> tuple[Remark, ...]:
        """Return what the person should know before the file is used."""
        if self.format in PKCS12_FORMATS and not (self.password or "").isascii():
            code = ExportRemark.PASSWORD_NOT_ASCII
            return (Remark(code, REMARKS[code]),)
        return ()

    def file_name(self, certificate_name: str) -> str:
        """Return the name under which the file is saved, from the certificate's name."""
        return file_stem(certificate_name) + self.kind.suffix


@dataclass(frozen=True, slots=True)
class ExportRecord:
    """The record of an export: who exported what, when, from which address, and why.

    It is stored before the file is handed out.
    """

    export_id: str
    scope: str
    certificate_id: str
    version: int
    format: ExportFormat
    part: ExportPart | None
    with_key: bool
    caller: str
    source_ip: str
    reason: str
    exported_at: datetime


def file_stem(name: str) -> str:
    """Return the certificate's name as a file name without suffix: ASCII letters, digits, dots and hyphens."""
    stem = _UNSAFE.sub("-", name.replace("*", "wildcard"))[:_MAX_STEM_CHARACTERS].strip(".-_")
    is_unusable = not stem or stem.lower().partition(".")[0] in _RESERVED
    return f"certificate-{stem}".rstrip("-") if is_unusable else stem


def password_violation(password: str, pointer: str) -> Violation | None:
    """Return why a password cannot protect a file, or None; `pointer` is the field that it came in."""
    if not MIN_PASSWORD_CHARACTERS <= len(password) <= MAX_PASSWORD_CHARACTERS:
        detail = f"a password has {MIN_PASSWORD_CHARACTERS} to {MAX_PASSWORD_CHARACTERS} characters"
        return Violation(pointer, "password_length", detail)
    if not password.isprintable():
        return Violation(pointer, "password_characters", "a password has printable characters only")
    return None
