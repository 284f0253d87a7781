"""From the pieces of an upload to its keys and certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.uploads import limits
from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.x509.upload.containers.opening import contents_of, is_container
from certkeeper.x509.upload.material import Material
from certkeeper.x509.upload.reading.contents import elements_of
from certkeeper.x509.upload.reading.kinds import Kind, certificates_in_pkcs7

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeVar

    from certkeeper.domain.uploads.upload import Upload
    from certkeeper.x509.upload.containers.contained import ContainedFile, Contents
    from certkeeper.x509.upload.opening.child import Confinement
    from certkeeper.x509.upload.reading.contents import Element

    Opened = TypeVar("Opened")

_ENCRYPTED = {Kind.ENCRYPTED_KEY, Kind.TRADITIONAL_KEY, Kind.PFX}
"""What takes seconds and a password to be opened."""
_WRONG_KINDS = {Kind.REQUEST: Refusal.CERTIFICATE_REQUEST, Kind.PUBLIC_KEY: Refusal.PUBLIC_KEY}
"""What people send in place of a certificate; beside one it does no harm."""


def gather(upload: Upload, *, confinement: Confinement) -> Material:
    """Return everything that is in an upload.

    Raises UploadRefusedError, which points at the piece, if one cannot be read. What a password protects is opened in a
    child process, within its `confinement`.
    """
    if len(upload.pieces) > limits.MAX_TOTAL_FILES:
        raise UploadRefusedError(Refusal.TOO_MANY_FILES)
    if sum(len(piece.content) for piece in upload.pieces) > limits.MAX_UPLOAD_BYTES:
        raise UploadRefusedError(Refusal.UPLOAD_TOO_LARGE)
    gathering = _Gathering(upload, confinement)
    for piece in upload.pieces:
        try:
            contents = contents_of(piece.content, confinement=confinement)
            if contents is None:
                gathering.add_all(elements_of(piece.content), piece.pointer)
            else:
                gathering.add_contents(contents, piece.pointer)
        except UploadRefusedError as error:
            raise error.at(piece.pointer) from None
    gathering.open_what_is_needed()
    return gathering.material


def _password_bytes(password: str | None) -> bytes:
    """Return a password as the libraries want it, empty for None.

    Raises UploadRefusedError if none of them could use it. A NUL makes OpenSSL's binding panic, and half a surrogate
    pair has no UTF-8.
    """
    text = password or ""
    try:
        encoded = text.encode()
    except UnicodeEncodeError:
        encoded = b"\0"
    if len(text) > limits.MAX_PASSWORD_CHARACTERS or b"\0" in encoded:
        raise UploadRefusedError(Refusal.PASSWORD_UNUSABLE)
    return encoded


class _Gathering:
    """One upload while it is read."""

    def __init__(self, upload: Upload, confinement: Confinement) -> None:
        self._confinement = confinement
        self.material = Material()
        self._password_pointer = upload.password_pointer
        self._has_password = bool(upload.password)
        self._opened: bytes | None = None
        self._waiting: list[tuple[Element, str]] = []
        try:
            self._password = _password_bytes(upload.password)
        except UploadRefusedError as error:
            raise error.at(upload.password_pointer) from None

    def add_all(self, elements: Iterable[Element], pointer: str) -> None:
        """Add the elements of the piece at a pointer."""
        for element in elements:
            self.add(element, pointer)

    def add_contents(self, contents: Contents, pointer: str) -> None:
        """Add the files of an archive or a Secret, which is the piece at a pointer.

        What does not say that it is a certificate or a key, and is none, is left out. What is encrypted waits: often it
        is a second form of what is there in plain.
        """
        self.material.files_left_out += contents.left_out
        for file in contents.files:
            elements = self._elements_of_file(file, pointer)
            self._waiting.extend((one, pointer) for one in elements if one.kind in _ENCRYPTED)
            self.add_all((one for one in elements if one.kind not in _ENCRYPTED), pointer)

    def _elements_of_file(self, file: ContainedFile, pointer: str) -> tuple[Element, ...]:
        """Return the elements of a file of an archive or a Secret; none if it is left out."""
        if is_container(file.content):
            self.material.wrong_kinds.setdefault(Refusal.ARCHIVE_NESTED, pointer)
        else:
            try:
                return elements_of(file.content)
            except UploadRefusedError as error:
                if error.refusal is Refusal.JAVA_KEYSTORE:
                    self.material.wrong_kinds.setdefault(error.refusal, pointer)
                elif file.is_needed:
                    raise
        self.material.files_left_out += 1
        return ()

    def open_what_is_needed(self) -> None:
        """Open what is encrypted in an archive or a Secret, as far as a key or a certificate is still missing."""
        for element, pointer in self._waiting:
            if self.material.key and self.material.certificates:
                self.material.files_left_out += 1
                continue
            try:
                self.add(element, pointer)
            except UploadRefusedError as error:
                raise error.at(pointer) from None

    def add(self, element: Element, pointer: str) -> None:
        """Add one element of the piece at a pointer."""
        match element.kind:
            case Kind.CERTIFICATE:
                self.material.add_certificate(element.encoded, pointer)
            case Kind.PKCS7:
                for encoded in certificates_in_pkcs7(element.encoded):
                    self.material.add_certificate(encoded, pointer)
            case Kind.KEY:
                self.material.add_key(element.encoded, pointer)
            case Kind.ENCRYPTED_KEY | Kind.TRADITIONAL_KEY:
                self._open_key(element, pointer)
            case Kind.PFX:
                self._open_pfx(element.encoded, pointer)
            case Kind.REQUEST | Kind.PUBLIC_KEY:
                self.material.wrong_kinds.setdefault(_WRONG_KINDS[element.kind], pointer)
            case Kind.OTHER:
                pass

    def _open_key(self, element: Element, pointer: str) -> None:
        if self._is_open(element.encoded):
            return
        from certkeeper.x509.upload.opening.decryption import open_key, open_traditional_key  # noqa: PLC0415 - most uploads have nothing to open

        opener = open_key if element.kind is Kind.ENCRYPTED_KEY else open_traditional_key
        self.material.add_key(self._unlocked(opener, element.encoded), pointer)

    def _open_pfx(self, encoded: bytes, pointer: str) -> None:
        if self._is_open(encoded):
            return
        from certkeeper.x509.upload.opening.decryption import open_pfx  # noqa: PLC0415 - most uploads have nothing to open

        opened = self._unlocked(open_pfx, encoded)
        self.material.legacy_encryption |= opened.is_legacy
        self.material.without_mac |= not opened.has_mac
        self.material.key_not_encrypted |= opened.has_plain_key
        for key in opened.keys:
            self.material.add_key(key, pointer)
        for certificate in opened.certificates:
            self.material.add_certificate(certificate, pointer)

    def _unlocked(self, opener: Callable[..., Opened], encoded: bytes) -> Opened:
        """Return what a function makes of something encrypted; where no password was given, it says that one lacks."""
        try:
            return opener(encoded, self._password, confinement=self._confinement)
        except UploadRefusedError as error:
            if error.refusal is Refusal.WRONG_PASSWORD_OR_DAMAGED and not self._has_password:
                raise UploadRefusedError(Refusal.PASSWORD_MISSING, self._password_pointer) from None
            raise

    def _is_open(self, encoded: bytes) -> bool:
        """Whether this was opened before. Opening takes up to 3 s, so one upload may have one thing to open."""
        if self._opened not in {None, encoded}:
            raise UploadRefusedError(Refusal.SEVERAL_KEYS)
        was_opened, self._opened = self._opened is not None, encoded
        return was_opened
