"""Java's own key stores (JKS), for programs that do not read PKCS#12, as every Java since 8u60 does (ADR 40).

Their protection is SHA-1 in one round, so the password has to be strong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import jks
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from certkeeper.domain.certificates.aliases import issuer_alias

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from cryptography import x509

    from certkeeper.x509.export.parts import Parts

TRUSTSTORE_PASSWORD = "changeit"  # noqa: S105 - Java's own for its trust store, which holds no secret
"""A trust store holds no secret, but Java asks for a password; this one is Java's own default."""


def key_store(parts: Parts, password: str, alias: str, now: datetime) -> bytes:
    """Return a JKS with the key and the chain of the parts under one alias; entries are dated `now`.

    The store and the key have the same password, as keytool and Tomcat expect.
    """
    entry = jks.PrivateKeyEntry.new(alias, parts.chain_der(), parts.key_der())
    return _saved([entry], password, now)


def trust_store(
    certificates: Sequence[x509.Certificate],
    now: datetime,
    password: str = TRUSTSTORE_PASSWORD,
    alias: str | None = None,
) -> bytes:
    """Return a JKS with certificates to trust, each under an alias of its own; entries are dated `now`.

    `password` is the store's. The aliases are the chosen one, with numbers where there are several, or else the
    certificates' names and the beginnings of their fingerprints: two stores can be put into one.
    """
    entries = [
        jks.TrustedCertEntry.new(_alias_of(one, number, len(certificates), alias), one.public_bytes(Encoding.DER))
        for number, one in enumerate(certificates, start=1)
    ]
    return _saved(entries, password, now)


def _alias_of(certificate: x509.Certificate, number: int, count: int, chosen: str | None) -> str:
    if chosen is not None:
        return chosen if count == 1 else f"{chosen}-{number}"
    digest = certificate.fingerprint(hashes.SHA256()).hex()
    return issuer_alias(_name_of(certificate), digest)


def _name_of(certificate: x509.Certificate) -> str:
    """Return the common name of a certificate's subject, or else its most specific attribute; empty for none."""
    try:
        subject = certificate.subject
        named = subject.get_attributes_for_oid(NameOID.COMMON_NAME) or list(subject)
    except ValueError:  # what clients read, the library may not
        return ""
    return str(named[-1].value) if named else ""


def _saved(entries: Iterable[jks.PrivateKeyEntry | jks.TrustedCertEntry], password: str, now: datetime) -> bytes:
    dated = list(entries)
    for entry in dated:
        entry.timestamp = int(now.timestamp()) * 1000  # milliseconds
    return bytes(jks.KeyStore.new("jks", dated).saves(password))
