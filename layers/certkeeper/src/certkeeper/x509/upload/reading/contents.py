"""From a file or a pasted text to the elements in it: PEM, DER, or base64 of either."""

from __future__ import annotations

from dataclasses import dataclass, field

from certkeeper.domain.uploads.limits import MAX_FILE_BYTES, MAX_TEXT_BYTES
from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.x509.der import SEQUENCE, is_cut_off, read_node
from certkeeper.x509.upload.reading.kinds import Kind, kind_of
from certkeeper.x509.upload.reading.pem import Block, blocks_of
from certkeeper.x509.upload.reading.text import as_text, from_base64

_JAVA_KEYSTORES = (b"\xfe\xed\xfe\xed", b"\xce\xce\xce\xce")
"""JKS and JCEKS: the magic numbers of sun.security.provider.JavaKeyStore and com.sun.crypto.provider.JceKeyStore."""

_OPENSSH = ("ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-", "PuTTY-User-Key-File")
"""How keys of SSH programs begin."""
_RELEVANT_WORDS = ("CERTIFICATE", "PRIVATE KEY", "PKCS")
"""Words in labels of blocks that must be understood."""
_PADDING = b" \t\r\n\0"
"""Bytes that may stand around an element."""
_SEQUENCE = bytes([SEQUENCE])
_LONG_LENGTH = 0x80
"""The first octet of a long length (ITU-T X.690 section 8.1.3.5)."""
_MAX_WRAPPINGS = 2
"""Base64 of a file that is itself base64 of DER; more is a mistake."""


@dataclass(frozen=True, slots=True)
class Element:
    """One thing that was found, in DER.

    Only a key in OpenSSL's old encryption is PEM, whose headers name the cipher.
    """

    kind: Kind
    encoded: bytes = field(repr=False)


def elements_of(content: bytes) -> tuple[Element, ...]:
    """Return everything in the content of a file; raise UploadRefusedError if a part of it is not understood."""
    if len(content) > MAX_TEXT_BYTES:
        raise UploadRefusedError(Refusal.FILE_TOO_LARGE)
    return _elements_of(content, _MAX_WRAPPINGS)


def _elements_of(content: bytes, wrappings: int) -> tuple[Element, ...]:
    if not content.strip(_PADDING):
        raise UploadRefusedError(Refusal.EMPTY)
    if content.startswith(_JAVA_KEYSTORES):
        raise UploadRefusedError(Refusal.JAVA_KEYSTORE)
    if _is_binary(content):
        return (_element_of_file(content),)
    text = as_text(content)
    blocks = blocks_of(text)
    if blocks is not None:
        return tuple(_element_of_block(block) for block in blocks)
    if text.lstrip().startswith(_OPENSSH):
        raise UploadRefusedError(Refusal.OPENSSH_KEY)
    unwrapped = from_base64(text) if wrappings else None
    if unwrapped is None:
        raise UploadRefusedError(Refusal.UNREADABLE)
    return _elements_of(unwrapped, wrappings - 1)


def _is_binary(content: bytes) -> bool:
    """Whether the content begins as DER does.

    Keys and certificates have more than 127 bytes, and no text has such a second byte.

    Small Ed25519 keys are shorter: their length has to be exact.
    """
    if not content.startswith(_SEQUENCE) or len(content) == 1:
        return False
    return content[1] >= _LONG_LENGTH or content[1] == len(content) - 2


def _element_of_file(content: bytes) -> Element:
    if len(content) > MAX_FILE_BYTES:
        raise UploadRefusedError(Refusal.FILE_TOO_LARGE)
    try:
        node, rest = read_node(content)
    except UploadRefusedError:
        if is_cut_off(content):
            raise UploadRefusedError(Refusal.CUT_OFF) from None
        raise
    kind = kind_of(node)
    if rest.strip(_PADDING) and (kind is not Kind.PFX or rest.lstrip(_PADDING).startswith(_SEQUENCE)):
        raise UploadRefusedError(Refusal.PARTLY_READ)
    if kind is Kind.OTHER:
        raise UploadRefusedError(Refusal.UNREADABLE)
    return Element(kind, node.encoded)


def _element_of_block(block: Block) -> Element:
    if "SSH" in block.label:
        raise UploadRefusedError(Refusal.OPENSSH_KEY)
    if block.label == "TRUSTED CERTIFICATE":
        raise UploadRefusedError(Refusal.TRUSTED_CERTIFICATE)
    content = block.content or b""
    if len(content) > MAX_FILE_BYTES:
        raise UploadRefusedError(Refusal.FILE_TOO_LARGE)
    if content and block.dek_info:
        return Element(Kind.TRADITIONAL_KEY, block.encrypted_pem())
    kind, encoded = _only_element(content)
    if kind is Kind.OTHER and any(word in block.label for word in _RELEVANT_WORDS):
        raise UploadRefusedError(Refusal.PARTLY_READ)
    return Element(kind, encoded)


def _only_element(content: bytes) -> tuple[Kind, bytes]:
    """Return what a block holds if it is one whole element: parameters and the like may be anything."""
    try:
        node, rest = read_node(content)
    except UploadRefusedError:
        return Kind.OTHER, b""
    return (Kind.OTHER, b"") if rest else (kind_of(node), node.encoded)
