"""Inspection of a PKCS#12 file (RFC 7292) before anything in it is decrypted (ADR 40)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.uploads.limits import MAX_BAGS, MAX_NESTED_SAFES, MAX_SAFES
from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.x509.der import OBJECT_IDENTIFIER, read_node
from certkeeper.x509.pkcs12_mac import is_mac_of
from certkeeper.x509.upload.opening.derivation_cost import DerivationCost

if TYPE_CHECKING:
    from certkeeper.x509.der import Node

_DATA, _ENCRYPTED_DATA = bytes.fromhex("2a864886f70d010701"), bytes.fromhex("2a864886f70d010706")
"""The object identifiers 1.2.840.113549.1.7.1, data, and .6, encrypted data (RFC 5652 section 4, RFC 2315 section 13).
"""
_BAG = bytes.fromhex("2a864886f70d010c0a01")
"""The object identifier 1.2.840.113549.1.12.10.1, below which the kinds of bags are (RFC 7292 appendix D)."""
_KEY_BAG, _SHROUDED_KEY_BAG, _SAFE_CONTENTS_BAG = _BAG + b"\1", _BAG + b"\2", _BAG + b"\6"


class PfxOutline:
    """The parts of a PKCS#12 file that can be read without a password.

    Making one raises UploadRefusedError if it asks for too much. Keys inside an encrypted safe cannot be counted:
    opening it is left to a child process that can be killed. `cost` is the work that its key derivations need, and
    `is_encrypted` whether any part of it is encrypted.
    """

    def __init__(self, encoded: bytes) -> None:
        self.cost = DerivationCost()
        self.keys = 0
        self.is_encrypted = False
        self._bags = 0
        _, contents, *mac = read_node(encoded)[0].children()
        self._mac = mac[0] if mac else None
        if self._mac:
            self.cost.add_mac(self._mac)
        self._authenticated = _authenticated(contents)
        for safe in self._safes():
            self._inspect(safe)
        if self.keys > 1:
            raise UploadRefusedError(Refusal.SEVERAL_KEYS)

    @property
    def has_mac(self) -> bool:
        """Whether the file has a MAC, which shows a wrong password and a change of the file."""
        return self._mac is not None

    def is_mac_of(self, password: str | None) -> bool | None:
        """Return whether the MAC holds under a password; None if there is none, or its kind is unknown."""
        return is_mac_of(self._mac, self._authenticated, password) if self._mac else None

    def _safes(self) -> tuple[Node, ...]:
        safes = read_node(self._authenticated)[0].children()
        if len(safes) > MAX_SAFES:
            raise UploadRefusedError(Refusal.TOO_MUCH_WORK)
        return safes

    def _inspect(self, safe: Node) -> None:
        kind, content = _typed(safe)
        if kind == _DATA:
            self._count(read_node(content.octets())[0], nested=0)
        elif kind == _ENCRYPTED_DATA:
            self.is_encrypted = True
            _, encrypted, *_ = _at_least(content, 2)
            self.cost.add_encryption(_at_least(encrypted, 2)[1])
        else:
            raise UploadRefusedError(Refusal.PFX_UNSUPPORTED)

    def _count(self, bags: Node, *, nested: int) -> None:
        for bag in bags.children():
            self._bags += 1
            if self._bags > MAX_BAGS or nested > MAX_NESTED_SAFES:
                raise UploadRefusedError(Refusal.TOO_MUCH_WORK)
            kind, value = _typed(bag)
            self.keys += kind in {_KEY_BAG, _SHROUDED_KEY_BAG}
            if kind == _SHROUDED_KEY_BAG:
                self.is_encrypted = True
                self.cost.add_encryption(_at_least(value, 1)[0])
            elif kind == _SAFE_CONTENTS_BAG:
                self._count(value, nested=nested + 1)


def _authenticated(contents: Node) -> bytes:
    """Return the bytes that the MAC is of: RFC 7292 section 4."""
    kind, content = _typed(contents)
    if kind != _DATA:  # signed with a public key: RFC 7292 section 3.1
        raise UploadRefusedError(Refusal.PFX_UNSUPPORTED)
    return content.octets()


def _typed(node: Node) -> tuple[bytes, Node]:
    """Return the identifier and the content of a ContentInfo or a SafeBag: the content is an element in [0]."""
    identifier, explicit, *_ = _at_least(node, 2)
    if identifier.tag != OBJECT_IDENTIFIER:
        raise UploadRefusedError(Refusal.UNREADABLE)
    return identifier.content, _at_least(explicit, 1)[0]


def _at_least(node: Node, count: int) -> tuple[Node, ...]:
    parts = node.children()
    if len(parts) < count:
        raise UploadRefusedError(Refusal.UNREADABLE)
    return parts
