"""Private keys and certificate signing requests."""

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from certkeeper.domain.certificates.key_types import KeyType
from certkeeper.x509.keys import load_key, new_key, signing_request


@pytest.mark.parametrize(("key_type", "curve"), [(KeyType.P_256, "secp256r1"), (KeyType.P_384, "secp384r1")])
def test_elliptic_curve_keys_are_of_the_curve_asked_for(key_type: KeyType, curve: str) -> None:
    """A P-256 or P-384 key comes as PKCS#8 in PEM."""
    key_pem = new_key(key_type)
    private_key = load_pem_private_key(key_pem.encode(), None)
    assert key_pem.startswith("-----BEGIN PRIVATE KEY-----\n")
    assert isinstance(private_key, ec.EllipticCurvePrivateKey)
    assert private_key.curve.name == curve


@pytest.mark.parametrize(("key_type", "bits"), [(KeyType.RSA_2048, 2048), (KeyType.RSA_3072, 3072)])
def test_rsa_keys_have_the_size_asked_for(key_type: KeyType, bits: int) -> None:
    """An RSA key has the modulus that the order names (4096 is the same code and takes seconds)."""
    private_key = load_pem_private_key(new_key(key_type).encode(), None)
    assert isinstance(private_key, rsa.RSAPrivateKey)
    assert private_key.key_size == bits
    assert private_key.public_key().public_numbers().e == 65537


def test_every_key_type_can_be_made() -> None:
    """No key type is without its maker: the table is as long as the enumeration."""
    from certkeeper.x509 import keys  # noqa: PLC0415 - its table, which nothing else shows without making RSA-4096

    assert set(keys._MAKERS) == set(KeyType)  # noqa: SLF001


def test_two_keys_are_never_the_same() -> None:
    """Each call makes a fresh key."""
    assert new_key(KeyType.P_256) != new_key(KeyType.P_256)


def test_other_kinds_of_key_are_refused() -> None:
    """A key that no profile of Let's Encrypt signs is refused when it is read."""
    private_key = ed25519.Ed25519PrivateKey.generate()
    pem = private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    with pytest.raises(ValueError, match="neither"):
        load_key(pem)


@pytest.mark.parametrize("key_type", [KeyType.P_256, KeyType.P_384, KeyType.RSA_2048])
def test_a_request_names_only_alternative_names(key_type: KeyType) -> None:
    """The CSR has an empty subject, the names in their order, and a signature that verifies."""
    names = ("shop.example.test", "*.shop.example.test")
    csr = x509.load_der_x509_csr(signing_request(new_key(key_type), names))
    alternatives = csr.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert csr.subject == x509.Name([])
    assert tuple(alternatives.get_values_for_type(x509.DNSName)) == names
    assert csr.is_signature_valid


def test_a_request_is_signed_with_a_digest_as_strong_as_its_key() -> None:
    """P-384 goes with SHA-384, the others with SHA-256."""
    p_384 = x509.load_der_x509_csr(signing_request(new_key(KeyType.P_384), ["a.example.test"]))
    p_256 = x509.load_der_x509_csr(signing_request(new_key(KeyType.P_256), ["a.example.test"]))
    assert isinstance(p_384.signature_hash_algorithm, hashes.SHA384)
    assert isinstance(p_256.signature_hash_algorithm, hashes.SHA256)
