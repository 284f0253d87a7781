"""Names (RFC 5280 section 4.1.2.4) in strict DER: texts that are not what their tags say become UTF-8."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from certkeeper.x509.der import BIT_STRING, GENERALIZED_TIME, OCTET_STRING, SEQUENCE, SET, UTC_TIME
from certkeeper.x509.lenient.elements import UTF8_STRING, identifier, written
from certkeeper.x509.lenient.shell import UNREADABLE, text_of_name

if TYPE_CHECKING:
    from certkeeper.x509.der import Node

_PRINTABLE, _BMP, _UNIVERSAL = 0x13, 0x1E, 0x1C
"""PrintableString, BMPString and UniversalString: X.680 section 8.4."""
_READ_AS_UTF8 = {UTF8_STRING, OCTET_STRING, 0x12, 0x14, 0x16, UTC_TIME, GENERALIZED_TIME, 0x1A}
"""UTF8String, NumericString, TeletexString, IA5String, VisibleString and others, which the library reads as UTF-8."""
_TEXTS = _READ_AS_UTF8 | {_PRINTABLE, 0x15, 0x19, 0x1B}
"""What is shown as text: VideotexString, GraphicString and GeneralString too."""
_PRINTABLE_STRING = re.compile(rb"[A-Za-z0-9 '()+,\-./:=?]*+")
"""The characters of PrintableString: X.680 section 41.4."""
_UNIQUE_IDENTIFIER = bytes.fromhex("55042d")
"""The object identifier 2.5.4.45, the only attribute that is a BIT STRING (RFC 4519 section 2.39)."""
_CODINGS = {_BMP: "utf-16-be", _UNIVERSAL: "utf-32-be"}
"""The encodings of BMPString and UniversalString (X.690 sections 8.23.6 and 8.23.7)."""


def name(node: Node) -> bytes:
    """Return a Name in DER; raise ValueError or UploadRefusedError if it is none.

    Sets are put in order (X.690 section 11.6), empty ones are left out, and values that the library cannot read become
    UTF8String.
    """
    if node.tag != SEQUENCE:
        raise ValueError("no name")
    sets = [each.children() for each in node.children() if each.tag == SET]
    found = [sorted(_attribute(attribute) for attribute in attributes) for attributes in sets if attributes]
    encoded = written(SEQUENCE, *(written(SET, *attributes) for attributes in found))
    try:
        text_of_name(encoded)
    except UNREADABLE as error:
        raise ValueError("a name that the library cannot read") from error
    return encoded


def text(content: bytes) -> str:
    """Return bytes as text, whatever they are: in UTF-8, or else in Latin-1, which fits everything."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _attribute(node: Node) -> bytes:
    kind, value = node.children()
    return written(SEQUENCE, identifier(kind), _value(kind.content, value))


def _value(kind: bytes, value: Node) -> bytes:
    if _is_readable(kind, value):
        return written(value.tag, value.content)
    return written(UTF8_STRING, _text(value).encode("utf-8", "replace"))


def _is_readable(kind: bytes, value: Node) -> bool:
    if value.tag == _PRINTABLE:
        return _PRINTABLE_STRING.fullmatch(value.content) is not None
    if value.tag == BIT_STRING:
        return kind == _UNIQUE_IDENTIFIER
    coding = "utf-8" if value.tag in _READ_AS_UTF8 else _CODINGS.get(value.tag)
    if coding is None:
        return False
    try:
        return all(char <= "\uffff" for char in value.content.decode(coding)) or value.tag != _BMP
    except UnicodeDecodeError:
        return False


def _text(value: Node) -> str:
    """Return what a value says, or its encoding in hex behind a #, as RFC 4514 section 2.4 writes what is no text."""
    if value.tag in _CODINGS:
        return value.content.decode(_CODINGS[value.tag], "replace")
    return text(value.content) if value.tag in _TEXTS else f"#{value.encoded.hex()}"
