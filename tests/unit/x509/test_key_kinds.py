"""Kinds of keys and curves by their object identifiers."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import oid

from certkeeper.x509.key_kinds import CURVES, KEY_KINDS, UNKNOWN, curve_named, dotted, kind_named


@pytest.mark.parametrize(
    ("encoded", "name"),
    [
        ("2a864886f70d010101", "RSA"),
        ("608648016503040311", "ML-DSA-44"),
        ("60864801650304031f", "SLH-DSA-SHAKE-256f"),
        ("608648016503040402", "ML-KEM-768"),
        ("2a8503020213", "GOST R 34.10-2001"),
        ("2a85030701010101", "GOST R 34.10-2012 with 256 bits"),
        ("2a811ccf5501822d", "SM2"),
        ("2a0304", UNKNOWN),
    ],
)
def test_a_kind_of_key_is_named(encoded: str, name: str) -> None:
    """By the bytes that stand in the file."""
    assert kind_named(bytes.fromhex(encoded)) == name


def test_a_curve_is_named() -> None:
    """NIST's by NIST's names, others by those of their standards."""
    names = ("2b81040008", "2b2403030208010107", "2a811ccf5501822d", "2a8648ce3d030107", "2a0304")
    assert [curve_named(bytes.fromhex(each)) for each in names] == [
        "secp160r1",
        "brainpoolP256r1",
        "SM2",
        "P-256",
        UNKNOWN,
    ]


def test_the_librarys_own_identifiers_have_the_same_names() -> None:
    """What the library knows by another name is one of NIST's, which people know as P-256 and the like."""
    known = {identifier.dotted_string: name for name, identifier in vars(ec.EllipticCurveOID).items() if name.isupper()}
    for identifier, name in known.items():
        assert CURVES[identifier].lower() in {name.lower(), f"p-{name[4:7]}"}
    algorithms = {value.dotted_string for name, value in vars(oid.PublicKeyAlgorithmOID).items() if name.isupper()}
    assert algorithms <= KEY_KINDS.keys()


@pytest.mark.parametrize("content", ["", "80", "2a83", "ff" * 65])
def test_what_is_no_identifier_has_no_dots(content: str) -> None:
    """Empty, cut off, or longer than any that has a name."""
    assert dotted(bytes.fromhex(content)) == ""
