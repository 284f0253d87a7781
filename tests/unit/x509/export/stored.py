"""Stored certificates for export tests."""

from certkeeper.domain.certificates.certificate import Bundle
from certkeeper.x509.export.parts import Parts, parts_of
from tests.unit.x509.pki import INTERMEDIATE, LEAF, NOW, YEAR, Signed, rsa_key, sign

PASSWORD = "correct horse"
ALIAS = "shop.example.test"


def stored(leaf: Signed) -> Parts:
    """What is read back of a stored certificate."""
    return parts_of(Bundle(leaf.pem, INTERMEDIATE.pem, leaf.key_pem, NOW + YEAR, "fingerprint"))


EC = stored(LEAF)
RSA = stored(sign("shop.example.test", INTERMEDIATE, key=rsa_key(2048)))
BOTH = {"EC": EC, "RSA": RSA}
