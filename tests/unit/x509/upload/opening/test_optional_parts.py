"""Each part that a syntax of PKCS#12 calls OPTIONAL or DEFAULT, there and absent: both are taken.

RFC 7292 (PFX), RFC 5652 (ContentInfo, EncryptedData), RFC 8018 (PBES2), RFC 9579 (PBMAC1), RFC 5958 (keys).
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certkeeper.x509.der import INTEGER, OCTET_STRING, read_node
from certkeeper.x509.upload.opening.decryption import opened_pfx, unpacked
from tests.unit.x509.origins.writer import (
    PASSWORD,
    Style,
    attribute,
    bag,
    by_3des,
    by_aes,
    by_aes_sha256,
    certificate_bag,
    certificates,
    envelope,
    friendly_name,
    key,
    key_bag,
    pem,
    safe,
    write,
)
from tests.unit.x509.upload import crafted
from tests.unit.x509.upload.uploading import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from tests.unit.x509.origins.writer import Encryption

STYLE = Style()
SHA_256_FUNCTION, BARE_FUNCTION = (
    crafted.sequence(crafted.oid(crafted.HMAC_SHA_256), *parameters) for parameters in ((crafted.NULL,), ())
)
CRL_BAG, SECRET_BAG, UNKNOWN_BAG = (f"2a864886f70d010c0a01{arc}" for arc in ("04", "05", "63"))
LONG_TAG = b"\x3f\x81\x01\x02\x05\x00"
"""An element whose tag has two further octets: [PRIVATE 129] would be another class, this one is UNIVERSAL 129."""


def under(encryption: Encryption) -> Style:
    """Return the style that encrypts key and certificates in this way."""
    return Style(encryption, encryption)


def of_bags(*extra: bytes, encrypted: bool = False) -> bytes:
    """Write a file with the usual bags and more."""
    present = [each for each in certificates() if not any(each in bag for bag in extra)]
    usual = [key_bag(key(), by_aes_sha256, PASSWORD, ()), *(certificate_bag(each) for each in present)]
    encryption = by_aes_sha256 if encrypted else None
    return envelope(crafted.sequence(safe([*usual, *extra], encryption, PASSWORD)), STYLE)


def of_safes(*extra: bytes, has_leaf: bool = True) -> bytes:
    """Write a file with the usual safe, with or without the leaf, and more safes."""
    found = certificates()[0 if has_leaf else 1 :]
    usual = safe([key_bag(key(), None, None, ()), *(certificate_bag(each) for each in found)], None, None)
    return envelope(crafted.sequence(usual, *extra), STYLE)


def encrypted_safe(*parts: bytes, attributes: bytes = b"") -> bytes:
    """Write an encrypted safe with these parts as its content."""
    algorithm, _ = by_aes_sha256(b"", PASSWORD)
    inner = crafted.sequence(crafted.oid(crafted.DATA), algorithm, *parts)
    return crafted.typed(crafted.ENCRYPTED_DATA, crafted.sequence(crafted.integer(0), inner, attributes))


def in_two_pieces() -> bytes:
    """Write an encrypted safe whose content is a string in pieces."""
    _, content = by_aes_sha256(crafted.sequence(certificate_bag(certificates()[0])), PASSWORD)
    return encrypted_safe(crafted.tlv(0xA0, crafted.octets(content[:50]), crafted.octets(content[50:])))


def whole(attributes: bytes = b"") -> bytes:
    """Write an encrypted safe with a certificate."""
    _, content = by_aes_sha256(crafted.sequence(certificate_bag(certificates()[0])), PASSWORD)
    return encrypted_safe(crafted.tlv(0x80, content), attributes=attributes)


def with_attributes(*attributes: bytes) -> bytes:
    """Write a file whose key has these attributes."""
    return write(replace(STYLE, key_attributes=attributes))


def pbmac1(rounds: bytes, function: bytes, length: bytes) -> bytes:
    """Write a file with PBMAC1 and these parts."""
    authenticated = crafted.content(
        crafted.parts(crafted.parts(crafted.parts(write(replace(STYLE, mac="")))[1])[1])[0],
    )
    return crafted.pbmac1_file(authenticated, PASSWORD.encode(), rounds, function, length)


def long_length(encoded: bytes) -> bytes:
    """Return an element whose length has more octets than it needs, the first of them zeros."""
    inside = crafted.content(encoded)
    return b"\x30\x88" + len(inside).to_bytes(8, "big") + inside


def named(name: bytes) -> bytes:
    """Write a file whose key's friendly name is this element."""
    return with_attributes(attribute("2a864886f70d010914", name))


