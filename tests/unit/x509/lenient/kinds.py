"""Kinds of odd certificates, each with what OpenSSL and Java make of it: what both refuse is no reason to be lenient.

Most were found in public reports: 14354 of pyca/cryptography and 11 of certlint (cA FALSE), 12665 (critical FALSE),
12698 and 13461 (PrintableString), 6804 (Latin-1), 7189 (the order of sets), 10685 (dates), 3856 (path length), 8488
(policies), 13504 (mail addresses), 6872 (object identifiers of 128 bits), 15671 (NULL parameters).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from certkeeper.domain.uploads.parts import Part
from certkeeper.x509.der import GENERALIZED_TIME, SET
from tests.unit.x509.odd import (
    ALTERNATIVE_NAME,
    AUTHORITY_KEY,
    BASIC_CONSTRAINTS,
    BMP,
    COMMON_NAME,
    CRITICAL,
    ECDSA_SHA_256,
    END_ENTITY,
    IA5,
    KEY_USAGE,
    NAMES,
    NOT_CRITICAL,
    ORGANIZATION,
    PRINTABLE,
    SUBJECT,
    TELETEX,
    UNIVERSAL,
    UTF8,
    Odd,
    attribute,
    dates,
    extension,
    name,
)
from tests.unit.x509.pki import ROOT
from tests.unit.x509.upload.crafted import NULL, indefinite, integer, octets, oid, sequence, tlv

if TYPE_CHECKING:
    from collections.abc import Sequence

DNS = tlv(0x82, b"shop.example.test")
MAIL = "2a864886f70d010901"
ACCESS, POLICIES, LISTS, TIMESTAMPS = "2b06010505070101", "551d20", "551d1f", "2b06010401d679020402"
EXTENDED, CONSTRAINTS, SUBJECT_KEY, TEMPLATE = "551d25", "551d1e", "551d0e", "2b0601040182371507"
LONG_ARC = "6983c7e8f5fdb5c2fcb5f4c5f7a4b3c2e1d0bf8e7d"
"""An object identifier with an arc of more than 128 bits."""


class Kind(NamedTuple):
    """A certificate, the parts that are odd, and whether OpenSSL verifies and Java reads it."""

    odd: Odd
    parts: Sequence[Part]
    openssl: bool = True
    java: bool = True


def subject(*attributes: bytes) -> Odd:
    """A certificate for a subject with these attributes."""
    return Odd(subject=name(*attributes))


def organization(tag: int, text: bytes) -> Odd:
    """A certificate for a subject whose organization is such a string."""
    return subject(attribute(ORGANIZATION, tag, text))


def constraints(value: bytes) -> Odd:
    """A certificate with such basic constraints."""
    return Odd(extensions=[extension(BASIC_CONSTRAINTS, value, CRITICAL), NAMES])


def named(*names: bytes) -> Odd:
    """A certificate with these alternative names behind its own."""
    return Odd(extensions=[END_ENTITY, extension(ALTERNATIVE_NAME, sequence(DNS, *names))])


def extended(*extensions: bytes) -> Odd:
    """A certificate with these extensions behind the usual ones."""
    return Odd(extensions=[END_ENTITY, NAMES, *extensions])


def usage(encoded: str) -> Odd:
    """A certificate with such a key usage, in hex."""
    return extended(extension(KEY_USAGE, bytes.fromhex(encoded), CRITICAL))


def until(text: bytes) -> Odd:
    """A certificate that ends at such a GeneralizedTime."""
    return Odd(dates=dates(until=text, tag=GENERALIZED_TIME))


POLICY_IN_LATIN_1 = sequence(
    sequence(oid("2a0304"), sequence(sequence(oid("2b06010505070202"), sequence(tlv(0x1A, b"M\xfc")))))
)
BROKEN = b"\x30\x03\x02"
EMPTY = sequence()
_CA, _NAME, _SUBJECT, _DATES = [Part.BASIC_CONSTRAINTS], [Part.ALTERNATIVE_NAME], [Part.SUBJECT], [Part.DATES]

LENIENT = {
    "cA FALSE written out": Kind(constraints(sequence(NOT_CRITICAL)), _CA),
    "a path length of what is no CA": Kind(constraints(sequence(integer(0))), _CA),
    "cA FALSE and a path length": Kind(constraints(sequence(NOT_CRITICAL, integer(3))), _CA),
    "cA TRUE as 01": Kind(constraints(sequence(b"\x01\x01\x01")), _CA),
    "octets behind basic constraints": Kind(constraints(EMPTY + b"\0"), _CA, java=False),
    "critical FALSE written out": Kind(
        Odd(extensions=[END_ENTITY, extension(ALTERNATIVE_NAME, sequence(DNS), NOT_CRITICAL)]), [Part.CRITICAL]
    ),
    "critical TRUE as 01": Kind(
        Odd(extensions=[extension(BASIC_CONSTRAINTS, EMPTY, b"\x01\x01\x01"), NAMES]), [Part.CRITICAL]
    ),
    "* in PrintableString": Kind(subject(attribute(COMMON_NAME, PRINTABLE, b"*.example.test")), _SUBJECT),
    "& in PrintableString": Kind(organization(PRINTABLE, b"Smith & Sons"), _SUBJECT),
    "_ @ ; in PrintableString": Kind(organization(PRINTABLE, b"a_b@c;d"), _SUBJECT),
    "Latin-1 in PrintableString": Kind(organization(PRINTABLE, b"M\xfcller"), _SUBJECT),
    "Latin-1 in TeletexString": Kind(organization(TELETEX, b"M\xfcller"), _SUBJECT),
    "Latin-1 in IA5String": Kind(subject(attribute(MAIL, IA5, b"m\xfc@example.test")), _SUBJECT),
    "Latin-1 in UTF8String": Kind(organization(UTF8, b"M\xfcller"), _SUBJECT, openssl=False),
    "half a character in BMPString": Kind(organization(BMP, b"\0M\0"), _SUBJECT, openssl=False),
    "half a character in UniversalString": Kind(organization(UNIVERSAL, b"\0\0\0M\0"), _SUBJECT, openssl=False),
    "a GeneralString": Kind(organization(0x1B, b"Muller"), _SUBJECT, openssl=False),
    "a BIT STRING": Kind(organization(0x03, b"\0Muller"), _SUBJECT),
    "a sequence as a value": Kind(subject(sequence(oid(ORGANIZATION), sequence(integer(1)))), _SUBJECT),
    "a set in another order": Kind(
        Odd(subject=sequence(tlv(SET, attribute(COMMON_NAME, UTF8, b"zz"), attribute(COMMON_NAME, UTF8, b"a")))),
        _SUBJECT,
    ),
    "an empty set": Kind(Odd(subject=sequence(tlv(SET), SUBJECT[2:])), _SUBJECT),
    "an attribute of 147 bits": Kind(subject(SUBJECT[4:], attribute(LONG_ARC, UTF8, b"x")), _SUBJECT),
    "a long length": Kind(Odd(subject=b"\x30\x81" + SUBJECT[1:]), _SUBJECT),
    "no length": Kind(Odd(subject=indefinite(0x30, SUBJECT[2:])), _SUBJECT, java=False),
    "NULL behind ECDSA": Kind(Odd(algorithm=sequence(ECDSA_SHA_256[2:], NULL)), [Part.SIGNATURE_ALGORITHM]),
    "version 1 written out": Kind(Odd(version=tlv(0xA0, integer(0)), extensions=()), [Part.VERSION]),
    "version 2": Kind(Odd(version=tlv(0xA0, integer(1)), extensions=()), [Part.VERSION]),
    "version 2 with extensions": Kind(Odd(version=tlv(0xA0, integer(1))), [Part.VERSION], java=False),
    "version 4": Kind(Odd(version=tlv(0xA0, integer(3))), [Part.VERSION], java=False),
    "a serial with a zero more": Kind(Odd(serial=tlv(2, b"\0\0\1")), [Part.SERIAL], openssl=False),
    "UTCTime without seconds": Kind(Odd(dates=dates(b"2605010000Z")), _DATES, openssl=False),
    "UTCTime with an offset": Kind(Odd(dates=dates(b"260501020000+0200")), _DATES, openssl=False),
    "GeneralizedTime with a fraction": Kind(until(b"20260801000000.5Z"), _DATES, openssl=False),
    "GeneralizedTime without seconds": Kind(until(b"202608010000Z"), _DATES, openssl=False),
    "GeneralizedTime with an offset": Kind(until(b"20260801010000+0100"), _DATES, openssl=False),
    "an x400Address": Kind(named(tlv(0xA3, EMPTY)), _NAME),
    "an ediPartyName": Kind(named(tlv(0xA5, tlv(0xA1, tlv(UTF8, b"party")))), _NAME),
    "a mail address in Latin-1": Kind(named(tlv(0x81, b"m\xfc@example.test")), _NAME),
    "a URI in Latin-1": Kind(named(tlv(0x86, b"http://m\xfc/")), _NAME),
    "an address of three octets": Kind(named(tlv(0x87, b"\1\2\3")), _NAME),
    "an address with a mask": Kind(named(tlv(0x87, b"\1\2\3\4\xff\xff\xff\0")), _NAME),
    "an odd directory name": Kind(named(tlv(0xA4, name(attribute(ORGANIZATION, PRINTABLE, b"A & B")))), _NAME),
    "encipherOnly without keyAgreement": Kind(usage("03020081"), [Part.KEY_USAGE]),
    "spare bits that are set": Kind(usage("030207a0"), [Part.KEY_USAGE]),
    "an extended key usage for nothing": Kind(extended(extension(EXTENDED, EMPTY)), [Part.EXTENDED_KEY_USAGE]),
    "a minimum written out": Kind(
        extended(extension(CONSTRAINTS, sequence(tlv(0xA0, sequence(DNS, tlv(0x80, b"\0")))), CRITICAL)),
        [Part.NAME_CONSTRAINTS],
    ),
    "a constraint on x400Addresses": Kind(
        extended(extension(CONSTRAINTS, sequence(tlv(0xA0, sequence(tlv(0xA3, EMPTY)))), CRITICAL)),
        [Part.NAME_CONSTRAINTS],
    ),
    "name constraints of nothing": Kind(extended(extension(CONSTRAINTS, EMPTY)), [Part.NAME_CONSTRAINTS]),
    "an issuer without a serial": Kind(
        extended(
            extension(
                AUTHORITY_KEY,
                sequence(tlv(0x80, b"1234"), tlv(0xA1, tlv(0xA4, ROOT.certificate.subject.public_bytes()))),
            )
        ),
        [Part.AUTHORITY_KEY],
    ),
    "a broken key identifier": Kind(extended(extension(SUBJECT_KEY, b"1234")), [Part.SUBJECT_KEY], openssl=False),
    "broken access": Kind(extended(extension(ACCESS, BROKEN)), [Part.AUTHORITY_ACCESS]),
    "access by an identifier of 147 bits": Kind(
        extended(extension(ACCESS, sequence(sequence(oid(LONG_ARC), tlv(0x86, b"http://a"))))), [Part.AUTHORITY_ACCESS]
    ),
    "an empty template": Kind(extended(extension(TEMPLATE, b"")), [Part.TEMPLATE]),
    "revocation lists in Latin-1": Kind(
        extended(extension(LISTS, sequence(sequence(tlv(0xA0, tlv(0xA0, tlv(0x86, b"http://m\xfc"))))))),
        [Part.REVOCATION_LISTS],
    ),
    "broken revocation lists": Kind(extended(extension(LISTS, BROKEN)), [Part.REVOCATION_LISTS], openssl=False),
    "policies in Latin-1": Kind(extended(extension(POLICIES, POLICY_IN_LATIN_1)), [Part.POLICIES]),
    "broken timestamps": Kind(extended(extension(TIMESTAMPS, octets(b"\0\5abc"))), [Part.TIMESTAMPS]),
    "an unknown extension twice": Kind(
        extended(*[extension("2a030405", b"x")] * 2), [Part.OTHER_EXTENSION], java=False
    ),
    "an unknown TLS feature": Kind(
        extended(extension("2b06010505070118", sequence(integer(99)))), [Part.OTHER_EXTENSION]
    ),
    "two odd parts": Kind(
        Odd(
            subject=name(attribute(ORGANIZATION, PRINTABLE, b"A & B")),
            extensions=[extension(BASIC_CONSTRAINTS, sequence(NOT_CRITICAL), CRITICAL), NAMES],
        ),
        [Part.SUBJECT, Part.BASIC_CONSTRAINTS],
    ),
}
"""What is read leniently."""

REFUSED: dict[str, tuple[Odd, Part]] = {
    "basic constraints of nothing": (constraints(b""), Part.BASIC_CONSTRAINTS),
    "a negative path length": (constraints(sequence(b"\x01\x01\xff", b"\x02\x01\xff")), Part.BASIC_CONSTRAINTS),
    "text as basic constraints": (constraints(tlv(UTF8, b"CA")), Part.BASIC_CONSTRAINTS),
    "basic constraints twice": (Odd(extensions=[END_ENTITY, END_ENTITY, NAMES]), Part.BASIC_CONSTRAINTS),
    "names cut off": (
        Odd(extensions=[END_ENTITY, extension(ALTERNATIVE_NAME, b"\x30\x05\x82\x09a")]),
        Part.ALTERNATIVE_NAME,
    ),
    "names that are no names": (named(tlv(UTF8, b"a.example.test")), Part.ALTERNATIVE_NAME),
    "names twice": (Odd(extensions=[END_ENTITY, NAMES, NAMES]), Part.ALTERNATIVE_NAME),
    "text as key usage": (usage("0c01a0"), Part.KEY_USAGE),
    "purposes cut off": (extended(extension(EXTENDED, BROKEN)), Part.EXTENDED_KEY_USAGE),
    "constraints cut off": (extended(extension(CONSTRAINTS, BROKEN)), Part.NAME_CONSTRAINTS),
    "text as a subject": (Odd(subject=tlv(UTF8, b"shop.example.test")), Part.SUBJECT),
    "text as an issuer": (Odd(issuer=tlv(UTF8, b"CA")), Part.ISSUER),
    "the 30th of February": (Odd(dates=dates(b"260230000000Z")), Part.DATES),
    "words as a date": (Odd(dates=dates(b"tomorrow")), Part.DATES),
    "one date": (Odd(dates=sequence(tlv(0x17, b"260501000000Z"))), Part.DATES),
    "no serial": (Odd(serial=tlv(2)), Part.SERIAL),
    "a negative version": (Odd(version=tlv(0xA0, integer(-1))), Part.VERSION),
    "two algorithms": (Odd(outer_algorithm=sequence(oid("2a8648ce3d040303"))), Part.SIGNATURE_ALGORITHM),
    "NULL outside only": (Odd(outer_algorithm=sequence(ECDSA_SHA_256[2:], NULL)), Part.SIGNATURE_ALGORITHM),
    "a key without bits": (Odd(key=sequence(sequence(oid("2a8648ce3d0201")), NULL)), Part.KEY),
    "a point that is none": (
        Odd(key=sequence(sequence(oid("2a8648ce3d0201"), oid("2a8648ce3d030107")), tlv(3, b"\0" + bytes(65)))),
        Part.KEY,
    ),
    "an extension without a value": (extended(sequence(oid("2a030405"))), Part.EXTENSIONS),
    "something behind the extensions": (Odd(behind=NULL), Part.STRUCTURE),
}
"""What no client takes, with the part that the refusal names."""
