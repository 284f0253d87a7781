"""Names of certificates and the constraints of CAs on them, read from the bytes: RFC 5280 sections 4.2.1.6, 4.2.1.10.

The library reads strictly, and one odd part keeps all others from being read. Clients read what they need.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from certkeeper.x509.der import CONTEXT_0, CONTEXT_1, OBJECT_IDENTIFIER, SEQUENCE, SET, read_node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certkeeper.x509.der import Node

EMAIL, DNS, DIRECTORY, URI, ADDRESS = 0x81, 0x82, 0xA4, 0x86, 0x87
"""Tags of GeneralName: RFC 5280 section 4.2.1.6."""
MAX_GENERAL_NAMES = 2048
"""The most names of one certificate, and the most subtrees of one constraint: eight times the largest certificates in
use have (250 names)."""

_COMMON_NAME, _EMAIL_ADDRESS = bytes.fromhex("550403"), bytes.fromhex("2a864886f70d010901")
"""2.5.4.3 and 1.2.840.113549.1.9.1: RFC 5280 section 4.1.2.6."""
_ENCODINGS = {0x1E: "utf-16-be", 0x1C: "utf-32-be", 0x14: "latin-1"}
"""How BMPString, UniversalString and TeletexString are written; the latter as everybody does it, not as X.690 says."""

RelativeName = frozenset[tuple[bytes, str]]
DirectoryName = tuple[RelativeName, ...]
"""A name by its levels, the country first. Each is a set of an attribute's identifier and its text."""


class GeneralName(NamedTuple):
    """One name: the tag of its kind, and its octets; those of a directory name are of the whole Name."""

    tag: int
    octets: bytes

    @property
    def text(self) -> str:
        """The name as people read it; a kind without one is named by its number."""
        if self.tag == DIRECTORY:
            return ",".join(value for level in directory_name(self.octets) for _, value in sorted(level))
        if self.tag == ADDRESS:
            return _address(self.octets)
        return self.octets.decode("latin-1") if self.tag in {EMAIL, DNS, URI} else f"[{self.tag & 0x1F}]"


class Subtree(NamedTuple):
    """One constraint: a name, and whether it has the limits that no client supports (RFC 5280 section 4.2.1.10)."""

    base: GeneralName
    has_limits: bool


class NameConstraints(NamedTuple):
    """What a CA may issue for."""

    permitted: tuple[Subtree, ...]
    excluded: tuple[Subtree, ...]


def elements(content: bytes) -> Iterator[Node]:
    """Yield the elements of the content of a list, at most MAX_GENERAL_NAMES.

    Raises UploadRefusedError for what is no element, and ValueError if there are more.
    """
    for _ in range(MAX_GENERAL_NAMES):
        if not content:
            return
        node, content = read_node(content)
        yield node
    if content:
        raise ValueError("more names than anybody uses")


def general_names(extension: bytes) -> tuple[GeneralName, ...]:
    """Return the names of an extension of alternative names (DER)."""
    return tuple(map(_general_name, elements(read_node(extension)[0].content)))


def name_constraints(extension: bytes) -> NameConstraints:
    """Return the constraints of an extension of name constraints (DER)."""
    permitted: tuple[Subtree, ...] = ()
    excluded: tuple[Subtree, ...] = ()
    for subtrees in elements(read_node(extension)[0].content):
        if subtrees.tag == CONTEXT_0:
            permitted = tuple(map(_subtree, elements(subtrees.content)))
        elif subtrees.tag == CONTEXT_1:
            excluded = tuple(map(_subtree, elements(subtrees.content)))
    return NameConstraints(permitted, excluded)


def _subtree(node: Node) -> Subtree:
    base, *limits = node.children()
    has_limits = any(limit.tag & 0x1F or int.from_bytes(limit.octets(), "big") for limit in limits)
    return Subtree(_general_name(base), has_limits)


def _general_name(node: Node) -> GeneralName:
    return GeneralName(node.tag, node.content)


def directory_name(content: bytes) -> DirectoryName:
    """Return a Name (`content`, DER, RFC 5280 section 4.1.2.4) so that equal names are equal.

    That is by the text and not by its encoding, without regard to the case of ASCII letters and to blanks: RFC 5280
    section 7.1, as OpenSSL does it.
    """
    levels = elements(read_node(content)[0].content)
    return tuple(frozenset(map(_attribute, elements(level.content))) for level in levels if level.tag == SET)


def _attribute(node: Node) -> tuple[bytes, str]:
    kind, value = node.children()
    return kind.content, " ".join(_text(value).encode().lower().decode().split())


def _text(value: Node) -> str:
    try:
        return value.content.decode(_ENCODINGS.get(value.tag, "utf-8"))
    except UnicodeDecodeError:
        return value.content.decode("latin-1")


def subject_names(subject: bytes, *, is_leaf: bool) -> tuple[GeneralName, ...]:
    """Return the names in a subject (DER) that constraints are about: the whole, its e-mail addresses, its common name.

    The latter only of a leaf (`is_leaf`), as the name of a server.
    """
    if subject == bytes([SEQUENCE, 0]):
        return ()
    attributes = [
        (node.children()[0], node.children()[1])
        for level in elements(read_node(subject)[0].content)
        for node in elements(level.content)
    ]
    found = [GeneralName(DIRECTORY, subject)]
    for kind, value in attributes:
        if kind.tag != OBJECT_IDENTIFIER:
            continue
        if kind.content == _EMAIL_ADDRESS:
            found.append(GeneralName(EMAIL, value.content))
        elif kind.content == _COMMON_NAME and is_leaf and _reads_as_server(text := _text(value)):
            found.append(GeneralName(DNS, text.encode()))
    return tuple(found)


def _reads_as_server(text: str) -> bool:
    """Return whether clients without alternative names would take a common name for the name of a server."""
    labels = text.removeprefix("*.").split(".")
    return len(labels) > 1 and all(label.replace("-", "a").isalnum() and label.isascii() for label in labels)


def _address(octets: bytes) -> str:
    from ipaddress import ip_address  # noqa: PLC0415 - only for a sentence about an address

    return str(ip_address(octets)) if len(octets) in {4, 16} else octets.hex()
