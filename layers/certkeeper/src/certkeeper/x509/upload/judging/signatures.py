"""Signatures between the certificates of an upload."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import MD5, SHA1

from certkeeper.domain.uploads.limits import MAX_SIGNATURE_CHECKS
from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError

if TYPE_CHECKING:
    from certkeeper.x509.upload.reading.certificate import ReadCertificate


class Signatures:
    """Which certificate signed which: each pair is verified once, and all together a bounded number of times."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], bool] = {}

    def is_signed_by(self, issued: ReadCertificate, issuer: ReadCertificate) -> bool:
        """Return whether `issuer` signed `issued`.

        Raises UploadRefusedError if there were too many signatures to verify.
        """
        if issued.facts.issuer != issuer.facts.subject:
            return False
        pair = issued.facts.sha256, issuer.facts.sha256
        if pair not in self._known:
            if len(self._known) >= MAX_SIGNATURE_CHECKS:
                raise UploadRefusedError(Refusal.TOO_MUCH_WORK)
            self._known[pair] = _is_signed(issued, issuer)
        return self._known[pair]


def _is_signed(issued: ReadCertificate, issuer: ReadCertificate) -> bool:
    if issued.oddities or issuer.oddities:
        return _is_signed_as_it_came(issued, issuer)
    try:
        issued.certificate.verify_directly_issued_by(issuer.certificate)
    except InvalidSignature:
        return False
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return _is_signed_as_formerly(issued, issuer)
    return True


def _is_signed_as_it_came(issued: ReadCertificate, issuer: ReadCertificate) -> bool:
    """Whether the issuer's key signed the bytes as they came: the signature never fits a readable copy."""
    digest, key = issued.certificate.signature_hash_algorithm, issuer.certificate.public_key()
    try:
        if isinstance(key, Ed25519PublicKey | Ed448PublicKey):
            key.verify(issued.signature, issued.tbs)
        elif isinstance(key, RSAPublicKey) and digest:
            key.verify(issued.signature, issued.tbs, PKCS1v15(), digest)
        elif isinstance(key, EllipticCurvePublicKey) and digest:
            key.verify(issued.signature, issued.tbs, ECDSA(digest))
        else:
            return False
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def _is_signed_as_formerly(issued: ReadCertificate, issuer: ReadCertificate) -> bool:
    """Whether the signature is right and uses SHA-1 or MD5, which the library refuses in certificates.

    Two in five public roots sign themselves so. Whether a link is trusted is not decided here, only whether it is one.
    """
    certificate, key = issued.certificate, issuer.certificate.public_key()
    signed = certificate.signature, certificate.tbs_certificate_bytes
    try:
        digest = certificate.signature_hash_algorithm
        if not isinstance(digest, SHA1 | MD5):
            return False  # it had another reason
        if isinstance(key, RSAPublicKey):
            key.verify(*signed, PKCS1v15(), digest)
        elif isinstance(key, EllipticCurvePublicKey):
            key.verify(*signed, ECDSA(digest))
        else:
            return False
    except UnsupportedAlgorithm:
        return issued is issuer  # an old root's own signature, which says nothing
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
