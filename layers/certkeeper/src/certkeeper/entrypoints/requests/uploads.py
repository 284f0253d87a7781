"""What upload_certificate and upload_version take: three forms, all fields in the body.

What stands in a file is not looked at here; `x509.upload` reads it, within bounds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from certkeeper.domain.certificates.certificate import Settings
from certkeeper.domain.certificates.names import MOST_NAME_CHARACTERS
from certkeeper.domain.uploads.upload import MOST_FILES, Piece, Upload, UploadForm
from certkeeper.entrypoints.http.body import MOST_UPLOAD_BYTES
from certkeeper.entrypoints.http.problem import At, Kind, Problem, ProblemError
from certkeeper.entrypoints.requests.reading import (
    content,
    contents,
    flag,
    notice_days,
    one_of,
    optional,
    read,
    text_of,
)

if TYPE_CHECKING:
    from certkeeper.entrypoints.http.request import Request

VERSION_FIELDS = {
    "form": one_of(*UploadForm),
    "certificate": content,
    "intermediates": contents(MOST_FILES),
    "ca_bundle": contents(MOST_FILES),
    "private_key": content,
    "private_key_password": optional(content),
    "pfx": content,
    "password": content,
    "expired_allowed": flag,
}
CERTIFICATE_FIELDS = {
    **VERSION_FIELDS,
    "certificate_name": optional(text_of(MOST_NAME_CHARACTERS)),
    "domain": optional(text_of(253)),
    "notices_enabled": optional(flag),
    "notice_days": optional(notice_days),
}
_NEEDED = {"pem": ("certificate", "private_key"), "pfx": ("pfx", "password"), "paste": ("certificate", "private_key")}
_FOREIGN = {
    "pem": ("pfx", "password"),
    "pfx": ("certificate", "intermediates", "ca_bundle", "private_key", "private_key_password"),
    "paste": ("pfx", "password", "intermediates", "ca_bundle"),
}
_PIECES = ("certificate", "intermediates", "ca_bundle", "private_key", "pfx")
"""Where files stand, in the sequence in which they are read."""


def uploaded_certificate(request: Request) -> tuple[Upload, str | None, Settings]:
    """The upload, how the certificate shall be called, and what is set for it. Raises ProblemError."""
    document = read(request, CERTIFICATE_FIELDS, required=("form",), most=MOST_UPLOAD_BYTES)
    settings = Settings(
        domain=document.get("domain") or "",
        notices_enabled=document.get("notices_enabled"),
        notice_days=tuple(document.get("notice_days") or ()),
    )
    return _upload(document), document.get("certificate_name"), settings


def uploaded_version(request: Request) -> Upload:
    """The upload of a successor. Raises ProblemError."""
    return _upload(read(request, VERSION_FIELDS, required=("form",), most=MOST_UPLOAD_BYTES))


def _upload(document: dict[str, Any]) -> Upload:
    form = document["form"]
    missing = [
        At("pointer", f"/{name}", "required", "give this field") for name in _NEEDED[form] if name not in document
    ]
    foreign = [
        At("pointer", f"/{name}", "not_of_form", f"the form {form} has no such field")
        for name in _FOREIGN[form]
        if name in document
    ]
    if errors := (*missing, *foreign):
        raise ProblemError(Problem(Kind.INVALID_BODY, "each of `errors` says what to change", errors))
    password = "password" if form == "pfx" else "private_key_password"
    pieces = tuple(piece for name in _PIECES if name in document for piece in _pieces(name, document[name]))
    return Upload(pieces, document.get(password), f"/{password}", document.get("expired_allowed", False))


def _pieces(name: str, value: str | list[str]) -> list[Piece]:
    if isinstance(value, str):
        return [Piece.of_text(f"/{name}", value)]
    return [Piece.of_text(f"/{name}/{place}", each) for place, each in enumerate(value)]
