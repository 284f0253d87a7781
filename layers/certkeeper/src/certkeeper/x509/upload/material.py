"""All keys and certificates of an upload, in the order in which they come."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from certkeeper.domain.uploads import limits
from certkeeper.domain.uploads.parts import Part
from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.x509.upload.reading.certificate import (
    ReadCertificate,
    read_certificate,
    subject_and_key_bits,
)
from certkeeper.x509.upload.reading.private_key import load_private_key

if TYPE_CHECKING:
    from certkeeper.x509.upload.reading.private_key import LoadedKey


_SHORTEST_KEY = 32
"""The octets of the shortest public key, Ed25519's (RFC 8032 section 5.1.5)."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A certificate that cannot be read or used: why not, its subject as facts have it, and the bits of its key.

    Both are empty where they cannot be read either.
    """

    error: UploadRefusedError
    subject: str
    key_bits: bytes = field(repr=False)


@dataclass(slots=True, repr=False)
class Material:
    """The keys and certificates that were found so far. `duplicates` counts certificates that came more than once.

    `left_out` are certificates that cannot be read, or not be used: whether the upload needs one of them shows later.
    `files_left_out` counts files of archives and Secrets that are not needed. `wrong_kinds` are things that are no
    certificate, with the pointers to their pieces.
    """

    certificates: dict[str, ReadCertificate] = field(default_factory=dict)
    left_out: dict[bytes, LeftOut] = field(default_factory=dict)
    key: LoadedKey | None = None
    duplicates: int = 0
    files_left_out: int = 0
    legacy_encryption: bool = False
    without_mac: bool = False
    key_not_encrypted: bool = False
    key_pointer: str = ""
    wrong_kinds: dict[Refusal, str] = field(default_factory=dict)
    _key_forms: set[bytes] = field(default_factory=set)
    _numbers: Counter[str] = field(default_factory=Counter)

    def add_certificate(self, encoded: bytes, pointer: str) -> None:
        """Add a certificate (DER) of the piece at a pointer, once; one that cannot be read is left out.

        Raises UploadRefusedError if there are too many. `encoded` is the certificate.
        """
        self._numbers[pointer] += 1
        try:
            read = read_certificate(encoded, pointer, self._numbers[pointer])
        except UploadRefusedError as error:
            self.left_out.setdefault(encoded, LeftOut(error, *subject_and_key_bits(encoded)))
        else:
            if self.certificates.setdefault(read.facts.sha256, read) is not read:
                self.duplicates += 1
        if len(self.certificates) + len(self.left_out) > limits.MAX_CERTIFICATES:
            raise UploadRefusedError(Refusal.TOO_MANY_CERTIFICATES)

    def add_key(self, encoded: bytes, pointer: str) -> None:
        """Add a private key (DER) of the piece at a pointer, once; raise UploadRefusedError if there is another.

        `encoded` is the key.
        """
        if encoded in self._key_forms:
            return
        self._key_forms.add(encoded)
        if len(self._key_forms) > limits.MAX_KEY_LOADINGS:
            raise UploadRefusedError(Refusal.SEVERAL_KEYS, pointer)
        key = load_private_key(encoded)
        if self.key and self.key.public != key.public:
            raise UploadRefusedError(Refusal.SEVERAL_KEYS, pointer)
        self.key, self.key_pointer = key, pointer

    def only_key(self) -> LoadedKey:
        """Return the private key; raise UploadRefusedError if there is none."""
        if self.key:
            return self.key
        raise UploadRefusedError(Refusal.KEY_MISSING) if self.certificates else self._nothing()

    def leaf(self, key: LoadedKey) -> ReadCertificate:
        """Return the certificate for this key; raise UploadRefusedError unless there is exactly one.

        Where it is one that cannot be read, the refusal says why.
        """
        found = [read for read in self.certificates.values() if read.certificate.public_key() == key.public]
        if not found:
            raise self._without_leaf(key)
        if len(found) > 1:
            raise UploadRefusedError(Refusal.SEVERAL_LEAVES, found[1].pointer)
        return found[0]

    def _left_out_for(self, key: LoadedKey) -> LeftOut | None:
        """Return the certificate for this key among those that cannot be used, if there is one."""
        if not self.left_out:
            return None
        encoded = key.public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        bits = (one for one in self.left_out.values() if len(one.key_bits) >= _SHORTEST_KEY)
        return next((one for one in bits if encoded.endswith(one.key_bits)), None)

    def _without_leaf(self, key: LoadedKey) -> UploadRefusedError:
        """Return the refusal if no certificate that can be used is for the key."""
        unusable = self._left_out_for(key)
        if unusable:
            return unusable.error
        if not self.certificates:
            return self._nothing()
        for one in self.left_out.values():
            if not one.key_bits or one.error.part == Part.KEY:  # it may have been for the key
                return one.error
        return UploadRefusedError(Refusal.KEY_MISMATCH, self.key_pointer)

    def _nothing(self) -> UploadRefusedError:
        """Return the refusal if there is no certificate: it names what came in its place, if anything did."""
        for one in self.left_out.values():
            return one.error
        for refusal, pointer in self.wrong_kinds.items():
            return UploadRefusedError(refusal, pointer)
        return UploadRefusedError(Refusal.CERTIFICATE_MISSING)
