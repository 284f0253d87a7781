"""What a person chooses of an export, and what is kept of it afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from certkeeper.domain.certificates.exports import ExportFormat, file_name, file_stem, password_violation
from certkeeper.domain.violations import Violation

if TYPE_CHECKING:
    from datetime import datetime


class ExportPart(StrEnum):
    """One file of the form `pem`."""

    CERTIFICATE = "certificate"
    CHAIN = "chain"
    FULL_CHAIN = "fullchain"
    PRIVATE_KEY = "private_key"


PROTECTED = frozenset({ExportFormat.PFX, ExportFormat.PFX_LEGACY, ExportFormat.JKS})
"""These hold the private key under a password."""

_MEDIA_TYPE = {
    ExportFormat.PEM: "application/zip",
    ExportFormat.PFX: "application/x-pkcs12",
    ExportFormat.PFX_LEGACY: "application/x-pkcs12",
    ExportFormat.JKS: "application/x-java-keystore",
    ExportFormat.TRUSTSTORE: "application/x-java-keystore",
    ExportFormat.DER: "application/pkix-cert",
    ExportFormat.P7B: "application/x-pkcs7-certificates",
}


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """The form, and what belongs to it. `version` is None for the current one."""

    format: ExportFormat
    part: ExportPart | None = None
    version: int | None = None
    password: str | None = field(default=None, repr=False)

    @property
    def with_key(self) -> bool:
        """Whether the private key leaves."""
        is_pem = self.format is ExportFormat.PEM
        return self.format in PROTECTED or (is_pem and self.part in {None, ExportPart.PRIVATE_KEY})

    @property
    def media_type(self) -> str:
        """What the file is."""
        return "application/x-pem-file" if self.part else _MEDIA_TYPE[self.format]

    def violation(self) -> Violation | None:
        """Why it cannot be done as asked, or None."""
        if self.part and self.format is not ExportFormat.PEM:
            return Violation("/part", "not_of_format", "only the format pem has parts")
        if self.password is not None:
            return password_violation(self.password, "/password")
        if self.format in PROTECTED:
            return Violation("/password", "required", "this format holds the private key under a password")
        return None

    def file_name(self, certificate_name: str) -> str:
        """The name under which the file is saved."""
        if self.part:
            return f"{file_stem(certificate_name)}.{self.part}.pem"
        return file_name(certificate_name, self.format)


@dataclass(frozen=True, slots=True)
class ExportRecord:
    """Who took what, when, from where, and why: kept before the bytes leave."""

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
