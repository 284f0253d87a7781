"""The extensions of a certificate in strict DER, those that matter and those that nobody needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from certkeeper.domain.uploads.parts import Part
from certkeeper.domain.uploads.refusals import UploadRefusedError
from certkeeper.x509.der import OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE
from certkeeper.x509.lenient import extension_values as values
from certkeeper.x509.lenient.elements import BOOLEAN, identifier, reading, unassigned, written
from certkeeper.x509.lenient.shell import CONTEXT_3, reads_extension

if TYPE_CHECKING:
    from collections.abc import Callable

    from certkeeper.x509.der import Node


class _Kind(NamedTuple):
    """What an extension is called, how its value is rewritten, and whether clients judge by it."""

    part: Part
    rewrite: Callable[[bytes], bytes | None] = values.as_der
    matters: bool = False


_KINDS = {
    bytes.fromhex("551d13"): _Kind(Part.BASIC_CONSTRAINTS, values.basic_constraints, matters=True),
    bytes.fromhex("551d11"): _Kind(Part.ALTERNATIVE_NAME, values.alternative_names, matters=True),
    bytes.fromhex("551d0f"): _Kind(Part.KEY_USAGE, values.key_usage, matters=True),
    bytes.fromhex("551d25"): _Kind(Part.EXTENDED_KEY_USAGE, values.extended_key_usage, matters=True),
    bytes.fromhex("551d1e"): _Kind(Part.NAME_CONSTRAINTS, values.name_constraints, matters=True),
    bytes.fromhex("551d23"): _Kind(Part.AUTHORITY_KEY, values.authority_key),
    bytes.fromhex("551d0e"): _Kind(Part.SUBJECT_KEY),
    bytes.fromhex("2b06010505070101"): _Kind(Part.AUTHORITY_ACCESS),
    bytes.fromhex("551d20"): _Kind(Part.POLICIES),
    bytes.fromhex("551d1f"): _Kind(Part.REVOCATION_LISTS),
    bytes.fromhex("2b06010401d679020402"): _Kind(Part.TIMESTAMPS),
    bytes.fromhex("2b0601040182371402"): _Kind(Part.TEMPLATE),
    bytes.fromhex("2b0601040182371507"): _Kind(Part.TEMPLATE),
}
"""Extensions by the content of their object identifier: RFC 5280 sections 4.2.1 and 4.2.2.1, RFC 6962 section 3.3, and
Microsoft's 1.3.6.1.4.1.311.20.2 and .21.7 ([MS-WCCE] sections 2.2.2.7.7.1 and .2)."""
_OTHER = _Kind(Part.OTHER_EXTENSION)
_CONSTRUCTED = 0x20
"""The bit of a tag whose content are elements, as BER writes long OCTET STRINGs (X.690 section 8.1.2.5)."""


@dataclass
class Extensions:
    """The extensions of one certificate while they are rewritten; `oddities` are the parts that had to be changed."""

    oddities: list[Part] = field(default_factory=list)
    _seen: set[bytes] = field(default_factory=set)

    def rewrite(self, node: Node) -> bytes:
        """Return the element with all extensions in DER; raise UnreadablePartError for one that matters."""
        with reading(Part.EXTENSIONS):
            (listed,) = node.children()
            nodes = listed.children()
        encoded = written(CONTEXT_3, written(SEQUENCE, *(self._one(number, each) for number, each in enumerate(nodes))))
        if encoded != node.encoded and not self.oddities:
            self.oddities.append(Part.EXTENSIONS)
        return encoded

    def _one(self, number: int, node: Node) -> bytes:
        """Return one extension in DER, or nothing if it is left out."""
        with reading(Part.EXTENSIONS):
            identifier_, *flags, value = node.children()
            if [flag.tag for flag in flags] not in ([], [BOOLEAN]) or value.tag & ~_CONSTRUCTED != OCTET_STRING:
                raise ValueError("no extension")
        kind = _KINDS.get(identifier_.content, _OTHER)
        with reading(kind.part):
            if identifier_.content in self._seen:
                return self._again(kind)
            self._seen.add(identifier_.content)
            octets = value.octets()
            critical = written(BOOLEAN, b"\xff") if any(any(flag.content) for flag in flags) else b""
            strict = written(SEQUENCE, identifier(identifier_, number), critical, written(OCTET_STRING, octets))
            if flags and strict != node.encoded:
                self.oddities.append(Part.CRITICAL)
            if reads_extension(strict):
                return strict
            self.oddities.append(kind.part)
            return self._mended(kind, identifier_, critical, octets) or self._aside(kind, number, critical)

    def _again(self, kind: _Kind) -> bytes:
        """Leave out an extension that came before, which RFC 5280 section 4.2 does not allow."""
        if kind.matters:
            raise ValueError("clients would have to choose")
        self.oddities.append(kind.part)
        return b""

    def _mended(self, kind: _Kind, identifier_: Node, critical: bytes, octets: bytes) -> bytes:
        """Return the extension with its value rewritten, or nothing if that does not help or nothing is left.

        Raises ValueError or UploadRefusedError if it does not help, and the extension matters.
        """
        try:
            value = kind.rewrite(octets)
        except (ValueError, LookupError, UploadRefusedError):
            if kind.matters:
                raise
            return b""
        if value is None:
            return b""
        encoded = written(SEQUENCE, identifier_.encoded, critical, written(OCTET_STRING, value))
        if reads_extension(encoded):
            return encoded
        if kind.matters:
            raise ValueError("an extension that matters")
        return b""

    def _aside(self, kind: _Kind, number: int, critical: bytes) -> bytes:
        """Leave an extension out, or if it is critical put one in its place that nobody knows: clients refuse both."""
        if not critical or kind.matters:
            return b""
        unknown = written(OBJECT_IDENTIFIER, unassigned(number))
        return written(SEQUENCE, unknown, critical, written(OCTET_STRING))
