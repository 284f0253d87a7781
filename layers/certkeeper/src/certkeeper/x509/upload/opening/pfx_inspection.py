"""The structure of a PKCS#12 file (RFC 7292): read before anything in it is decrypted (ADRs 40 and 108).

Whatever RFC 7292 and the syntaxes that it takes from others call OPTIONAL or DEFAULT may be there or not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from certkeeper.domain.uploads.limits import MAX_BAGS, MAX_NESTED_SAFES, MAX_SAFES
from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.x509.der import CONTEXT_0, OBJECT_IDENTIFIER, SEQUENCE, SET, read_node
from certkeeper.x509.pkcs12_mac import Mac
from certkeeper.x509.upload.opening.ciphers import Scheme, scheme_of
from certkeeper.x509.upload.opening.derivation_cost import DerivationCost

if TYPE_CHECKING:
    from certkeeper.x509.der import Node

_DATA, _ENCRYPTED_DATA = bytes.fromhex("2a864886f70d010701"), bytes.fromhex("2a864886f70d010706")
"""The object identifiers 1.2.840.113549.1.7.1, data, and .6, encrypted data (RFC 5652 sections 4 and 8)."""
_BAG = bytes.fromhex("2a864886f70d010c0a01")
"""The object identifier 1.2.840.113549.1.12.10.1, below which the kinds of bags are (RFC 7292 appendix D)."""
_KEY_BAG, _SHROUDED_KEY_BAG, _CERTIFICATE_BAG, _SAFE_CONTENTS_BAG = (_BAG + bytes([arc]) for arc in (1, 2, 3, 6))
_X509 = bytes.fromhex("2a864886f70d01091601")
"""The object identifier 1.2.840.113549.1.9.22.1 of an X.509 certificate in a bag (RFC 7292 section 4.2.3)."""
_FRIENDLY_NAME, _LOCAL_KEY_ID = bytes.fromhex("2a864886f70d010914"), bytes.fromhex("2a864886f70d010915")
"""The object identifiers 1.2.840.113549.1.9.20 and .21 of attributes (RFC 2985 sections 5.5.1 and 5.5.2)."""
_BMP_STRING, _UTF8_STRING = 0x1E, 0x0C
"""Tags of strings (X.680 section 8.4). A friendly name is the first; some programs write the second."""
_ENCRYPTED_CONTENT = (0x80, CONTEXT_0)
"""The tag [0] of an OCTET STRING, whole or in pieces."""


class Locked(NamedTuple):
    """Something encrypted, and how."""

    scheme: Scheme
    content: bytes

    def __repr__(self) -> str:
        """Return a text without the content: a repr ends up in logs."""
        return f"Locked({len(self.content)} bytes)"


@dataclass(frozen=True, slots=True)
class Bag:
    """A key or a certificate: its bytes or, locked, those that are to be decrypted, and two attributes.

    `name` is the friendly name, empty where there is none; `has_key_id` whether it says which key it belongs to.
    """

    is_key: bool
    content: bytes | Locked = field(repr=False)
    name: str
    has_key_id: bool


class PfxOutline:
    """The parts of a PKCS#12 file, as far as they can be read without a password; more is added as it is decrypted.

    Making one raises UploadRefusedError if the file asks for too much, or is of another structure. `mac` is None if
    there is none, `bags` are the keys and certificates so far, `safes` what is still encrypted, `cost` the work that
    all key derivations need so far.
    """

    def __init__(self, encoded: bytes) -> None:
        self.cost = DerivationCost()
        self.bags: list[Bag] = []
        self.safes: list[Locked] = []
        self.is_legacy = self.has_plain_key = False
        self.interpreted_rounds = self._entries = 0
        self.authenticated, mac_data = envelope_of(encoded)
        self.mac = Mac.of(mac_data) if mac_data else None
        if self.mac:
            self.cost.add(self.mac.derivation)
        for count, safe in enumerate(read_node(self.authenticated)[0].each(), start=1):
            if count > MAX_SAFES:
                raise UploadRefusedError(Refusal.TOO_MANY_PARTS)
            self._add_safe(safe)

    @property
    def is_encrypted(self) -> bool:
        """Whether any part that was found is encrypted."""
        return bool(self.safes) or any(isinstance(bag.content, Locked) for bag in self.bags)

    def _add_safe(self, safe: Node) -> None:
        kind, content = _typed(safe)
        if kind == _DATA:
            self.add_bags(content.octets(), is_decrypted=False)
        elif kind == _ENCRYPTED_DATA:
            _, encrypted, *_ = content.require(2)
            _, algorithm, *optional = encrypted.require(2)
            octets = [part.octets() for part in optional if part.tag in _ENCRYPTED_CONTENT]
            self.safes += [self._locked(algorithm, each) for each in octets]
        else:
            raise UploadRefusedError(Refusal.PFX_UNSUPPORTED)

    def add_bags(self, safe: bytes, *, is_decrypted: bool) -> None:
        """Add the bags of a safe, which is the SafeContents in BER, decrypted or never encrypted.

        Raises UploadRefusedError if there are too many, or they cannot be read.
        """
        contents = read_node(safe)[0]
        if contents.tag != SEQUENCE:
            raise UploadRefusedError(Refusal.UNREADABLE)
        self._add_each(contents, is_decrypted=is_decrypted, nested=0)

    def _add_each(self, contents: Node, *, is_decrypted: bool, nested: int) -> None:
        for bag in contents.each():
            self._entries += 1
            if self._entries > MAX_BAGS or nested > MAX_NESTED_SAFES:
                raise UploadRefusedError(self._too_many())
            kind, *parts = bag.require(1)
            values = [part.first() for part in parts if part.tag == CONTEXT_0 and part.content]
            attributes = [part for part in parts if part.tag == SET]
            if not values:
                continue
            if kind.content == _SAFE_CONTENTS_BAG:
                self._add_each(values[0], is_decrypted=is_decrypted, nested=nested + 1)
            elif content := self._content(kind.content, values[0]):
                is_key = kind.content != _CERTIFICATE_BAG
                self.has_plain_key |= kind.content == _KEY_BAG and not is_decrypted
                self.bags.append(Bag(is_key, content, *_attributes(attributes)))

    def _content(self, kind: bytes, value: Node) -> bytes | Locked | None:
        """Return what a key's or a certificate's bag holds, or None: other bags mean nothing to a server."""
        if kind == _KEY_BAG:
            return value.encoded
        if kind == _SHROUDED_KEY_BAG:
            algorithm, content, *_ = value.require(2)
            return self._locked(algorithm, content.octets())
        if kind == _CERTIFICATE_BAG:
            form, explicit, *_ = value.require(2)
            return explicit.first().octets() if form.content == _X509 else None
        return None

    def _locked(self, algorithm: Node, content: bytes) -> Locked:
        scheme = scheme_of(algorithm)
        self.cost.add(scheme.derivation)
        self.is_legacy |= scheme.is_legacy
        self.interpreted_rounds += scheme.interpreted_rounds
        return Locked(scheme, content)

    def _too_many(self) -> Refusal:
        """Return why so many entries are refused: certificates, if most of what was read are."""
        certificates = sum(not bag.is_key for bag in self.bags)
        return Refusal.TOO_MANY_CERTIFICATES if certificates > MAX_BAGS // 2 else Refusal.TOO_MANY_PARTS


def envelope_of(encoded: bytes) -> tuple[bytes, Node | None]:
    """Return the bytes that the MAC of a file (`encoded`) is of, and its MacData, or None: RFC 7292 section 4.

    Raises UploadRefusedError if it is no PKCS#12 file, or one that is protected with public keys.
    """
    _, contents, *mac = read_node(encoded)[0].require(2)
    kind, content = _typed(contents)
    if kind != _DATA:  # signed with a public key: RFC 7292 section 3.1
        raise UploadRefusedError(Refusal.PFX_UNSUPPORTED)
    return content.octets(), mac[0] if mac else None


def _typed(node: Node) -> tuple[bytes, Node]:
    """Return the identifier and the content of a ContentInfo: the content is an element in [0]."""
    identifier, explicit, *_ = node.require(2)
    if identifier.tag != OBJECT_IDENTIFIER:
        raise UploadRefusedError(Refusal.UNREADABLE)
    return identifier.content, explicit.first()


def _attributes(found: list[Node]) -> tuple[str, bool]:
    """Return the friendly name of a bag, and whether it has the id of a key.

    Nothing depends on attributes, so that what cannot be read in them counts as absent.
    """
    name, has_key_id = "", False
    try:
        for attribute in (each for attributes in found for each in attributes.each()):
            kind, values, *_ = attribute.require(2)
            has_key_id |= kind.content == _LOCAL_KEY_ID
            if kind.content == _FRIENDLY_NAME and not name and values.content:
                name = _text(values.first())
    except UploadRefusedError:
        pass
    return name, has_key_id


def _text(value: Node) -> str:
    if value.tag == _BMP_STRING:
        return value.content.decode("utf-16-be", "replace").rstrip("\0")
    return value.content.decode("utf-8", "replace") if value.tag == _UTF8_STRING else ""