VARIANTS: dict[str, Callable[[], bytes]] = {
    "macData": partial(write, STYLE),
    "no macData": partial(write, replace(STYLE, mac="")),
    "iterations": partial(write, replace(STYLE, mac_rounds=2)),
    "no iterations": partial(write, replace(STYLE, mac_rounds=1)),
    "parameters of the digest": partial(write, STYLE),
    "no parameters of the digest": partial(write, replace(STYLE, mac_parameters=b"")),
    "bagAttributes": partial(with_attributes, friendly_name("shop")),
    "no bagAttributes": with_attributes,
    "an attribute that nobody knows": partial(with_attributes, attribute("2b060104018237110363", crafted.integer(1))),
    "an attribute without a value": partial(with_attributes, attribute("2b0601040182371102")),
    "an attribute that is none": partial(with_attributes, crafted.octets(b"")),
    "a name in UTF-8": partial(named, crafted.tlv(0x0C, "café".encode())),
    "a name that is a BOOLEAN": partial(named, b"\x01\x01\xff"),
    "a name without its end": partial(named, b"\x1e\x03\x00a\x00"),
    "prf": partial(write, under(partial(by_aes, function=SHA_256_FUNCTION))),
    "prf without parameters": partial(write, under(partial(by_aes, function=BARE_FUNCTION))),
    "no prf": partial(write, under(by_aes)),
    "keyLength": partial(write, under(partial(by_aes, length=crafted.integer(32)))),
    "keyLength and prf": partial(write, under(partial(by_aes, length=crafted.integer(32), function=SHA_256_FUNCTION))),
    "encryptedContent": lambda: of_safes(whole(), has_leaf=False),
    "no encryptedContent": lambda: of_safes(encrypted_safe()),
    "encryptedContent in pieces": lambda: of_safes(in_two_pieces(), has_leaf=False),
    "unprotectedAttrs": lambda: of_safes(
        whole(crafted.tlv(0xA1, attribute("2a864886f70d010914", crafted.octets(b""))))
    ),
    "an empty safe": lambda: of_safes(safe([], None, None)),
    "an empty encrypted safe": lambda: of_safes(safe([], by_3des, PASSWORD)),
    "PBMAC1 with all parts": lambda: pbmac1(crafted.integer(1), SHA_256_FUNCTION, crafted.integer(32)),
    "PBMAC1 without iterations": lambda: pbmac1(b"", SHA_256_FUNCTION, crafted.integer(32)),
    "PBMAC1 without keyLength": lambda: pbmac1(crafted.integer(1), SHA_256_FUNCTION, b""),
    "PBMAC1 without parameters of prf": lambda: pbmac1(b"", BARE_FUNCTION, crafted.integer(32)),
    "attributes of the key": lambda: write(STYLE, secret=crafted.sequence(crafted.content(key()), crafted.tlv(0xA0))),
    "a list of revocations": lambda: of_bags(bag(CRL_BAG, crafted.typed("2a864886f70d01091701", crafted.octets(b"x")))),
    "a secret": lambda: of_bags(bag(SECRET_BAG, crafted.typed("2a864886f70d010701", crafted.octets(b"x")))),
    "a bag that nobody knows": lambda: of_bags(bag(UNKNOWN_BAG, crafted.NULL)),
    "a bag with a long tag": lambda: of_bags(bag(UNKNOWN_BAG, LONG_TAG)),
    "a bag without a value": lambda: of_bags(crafted.sequence(crafted.oid(UNKNOWN_BAG))),
    "a certificate of SDSI": lambda: of_bags(
        bag("2a864886f70d010c0a0103", crafted.typed("2a864886f70d01091602", crafted.tlv(0x16, b"(sdsi)")))
    ),
    "a safe in a safe": lambda: of_bags(
        bag(crafted.SAFE_CONTENTS_BAG, crafted.sequence(certificate_bag(certificates()[1]))), encrypted=True
    ),
    "bytes behind the file": lambda: write(STYLE) + b"trailing",
    "zeros behind the file": lambda: write(STYLE) + bytes(512),
    "a length with zeros in front": lambda: (
        b"\x30\x85\x00" + len(write(STYLE)[4:]).to_bytes(4, "big") + write(STYLE)[4:]
    ),
}


@pytest.mark.parametrize("variant", VARIANTS.values(), ids=VARIANTS.keys())
def test_what_is_optional_may_be_there_or_not(variant: Callable[[], bytes]) -> None:
    """The leaf and its chain come out in each."""
    sound = read(variant(), password=PASSWORD, expired_allowed=True)
    found = (sound.certificate_pem, sound.chain_pem, sound.root_pem)
    assert [each.split() for each in found] == [pem(name).decode().split() for name in ("p256", "ca", "root")]


def in_ber(encoded: bytes, random: Random) -> bytes:
    """Return an element in another form of BER: its lengths and its strings of octets as chance has it."""
    node, _ = read_node(encoded)
    if node.tag == OCTET_STRING and node.content and random.random() < 0.3:
        half = random.randrange(len(node.content))
        pieces = [crafted.octets(node.content[:half]), crafted.octets(node.content[half:])]
        return crafted.indefinite(0x24, *pieces) if random.random() < 0.5 else crafted.tlv(0x24, *pieces)
    inside = b"".join(in_ber(part.encoded, random) for part in node.children()) if node.tag & 0x20 else node.content
    chance = random.random()
    if node.tag & 0x20 and chance < 0.4:
        return crafted.indefinite(node.tag, inside)
    if chance < 0.6 and node.tag != INTEGER:
        return bytes([node.tag, 0x84]) + len(inside).to_bytes(4, "big") + inside
    return crafted.tlv(node.tag, inside)


@settings(max_examples=40)
@given(st.randoms(use_true_random=False), st.sampled_from([by_3des, by_aes_sha256, None]))
def test_any_form_of_ber_is_the_same_file(random: Random, encryption: Encryption | None) -> None:
    """Outside, in what is authenticated, in what is encrypted, and in the key; a certificate is left as it is."""
    leaves = [certificate_bag(each) for each in certificates()]
    keys = [key_bag(in_ber(key(), random), encryption, PASSWORD, (friendly_name("shop"),))]
    safes = [safe([in_ber(each, random) for each in bags], encryption, PASSWORD) for bags in (leaves, keys)]
    random.shuffle(safes)
    authenticated = crafted.sequence(*(in_ber(each, random) for each in safes))
    encoded = in_ber(envelope(authenticated, STYLE), random)
    entries = [unpacked(each) for each in opened_pfx(encoded, PASSWORD.encode())[1:]]
    assert [entry.encoded for entry in entries if entry.is_key] == [key()]
    assert [entry.encoded for entry in entries if not entry.is_key] == certificates()
