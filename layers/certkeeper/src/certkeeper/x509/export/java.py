"""Java's own key stores (JKS), for what does not take PKCS#12; every Java since 8u60 takes that too.

Their protection is SHA-1 in one round, so that the password has to carry it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import jks
from cryptography.hazmat.primitives.serialization import Encoding

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from cryptography import x509

    from certkeeper.x509.export.parts import Parts

TRUSTSTORE_PASSWORD = "changeit"  # noqa: S105 - Java's own for its trust store, which holds no secret
"""A trust store is public; Java asks for a password nonetheless."""


def key_store(parts: Parts, password: str, alias: str, now: datetime) -> bytes:
    """Key and chain under one alias; store and key have the same password, as keytool and Tomcat expect."""
    entry = jks.PrivateKeyEntry.new(alias, parts.chain_der(), parts.key_der())
    return _saved([entry], password, now)


def trust_store(certificates: Sequence[x509.Certificate], now: datetime, password: str = TRUSTSTORE_PASSWORD) -> bytes:
    """Certificates to believe, each under its own alias."""
    entries = [
        jks.TrustedCertEntry.new(f"trusted-{number}", one.public_bytes(Encoding.DER))
        for number, one in enumerate(certificates, start=1)
    ]
    return _saved(entries, password, now)


def _saved(entries: Iterable[jks.PrivateKeyEntry | jks.TrustedCertEntry], password: str, now: datetime) -> bytes:
    dated = list(entries)
    for entry in dated:
        entry.timestamp = int(now.timestamp()) * 1000  # milliseconds
    return bytes(jks.KeyStore.new("jks", dated).saves(password))
