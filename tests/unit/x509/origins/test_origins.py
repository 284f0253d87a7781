"""Each row of the table of origins is taken, and its password alone opens it; the library is the judge beside it."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

from certkeeper.domain.uploads.refusals import Refusal
from certkeeper.x509.upload.opening.decryption import opened_pfx, unpacked
from tests.unit.x509.origins.table import ORIGINS, Origin
from tests.unit.x509.origins.writer import certificates, key, pem
from tests.unit.x509.upload.uploading import codes, read, refusal

PROTECTION = {"legacy_encryption", "without_mac", "key_not_encrypted"}


@pytest.mark.parametrize("origin", ORIGINS, ids=lambda origin: origin.program)
def test_what_each_program_writes_is_taken(origin: Origin) -> None:
    """Leaf, issuer, root and key come out, with the warnings that fit how the file was protected."""
    sound = read(origin.encoded(), password=origin.password, expired_allowed=True)
    assert sound.certificate_pem.split() == pem("p256").decode().split()
    assert sound.chain_pem.split() == pem("ca").decode().split()
    assert sound.root_pem.split() == pem("root").decode().split()
    assert codes(sound) & PROTECTION == origin.warnings


@pytest.mark.parametrize("origin", ORIGINS, ids=lambda origin: origin.program)
@pytest.mark.filterwarnings("ignore:PKCS#12 bundle could not be parsed as DER")
def test_the_bytes_and_the_name_come_out_as_they_are(origin: Origin) -> None:
    """Nothing is written anew on the way, and the library agrees about the certificates."""
    encoded = origin.encoded()
    entries = [unpacked(each) for each in opened_pfx(encoded, origin.password.encode())[1:]]
    assert [entry.encoded for entry in entries if entry.is_key] == [key()]
    assert {entry.encoded for entry in entries if not entry.is_key} == set(certificates())
    assert next((entry.name for entry in entries if entry.is_key), "") == origin.name
    loaded = pkcs12.load_pkcs12(encoded, origin.password.encode() or None)
    found = [one.certificate.public_bytes(Encoding.DER) for one in (loaded.cert, *loaded.additional_certs) if one]
    assert set(found) == set(certificates())


@pytest.mark.parametrize("origin", [row for row in ORIGINS if row.password][::4], ids=lambda origin: origin.program)
def test_another_password_is_called_wrong_and_none_missing(origin: Origin) -> None:
    """Where something is protected; of every fourth row, since each costs what the right password costs."""
    encoded = origin.encoded()
    assert refusal(encoded, password="another") is Refusal.WRONG_PASSWORD_OR_DAMAGED
    assert refusal(encoded, password="") is Refusal.PASSWORD_MISSING
