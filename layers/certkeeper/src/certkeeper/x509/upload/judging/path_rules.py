"""What a certificate says about the paths that it may be in (RFC 5280 section 6), read from the bytes as they came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from certkeeper.domain.uploads.refusals import UploadRefusedError
from certkeeper.x509.der import CONTEXT_0, INTEGER, SEQUENCE, read_node
from certkeeper.x509.upload.judging.general_names import (
    DNS,
    NameConstraints,
    general_names,
    name_constraints,
    subject_names,
)

if TYPE_CHECKING:
    from certkeeper.x509.der import Node
    from certkeeper.x509.upload.judging.general_names import GeneralName
    from certkeeper.x509.upload.reading.certificate import ReadCertificate

_BASIC_CONSTRAINTS, _KEY_USAGE, _PURPOSES = bytes.fromhex("551d13"), bytes.fromhex("551d0f"), bytes.fromhex("551d25")
"""2.5.29.19, 2.5.29.15, 2.5.29.37: RFC 5280 sections 4.2.1.9, 4.2.1.3, 4.2.1.12."""
_ALTERNATIVE_NAMES, _NAME_CONSTRAINTS = bytes.fromhex("551d11"), bytes.fromhex("551d1e")
"""2.5.29.17, 2.5.29.30: RFC 5280 sections 4.2.1.6, 4.2.1.10."""
_ELLIPTIC_CURVE = bytes.fromhex("2a8648ce3d0201")
"""1.2.840.10045.2.1: RFC 5480 section 2.1.1, which allows names of curves only."""
_POLICIES = bytes.fromhex("551d20")
"""2.5.29.32: RFC 5280 section 4.2.1.4."""
_POISON, _TIMESTAMPS = bytes.fromhex("2b06010401d679020403"), bytes.fromhex("2b06010401d679020402")
"""1.3.6.1.4.1.11129.2.4.3 and .2: RFC 6962 sections 3.1, 3.3."""
_AUTHORITY_ACCESS = bytes.fromhex("2b06010505070101")
"""1.3.6.1.5.5.7.1.1: RFC 5280 section 4.2.2.1."""
_OCSP = bytes.fromhex("2b06010505073001")
"""1.3.6.1.5.5.7.48.1: RFC 5280 section 4.2.2.1."""
_SERVER_PURPOSES = frozenset({bytes.fromhex("2b06010505070301"), bytes.fromhex("551d2500")})
"""serverAuth and anyExtendedKeyUsage: RFC 5280 section 4.2.1.12."""
_PUBLIC_POLICIES = bytes.fromhex("67810c01")
"""2.23.140.1, the arc of the CA/Browser Forum's policies: Baseline Requirements, section 7.1.6.1."""

_UNDERSTOOD = {
    *(_BASIC_CONSTRAINTS, _KEY_USAGE, _PURPOSES, _ALTERNATIVE_NAMES, _NAME_CONSTRAINTS, _POLICIES),
    *map(bytes.fromhex, ("551d1f", "551d21", "551d24", "551d36")),
    bytes.fromhex("6086480186f8420101"),
    bytes.fromhex("2b0601050507300105"),
}
"""Extensions that may be critical: those that OpenSSL supports (crypto/x509/v3_purp.c): distribution points of
revocation lists, three about policies, Netscape's certificate type, and OCSP without check."""

_EXTENSIONS = 0xA3
"""The tag of a certificate's extensions: RFC 5280 section 4.1."""
_SIGNS_CERTIFICATES = 0x04
"""The bit keyCertSign in the first octet of key usage: RFC 5280 section 4.2.1.3."""


