"""Extensions of certificates: RFC 5280 section 4.2."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from cryptography.x509.oid import ExtendedKeyUsageOID

if TYPE_CHECKING:
    from cryptography import x509

    Extension = TypeVar("Extension", bound=x509.ExtensionType)

_FOR_SERVERS = {ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE}


def extension_of(certificate: x509.Certificate, kind: type[Extension]) -> Extension | None:
    """The extension of this kind, or None. Raises what the library raises where it cannot read one of them."""
    for each in certificate.extensions:
        if type(each.value) is kind:  # there are no subclasses, and `isinstance` would ask an abstract base, in Python
            return each.value
    return None


def is_for_servers(usage: x509.ExtendedKeyUsage | None) -> bool:
    """Whether a TLS server may use what has this extension, or none: RFC 5280 section 4.2.1.12."""
    return usage is None or not _FOR_SERVERS.isdisjoint(usage)
