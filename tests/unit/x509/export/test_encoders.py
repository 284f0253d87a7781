"""An exported file holds what was stored, under the password that was given, and not in the clear."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    load_der_private_key,
    load_pem_private_key,
    pkcs7,
    pkcs12,
)

from certkeeper.domain.certificates.exports import ExportPart
from certkeeper.x509.export import java, pem, pfx, public
from certkeeper.x509.upload.opening.pfx_inspection import PfxOutline
from tests.unit.x509.export.stored import ALIAS, BOTH, EC, PASSWORD
from tests.unit.x509.pki import INTERMEDIATE, LEAF, NOW, ROOT

if TYPE_CHECKING:
    from certkeeper.x509.export.parts import Parts
    from certkeeper.x509.export.pfx import Encoder

both = pytest.mark.parametrize("parts", BOTH.values(), ids=BOTH.keys())
MAX_ROUNDS_OF_DOT_NET = 600_000


@both
@pytest.mark.parametrize("encode", [pfx.pfx, pfx.legacy_pfx])
def test_a_pfx_holds_key_and_chain(parts: Parts, encode: Encoder) -> None:
    """Under the alias, which programs show."""
    loaded = pkcs12.load_pkcs12(encode(parts, PASSWORD, ALIAS), PASSWORD.encode())
    assert loaded.cert is not None
    assert (loaded.cert.certificate, loaded.cert.friendly_name) == (parts.certificate, ALIAS.encode())
    assert tuple(one.certificate for one in loaded.additional_certs) == parts.issuers
    assert loaded.key is not None
    assert loaded.key.public_key() == parts.key.public_key()


@pytest.mark.parametrize(("encode", "is_legacy"), [(pfx.pfx, False), (pfx.legacy_pfx, True)])
def test_a_pfx_derives_its_keys_slowly_enough(encode: Encoder, *, is_legacy: bool) -> None:
    """Three derivations (MAC, key, certificates), each within what .NET takes, all within what an upload takes."""
    outline = PfxOutline(encode(EC, PASSWORD, ALIAS))
    assert outline.is_legacy is is_legacy
    assert outline.cost.rounds == 3 * pfx.ROUNDS
    assert pfx.ROUNDS <= MAX_ROUNDS_OF_DOT_NET


@both
def test_an_encrypted_key_opens_with_its_password_alone(parts: Parts) -> None:
    """PKCS#8 with as many rounds as the PFX, which the library does not let anybody choose otherwise."""
    encoded = pfx.encrypted_key(parts, PASSWORD)
    assert load_der_private_key(encoded, PASSWORD.encode()).public_key() == parts.key.public_key()
    assert pfx.ROUNDS.to_bytes(3, "big") in encoded
    with pytest.raises(ValueError, match="Incorrect password"):
        load_der_private_key(encoded, b"wrong")


@both
def test_a_zip_has_the_files_that_servers_name(parts: Parts) -> None:
    """The key is for its owner alone, encrypted where there is a password."""
    with ZipFile(BytesIO(pem.pem_zip(parts, NOW, PASSWORD))) as archive:
        files = {entry.filename: archive.read(entry) for entry in archive.infolist()}
        modes = {entry.filename: entry.external_attr >> 16 & 0o777 for entry in archive.infolist()}
    assert set(files) == {"cert.pem", "chain.pem", "fullchain.pem", "privkey.pem"}
    assert files["fullchain.pem"] == files["cert.pem"] + files["chain.pem"]
    assert tuple(x509.load_pem_x509_certificates(files["fullchain.pem"])) == parts.chain
    assert load_pem_private_key(files["privkey.pem"], PASSWORD.encode()).public_key() == parts.key.public_key()
    assert (modes["privkey.pem"], modes["cert.pem"]) == (0o600, 0o644)


def test_a_single_part_is_what_was_stored() -> None:
    """Without a password the key is plain PKCS#8."""
    assert pem.pem_part(EC, ExportPart.CERTIFICATE) == LEAF.pem.encode()
    assert pem.pem_part(EC, ExportPart.CHAIN) == INTERMEDIATE.pem.encode()
    assert pem.pem_part(EC, ExportPart.PRIVATE_KEY) == LEAF.key_pem.encode()


def test_public_forms_hold_no_key() -> None:
    """DER has the leaf, P7B the chain."""
    assert public.der(EC) == LEAF.der
    assert set(pkcs7.load_der_pkcs7_certificates(public.p7b(EC))) == {LEAF.certificate, INTERMEDIATE.certificate}


def secret_number(parts: Parts) -> int:
    """The number that makes the key private."""
    if isinstance(parts.key, ec.EllipticCurvePrivateKey):
        return parts.key.private_numbers().private_value
    assert isinstance(parts.key, rsa.RSAPrivateKey)
    return parts.key.private_numbers().p


@both
def test_nothing_that_has_a_password_shows_the_key(parts: Parts) -> None:
    """Neither as DER nor in part."""
    secret = secret_number(parts).to_bytes(32 if parts is EC else 128, "big")
    assert secret in parts.key_der()
    exports = (
        pfx.pfx(parts, PASSWORD, ALIAS),
        pfx.legacy_pfx(parts, PASSWORD, ALIAS),
        pfx.encrypted_key(parts, PASSWORD),
        java.key_store(parts, PASSWORD, ALIAS, NOW),
    )
    for exported in exports:
        assert secret not in exported
        assert PASSWORD.encode() not in exported
    assert "PRIVATE" not in repr(parts)


def test_a_key_store_is_one_of_javas_own() -> None:
    """By its magic number; dated with the moment that was given."""
    store = java.key_store(EC, PASSWORD, ALIAS, NOW)
    assert store.startswith(b"\xfe\xed\xfe\xed")
    assert (int(NOW.timestamp()) * 1000).to_bytes(8, "big") in store
    trusted = java.trust_store([ROOT.certificate, INTERMEDIATE.certificate], NOW)
    assert ROOT.certificate.public_bytes(Encoding.DER) in trusted


@pytest.mark.parametrize("password", ["pässwörter im Laden", "ключ от магазина", "twelve locks 🔑🔑"])
@pytest.mark.parametrize("encode", [pfx.pfx, pfx.legacy_pfx])
def test_a_password_may_have_letters_of_any_script(password: str, encode: Encoder) -> None:
    """PKCS#12 hashes UTF-16: RFC 7292 appendix B.1."""
    assert pkcs12.load_pkcs12(encode(EC, password, ALIAS), password.encode()).key is not None
