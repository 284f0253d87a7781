"""The roots that browsers trust, as certificates that paths may end at (ADR 45, 111)."""

from __future__ import annotations

import warnings
from functools import cached_property
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from certkeeper.domain.printable import printable
from certkeeper.x509.upload.reading.certificate import name_key, read_certificate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from certkeeper.x509.upload.reading.certificate import ReadCertificate


class PublicRoots:
    """The roots that browsers trust, from a PEM bundle; read at the first use, and found by their subject."""

    def __init__(self, pem: bytes) -> None:
        self._pem = pem
        self._read: dict[str, tuple[ReadCertificate, ...]] = {}

    @cached_property
    def _by_subject(self) -> dict[str, list[x509.Certificate]]:
        found: dict[str, list[x509.Certificate]] = {}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the library warns of old roots, such as one whose serial number is 0
            roots = x509.load_pem_x509_certificates(self._pem)
        for root in roots:
            found.setdefault(name_key(printable(root.subject.rfc4514_string())), []).append(root)
        return found

    def named(self, subject: str) -> Sequence[ReadCertificate]:
        """Return the roots with this subject, written as facts have it."""
        key = name_key(subject)
        if key not in self._read and key in self._by_subject:
            named = self._by_subject[key]
            self._read[key] = tuple(read_certificate(root.public_bytes(Encoding.DER), "") for root in named)
        return self._read.get(key, ())