@dataclass(frozen=True, slots=True)
class PathRules:
    """What one certificate says about paths, with the defaults of RFC 5280 for what is not there.

    `subject` is its name in DER, `public_key` its key with the algorithm; `has_written_curve` is whether that has the
    numbers of a curve in place of its name. `ca` is None without basic constraints; `path_length` is the most CAs
    below, None without a limit. `alternative_names` are as they stand; `constraints` are on the names below, None
    without. `is_from_public_ca`: it has marks that only certificates of public CAs have. `ocsp_characters` are those of
    the longest address of an OCSP server. `is_readable` is False if one of these parts could not be read, so that no
    client would accept it.
    """

    subject: bytes = b""
    public_key: bytes = b""
    has_written_curve: bool = False
    ca: bool | None = None
    path_length: int | None = None
    may_sign: bool = True
    for_servers: bool = True
    alternative_names: tuple[GeneralName, ...] = ()
    constraints: NameConstraints | None = None
    is_precertificate: bool = False
    has_unknown_critical: bool = False
    is_from_public_ca: bool = False
    ocsp_characters: int = 0
    is_readable: bool = True

    def names(self, *, is_leaf: bool) -> tuple[GeneralName, ...]:
        """Return the names that constraints are about; the common name only where a leaf has no DNS name."""
        has_dns_names = any(name.tag == DNS for name in self.alternative_names)
        return (*self.alternative_names, *subject_names(self.subject, is_leaf=is_leaf and not has_dns_names))


def rules_of(read: ReadCertificate) -> PathRules:
    """Return what a certificate (`read`) says about paths; never raises."""
    try:
        return _rules_of(read_node(read.tbs)[0])
    except (UploadRefusedError, ValueError, IndexError):
        return PathRules(is_readable=False)


def _rules_of(signed: Node) -> PathRules:
    parts = signed.children()
    position = 5 if parts[0].tag == CONTEXT_0 else 4
    subject, public_key = parts[position].encoded, parts[position + 1]
    found = _extensions(next((part for part in parts if part.tag == _EXTENSIONS), None))
    values = {kind: value for kind, (_, value) in found.items()}
    ca, path_length = _basic_constraints(values.get(_BASIC_CONSTRAINTS))
    usage, purposes = values.get(_KEY_USAGE), values.get(_PURPOSES)
    names, constraints = values.get(_ALTERNATIVE_NAMES), values.get(_NAME_CONSTRAINTS)
    unknown = {kind for kind, (is_critical, _) in found.items() if is_critical} - _UNDERSTOOD - {_POISON}
    return PathRules(
        subject=subject,
        public_key=public_key.encoded,
        has_written_curve=_has_written_curve(public_key),
        ca=ca,
        path_length=path_length,
        may_sign=usage is None or _may_sign(usage),
        for_servers=purposes is None or _is_for_servers(purposes),
        alternative_names=general_names(names) if names else (),
        constraints=name_constraints(constraints) if constraints else None,
        is_precertificate=_POISON in found,
        has_unknown_critical=bool(unknown),
        is_from_public_ca=_TIMESTAMPS in found or _PUBLIC_POLICIES in values.get(_POLICIES, b""),
        ocsp_characters=_ocsp_characters(values.get(_AUTHORITY_ACCESS)),
    )


def _has_written_curve(public_key: Node) -> bool:
    kind, *parameters = public_key.first().children()
    return kind.content == _ELLIPTIC_CURVE and any(each.tag == SEQUENCE for each in parameters)


def _extensions(wrapped: Node | None) -> dict[bytes, tuple[bool, bytes]]:
    """Return whether each extension is critical, and its value, by its identifier."""
    found: dict[bytes, tuple[bool, bytes]] = {}
    for extension in wrapped.first().children() if wrapped else ():
        kind, *critical, value = extension.children()
        found[kind.content] = any(any(each.content) for each in critical), value.octets()
    return found


def _basic_constraints(value: bytes | None) -> tuple[bool | None, int | None]:
    if value is None:
        return None, None
    parts = read_node(value)[0].children()
    lengths = [part.number() for part in parts if part.tag == INTEGER]
    is_ca = any(any(part.content) for part in parts if part.tag != INTEGER)
    return is_ca, lengths[0] if lengths and is_ca else None


def _may_sign(value: bytes) -> bool:
    bits = read_node(value)[0].content[1:]  # the first octet is the number of unused bits
    return bool(bits and bits[0] & _SIGNS_CERTIFICATES)


def _is_for_servers(value: bytes) -> bool:
    return not _SERVER_PURPOSES.isdisjoint(purpose.content for purpose in read_node(value)[0].children())


def _ocsp_characters(value: bytes | None) -> int:
    if value is None:
        return 0
    try:
        pairs = [access.children() for access in read_node(value)[0].children()]
        return max((len(place.content) for method, place in pairs if method.content == _OCSP), default=0)
    except (UploadRefusedError, ValueError):
        return 0  # no path depends on it
