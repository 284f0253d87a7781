"""Signatures between the certificates of an upload, over the bytes as they came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.dsa import DSAPublicKey
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed448 import Ed448PublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PSS, PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from certkeeper.domain.uploads.limits import MAX_SIGNATURE_CHECKS
from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import CertificatePublicKeyTypes

    from certkeeper.x509.upload.reading.certificate import ReadCertificate


class Signatures:
    """Which certificate signed which: each pair is verified once, and all together a bounded number of times."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], bool] = {}

    def is_signed_by(self, issued: ReadCertificate, issuer: ReadCertificate) -> bool:
        """Return whether `issuer` signed `issued`.

        Raises UploadRefusedError if there were too many signatures to verify.
        """
        if issued.issuer_key != issuer.subject_key:
            return False
        pair = issued.facts.sha256, issuer.facts.sha256
        if pair not in self._known:
            if len(self._known) >= MAX_SIGNATURE_CHECKS:
                raise UploadRefusedError(Refusal.TOO_MUCH_WORK)
            self._known[pair] = _is_signed(issued, issuer)
        return self._known[pair]


def _is_signed(issued: ReadCertificate, issuer: ReadCertificate) -> bool:
    """Return whether the signature is right, whatever its digest: two in five public roots sign themselves with SHA-1.

    Whether clients trust a link is not decided here, only whether it is one. A digest that the library does not have
    says nothing against a root's own signature, which nobody needs.
    """
    try:
        _verify(issued, issuer.certificate.public_key())
    except UnsupportedAlgorithm:
        return issued.facts.sha256 == issuer.facts.sha256
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _verify(issued: ReadCertificate, key: CertificatePublicKeyTypes) -> None:
    """Verify the signature of `issued` by this public key.

    Raises InvalidSignature if it does not hold; UnsupportedAlgorithm, ValueError or TypeError if it cannot be verified.
    """
    certificate, signature, signed = issued.certificate, issued.signature, issued.tbs
    if isinstance(key, Ed25519PublicKey | Ed448PublicKey):
        key.verify(signature, signed)
        return
    digest = certificate.signature_hash_algorithm
    if digest is None:
        raise TypeError("an algorithm of another kind of key")
    if isinstance(key, RSAPublicKey):
        padding = certificate.signature_algorithm_parameters
        key.verify(signature, signed, padding if isinstance(padding, PSS) else PKCS1v15(), digest)
    elif isinstance(key, EllipticCurvePublicKey):
        key.verify(signature, signed, ECDSA(digest))
    elif isinstance(key, DSAPublicKey):
        key.verify(signature, signed, digest)
    else:
        raise TypeError("a key that signs nothing")
