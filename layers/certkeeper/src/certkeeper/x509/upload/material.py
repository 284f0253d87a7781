"""All keys and certificates of an upload, in the order in which they come."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from certkeeper.domain.uploads import limits
from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.x509.upload.reading.certificate import ReadCertificate, read_certificate
from certkeeper.x509.upload.reading.private_key import load_private_key

if TYPE_CHECKING:
    from certkeeper.x509.upload.reading.private_key import LoadedKey


@dataclass(slots=True, repr=False)
class Material:
    """The keys and certificates that were found so far. `duplicates` counts certificates that came more than once.

    `files_left_out` counts files of archives and Secrets that are not needed. `wrong_kinds` are things that are no
    certificate, with the pointers to their pieces.
    """

    certificates: dict[str, ReadCertificate] = field(default_factory=dict)
    key: LoadedKey | None = None
    duplicates: int = 0
    files_left_out: int = 0
    legacy_encryption: bool = False
    without_mac: bool = False
    key_pointer: str = ""
    wrong_kinds: dict[Refusal, str] = field(default_factory=dict)
    _key_forms: set[bytes] = field(default_factory=set)

    def add_certificate(self, encoded: bytes, pointer: str) -> None:
        """Add a certificate (DER) of the piece at a pointer, once.

        Raises UploadRefusedError if it cannot be read wholly. `encoded` is the certificate.
        """
        read = read_certificate(encoded, pointer)
        if self.certificates.setdefault(read.facts.sha256, read) is not read:
            self.duplicates += 1
        if len(self.certificates) > limits.MAX_CERTIFICATES:
            raise UploadRefusedError(Refusal.TOO_MANY_CERTIFICATES)

    def add_key(self, encoded: bytes, pointer: str, *, was_checked: bool = False) -> None:
        """Add a private key (DER) of the piece at a pointer, once; raise UploadRefusedError if there is another.

        `encoded` is the key; `was_checked` if its primes were tested already.
        """
        if encoded in self._key_forms:
            return
        self._key_forms.add(encoded)
        if len(self._key_forms) > limits.MAX_KEY_LOADINGS:
            raise UploadRefusedError(Refusal.SEVERAL_KEYS, pointer)
        key = load_private_key(encoded, was_checked=was_checked)
        if self.key and self.key.public != key.public:
            raise UploadRefusedError(Refusal.SEVERAL_KEYS, pointer)
        self.key, self.key_pointer = key, pointer

    def only_key(self) -> LoadedKey:
        """Return the private key; raise UploadRefusedError if there is none."""
        if self.key:
            return self.key
        raise UploadRefusedError(Refusal.KEY_MISSING) if self.certificates else self._nothing()

    def leaf(self, key: LoadedKey) -> ReadCertificate:
        """Return the certificate for this key; raise UploadRefusedError unless there is exactly one."""
        if not self.certificates:
            raise self._nothing()
        found = [read for read in self.certificates.values() if read.certificate.public_key() == key.public]
        if not found:
            raise UploadRefusedError(Refusal.KEY_MISMATCH, self.key_pointer)
        if len(found) > 1:
            raise UploadRefusedError(Refusal.SEVERAL_LEAVES, found[1].pointer)
        return found[0]

    def _nothing(self) -> UploadRefusedError:
        """Return the refusal if there is no certificate: it names what came in its place, if anything did."""
        for refusal, pointer in self.wrong_kinds.items():
            return UploadRefusedError(refusal, pointer)
        return UploadRefusedError(Refusal.CERTIFICATE_MISSING)
