"""Which TLS certificates of a CA are trusted, the same on every Python, and why one is not (ADR 102)."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

from certkeeper.adapters.acme.problems import one_line_text
from certkeeper.domain.errors import AcmeDirectoryError

_EXPIRED, _NOT_YET_VALID = 10, 9
_WRONG_NAME = frozenset({62, 64})
_UNKNOWN_ISSUER = frozenset({2, 18, 19, 20, 21})
"""Numbers of OpenSSL's verification errors (X509_V_ERR_*, x509_vfy.h): expired, not yet valid, another host name or IP
address, and a chain that leads to no certificate that is trusted."""

_REASON_CHARACTERS = 200
"""How much of OpenSSL's own text an error shows."""


@dataclass(frozen=True, slots=True)
class Trust:
    """The TLS context of connections to a CA. It is `private` if roots were given in place of the public ones."""

    context: ssl.SSLContext
    private: bool


def trust(root_pem: str) -> Trust:
    """Return what is trusted: the certificates in `root_pem`, or the public roots if it is empty.

    Since Python 3.13 the default context demands all that RFC 5280 says of a certificate (VERIFY_X509_STRICT), and
    takes a trusted certificate that is no root for the end of a chain (VERIFY_X509_PARTIAL_CHAIN). Both are set here,
    so that they do not depend on the Python. Public CAs keep to RFC 5280. A private root often does not: that its
    basicConstraints are not critical (RFC 5280 section 4.2.1.9) changes nothing about who may sign, so it is accepted.

    Raises AcmeDirectoryError if there is no certificate in `root_pem`.
    """
    try:
        context = ssl.create_default_context(cadata=root_pem or None)
    except (ssl.SSLError, TypeError, ValueError) as error:
        raise AcmeDirectoryError(
            "AcmeDirectoryRootPem has no certificate that can be read; set it to the root (PEM) that the CA's operator "
            "gives you, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----"
        ) from error
    flags = context.verify_flags | ssl.VERIFY_X509_PARTIAL_CHAIN
    context.verify_flags = flags & ~ssl.VERIFY_X509_STRICT if root_pem else flags | ssl.VERIFY_X509_STRICT
    return Trust(context, private=bool(root_pem))


def refused_certificate(error: Exception) -> ssl.SSLCertVerificationError | None:
    """Return the reason in an error of urllib3 if the server's certificate was refused; None for any other error."""
    for found in (*error.args, error.__cause__):
        if isinstance(found, ssl.SSLCertVerificationError):
            return found
    return None


def untrusted(url: str, error: ssl.SSLCertVerificationError, *, private: bool) -> AcmeDirectoryError:
    """Return the error for the server of a URL whose certificate was refused: why, and which parameter to correct."""
    host = urlsplit(url).hostname or ""
    what = f"the TLS certificate of {host} is not accepted"
    if error.verify_code in _UNKNOWN_ISSUER:
        given = "the certificates in AcmeDirectoryRootPem" if private else "a public root"
        return AcmeDirectoryError(
            f"{what}: it does not lead to {given}; set AcmeDirectoryRootPem to the root (PEM) that the CA's operator "
            "gives you for its directory"
        )
    if error.verify_code in _WRONG_NAME:
        return AcmeDirectoryError(
            f"{what}: it is for another name; set AcmeDirectoryUrl to the name that is in the certificate"
        )
    if error.verify_code in {_EXPIRED, _NOT_YET_VALID}:
        when = "has expired" if error.verify_code == _EXPIRED else "is not valid yet"
        whose = "it, or one in AcmeDirectoryRootPem," if private else "it, or one that it leads to,"
        return AcmeDirectoryError(
            f"{what}: {whose} {when}; the operator of the CA that AcmeDirectoryUrl names has to replace it"
        )
    reason = one_line_text(error.verify_message, _REASON_CHARACTERS)
    return AcmeDirectoryError(
        f"{what} ({reason}); the operator of the CA that AcmeDirectoryUrl names has to replace it, or set "
        "AcmeDirectoryRootPem to a root (PEM) that it leads to"
    )
