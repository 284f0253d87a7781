"""What mutations begin with: one small upload of each form."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs7,
    pkcs12,
)

from tests.unit.x509.lenient.kinds import LENIENT
from tests.unit.x509.pki import INTERMEDIATE, LEAF, ROOT, rsa_key, sign
from tests.unit.x509.upload import crafted
from tests.unit.x509.upload.containers.archives import zipped

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.serialization import KeySerializationEncryption

PASSWORD = "fuzz"
_ODD = ("two odd parts", "an odd directory name", "a minimum written out", "UTCTime with an offset")
"""Certificates that are read leniently."""
_LOCKED = BestAvailableEncryption(PASSWORD.encode())
_PKCS8, _TRADITIONAL = PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL


@dataclass(frozen=True)
class Seed:
    """One upload: elements in DER with their PEM labels, and text that stands behind them."""

    elements: tuple[tuple[str, bytes], ...]
    text: bytes = b""


def seeds() -> tuple[Seed, ...]:
    """Return a small upload in each form: PEM, DER, PKCS#7, PKCS#8, SEC1, DEK-Info, PKCS#12, ZIP, a Secret; odd ones.

    They have few rounds of key derivation, because many are opened.
    """
    rsa_leaf = sign("shop.example.test", INTERMEDIATE, key=rsa_key(2048))
    chain = [LEAF.certificate, INTERMEDIATE.certificate, ROOT.certificate]
    leaf = ("CERTIFICATE", LEAF.der)
    plain = ("PRIVATE KEY", LEAF.key.private_bytes(Encoding.DER, _PKCS8, NoEncryption()))
    packed = _pfx(_few_rounds(pkcs12.PBES.PBESv2SHA256AndAES256CBC))
    pfxs = (
        packed,
        _pfx(_few_rounds(pkcs12.PBES.PBESv1SHA1And3KeyTripleDESCBC)),
        _pfx(NoEncryption()),
        crafted.with_pbmac1(packed, PASSWORD.encode()),
    )
    return (
        Seed((leaf, ("CERTIFICATE", INTERMEDIATE.der), ("CERTIFICATE", ROOT.der), plain)),
        Seed((("CERTIFICATE", rsa_leaf.der), ("RSA PRIVATE KEY", rsa_leaf.key_der(_TRADITIONAL)))),
        *(Seed((("CERTIFICATE", LENIENT[kind].odd.der()), leaf, plain)) for kind in _ODD),
        Seed((leaf, ("EC PRIVATE KEY", LEAF.key_der(_TRADITIONAL)))),
        Seed((("PKCS7", pkcs7.serialize_certificates(chain, Encoding.DER)), plain)),
        Seed((leaf, ("ENCRYPTED PRIVATE KEY", LEAF.key.private_bytes(Encoding.DER, _PKCS8, _LOCKED)))),
        Seed((leaf,), LEAF.key.private_bytes(Encoding.PEM, _TRADITIONAL, _LOCKED)),
        Seed((("ZIP", zipped({"shop.crt": LEAF.pem, "chain.crt": INTERMEDIATE.der, "shop.key": LEAF.key_pem})),)),
        Seed((("SECRET", _secret()),)),
        *(Seed((("PKCS12", encoded),)) for encoded in pfxs),
    )


def _secret() -> bytes:
    """Return a Kubernetes Secret in YAML."""
    certificate, key = (b64encode(text.encode()).decode() for text in (LEAF.pem, LEAF.key_pem))
    return f"kind: Secret\ndata:\n  tls.crt: {certificate}\n  tls.key: {key}\n".encode()


def _pfx(encryption: KeySerializationEncryption) -> bytes:
    return pkcs12.serialize_key_and_certificates(
        b"shop", LEAF.key, LEAF.certificate, [INTERMEDIATE.certificate], encryption
    )


def _few_rounds(algorithm: pkcs12.PBES) -> KeySerializationEncryption:
    builder = PrivateFormat.PKCS12.encryption_builder().kdf_rounds(2).key_cert_algorithm(algorithm)
    return builder.hmac_hash(hashes.SHA256()).build(PASSWORD.encode())
