"""Keys in OpenSSL's encryption of before PKCS#8, whose cipher is named in a PEM header (RFC 1421 section 4.6.1.3)."""

from __future__ import annotations

import hashlib
from binascii import a2b_base64
from dataclasses import dataclass
from typing import TYPE_CHECKING

from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.x509.upload.opening.ciphers import CIPHERS_BY_NAME, NotDecryptedError, Scheme
from certkeeper.x509.upload.opening.safes import is_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from certkeeper.x509.derivations import Password

_SALT_BYTES = 8
"""The bytes of the IV that are the salt as well: OpenSSL's PEM_do_header(3)."""


@dataclass(frozen=True, slots=True)
class _Md5Derivation:
    """OpenSSL's EVP_BytesToKey(3) with MD5 and one round."""

    salt: bytes
    rounds: int = 1

    def key(self, password: Password, size: int) -> bytes:
        """Return a key of `size` bytes."""
        derived = block = b""
        while len(derived) < size:
            block = hashlib.md5(block + password.octets + self.salt, usedforsecurity=False).digest()
            derived += block
        return derived[:size]


def opened_traditional_key(pem: bytes, forms: Sequence[Password]) -> bytes:
    """Return a key without its encryption, in the form that it has: PKCS#1, SEC1 or DSA's, DER.

    `pem` is the key with the header, as `Block.encrypted_pem` writes it. Raises UploadRefusedError if the cipher is
    unknown, its IV is cut short, or no form of the password decrypts it.
    """
    _, _, dek_info, _, body, *_ = pem.decode("ascii").split("\n")
    content = a2b_base64(body)
    name, _, written = dek_info.removeprefix("DEK-Info: ").partition(",")
    kind = CIPHERS_BY_NAME.get(name)
    iv = bytes.fromhex(written) if len(written) % 2 == 0 else b""
    if kind is None:
        raise UploadRefusedError(Refusal.ENCRYPTION_UNSUPPORTED)
    if len(iv) != kind.block_bytes:
        raise UploadRefusedError(Refusal.PARTLY_READ)
    scheme = Scheme(_Md5Derivation(iv[:_SALT_BYTES]), kind, iv=iv)
    for form in forms:
        try:
            plain = scheme.decrypted(content, form)
        except NotDecryptedError:
            continue
        if is_key(plain):
            return plain
    raise UploadRefusedError(Refusal.WRONG_PASSWORD_OR_DAMAGED)
