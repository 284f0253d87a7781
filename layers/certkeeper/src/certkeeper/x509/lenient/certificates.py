"""One certificate with its facts: as the library reads it, or else from a readable copy."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from hashlib import sha1, sha256
from typing import TYPE_CHECKING

from cryptography import x509

from certkeeper.domain.uploads.parts import Part
from certkeeper.domain.uploads.refusals import Refusal
from certkeeper.x509.der import CONTEXT_0, SEQUENCE, read_node
from certkeeper.x509.facts import UnreadableCertificateError, facts_of
from certkeeper.x509.key_kinds import curve_named, kind_named
from certkeeper.x509.lenient.copying import copy_of
from certkeeper.x509.lenient.elements import UnreadablePartError
from certkeeper.x509.lenient.fields import fields_of, key_algorithm
from certkeeper.x509.lenient.shell import UNREADABLE

if TYPE_CHECKING:
    from certkeeper.domain.certificates.certificate import CertificateFacts

_EC = bytes.fromhex("2a8648ce3d0201")
"""The object identifier 1.2.840.10045.2.1 of elliptic curve keys (RFC 5480 section 2.1.1)."""
_FIELDS_OF_CURVES = (bytes.fromhex("06072a8648ce3d0101"), bytes.fromhex("06072a8648ce3d0102"))
"""1.2.840.10045.1.1 and .2, prime and binary fields, which are in every curve that is written out (ANSI X9.62)."""

_LOADED_CURVES = {"P-192", "P-224", "P-256", "P-384", "P-521", "secp256k1"}
"""Curves whose keys the library loads: where it does not, the key is damaged."""
_LOADED_KINDS = {"RSA", "DSA", "Ed25519", "Ed448", "X25519", "X448", "RSASSA-PSS"}
"""Kinds of keys that the library loads: where it does not, the key is damaged."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A certificate as it was read, with the bytes that its signature is of.

    `certificate` is the library's object, of a readable copy where `oddities` names parts of it. `tbs` is the signed
    part as it came, `signature` its signature.
    """

    certificate: x509.Certificate
    facts: CertificateFacts
    tbs: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    oddities: tuple[Part, ...] = ()


def read(encoded: bytes) -> Reading:
    """Return a certificate (`encoded`, DER or BER) with its facts.

    Raises UnreadableCertificateError, which names the part, if a part that matters cannot be read, if its key is of an
    unknown kind, or if the key's curve is written out.
    """
    try:
        certificate = x509.load_der_x509_certificate(encoded)
        facts = facts_of(certificate)
    except (*UNREADABLE, UnreadableCertificateError):
        return _read_copy(encoded)
    tbs = certificate.tbs_certificate_bytes
    _check_algorithms(encoded, tbs)
    _check_curve(encoded, tbs)
    return Reading(certificate, facts, tbs, certificate.signature)


def _read_copy(encoded: bytes) -> Reading:
    try:
        copy = copy_of(encoded)
        _check_curve(encoded, copy.tbs)
        certificate = x509.load_der_x509_certificate(copy.encoded)
        facts = facts_of(certificate)
    except UnreadablePartError as error:
        raise UnreadableCertificateError(error.part) from error
    except UNREADABLE as error:
        raise UnreadableCertificateError from error
    except UnreadableCertificateError as error:
        raise (_about_key(encoded) if error.part is Part.KEY and not error.curve else error) from error
    facts = replace(
        facts,
        x509_version=copy.version,
        sha256=sha256(encoded).hexdigest(),
        sha1=sha1(encoded, usedforsecurity=False).hexdigest(),
    )
    return Reading(certificate, facts, copy.tbs, copy.signature, copy.oddities)


def _check_algorithms(encoded: bytes, tbs: bytes) -> None:
    """Return if the algorithm of the signature is the same outside and in the signed part: RFC 5280 section 4.1.1.2.

    OpenSSL and Java refuse a certificate otherwise. The library reads it, so `encoded` and `tbs` are DER.
    """
    first, behind = read_node(read_node(tbs)[0].content)
    if first.tag == CONTEXT_0:
        _, behind = read_node(behind)
    inside, _ = read_node(behind)
    outside, _ = read_node(encoded[encoded.index(tbs) + len(tbs) :])
    if inside.encoded != outside.encoded:
        raise UnreadableCertificateError(Part.SIGNATURE_ALGORITHM)


def _check_curve(encoded: bytes, tbs: bytes) -> None:
    """Return unless the parameters of the key's curve are written out: RFC 5480 section 2.1.1.

    OpenSSL and Java refuse such certificates, also as issuers.
    """
    if not any(field_ in tbs for field_ in _FIELDS_OF_CURVES):
        return
    kind, parameters = key_algorithm(fields_of(encoded))
    if kind == _EC and parameters and parameters.tag == SEQUENCE:
        raise UnreadableCertificateError(Part.KEY, curve=Part.WRITTEN_OUT_CURVE)


def _about_key(encoded: bytes) -> UnreadableCertificateError:
    """Return the error for a key that the library does not load: what kind it is of, if it is of another kind."""
    try:
        kind, parameters = key_algorithm(fields_of(encoded))
    except UnreadablePartError:
        return UnreadableCertificateError(Part.KEY)
    if kind == _EC and parameters:
        curve = curve_named(parameters.content)
        return UnreadableCertificateError(Part.KEY, curve="" if curve in _LOADED_CURVES else curve)
    name = kind_named(kind)
    return UnreadableCertificateError(Part.KEY, kind="" if name in _LOADED_KINDS else name)


def refusal_of(error: UnreadableCertificateError) -> tuple[Refusal, str]:
    """Return why an upload with such a certificate is refused if it needs it, and the part or kind to name."""
    if error.curve:
        return Refusal.CURVE, error.curve
    return (Refusal.KEY_ALGORITHM, error.kind) if error.kind else (Refusal.CERTIFICATE_MALFORMED, error.part)
