"""The checks of an upload against the scope: it is inside it, has a name, and is small enough to be stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.certificates.names import own_name_violation
from certkeeper.domain.errors import RefusedError, Violation
from certkeeper.domain.notices.days import notice_days_violations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certkeeper.domain.scopes import Scope
    from certkeeper.domain.uploads.upload import SoundUpload
    from certkeeper.services.uploads.request import UploadRequest

MAX_SECRET_CHARACTERS = 60_000
"""The most characters in a secret, of at most 65,536 bytes: JSON adds its names, and escapes line ends.

Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html
"""
MAX_ROOT_CHARACTERS = 100_000
"""The most characters of the root, which is stored in a row of at most 400 KB.

Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
"""


def check(request: UploadRequest, sound: SoundUpload, scope: Scope) -> None:
    """Check the `sound` upload of a request against the scope. Raises RefusedError with every reason."""
    violations = [
        *_names(sound, scope),
        *_domain(request, sound),
        *_size(sound),
        *_name(request, sound),
        *_notice_days(request, sound),
    ]
    if violations:
        raise RefusedError(violations)


def _names(sound: SoundUpload, scope: Scope) -> Iterator[Violation]:
    outside = [name for name in sound.facts.names if not scope.covers(name.lower())]
    if outside:
        detail = f"{len(outside)} of the certificate's names are outside the scope; upload it to another scope"
        yield Violation("", "outside_scope", detail)


def _domain(request: UploadRequest, sound: SoundUpload) -> Iterator[Violation]:
    domain = request.settings.domain
    if domain and domain.lower() not in {name.lower() for name in sound.facts.names}:
        yield Violation("/domain", "not_among_names", "the domain must be one of the certificate's names")


def _notice_days(request: UploadRequest, sound: SoundUpload) -> Iterator[Violation]:
    if days := request.settings.notice_days:
        yield from notice_days_violations(days, "/notice_days", sound.facts.lifetime)


def _size(sound: SoundUpload) -> Iterator[Violation]:
    stored_characters = 2 * (len(sound.certificate_pem) + len(sound.chain_pem)) + len(sound.private_key_pem)
    if stored_characters > MAX_SECRET_CHARACTERS or len(sound.root_pem) > MAX_ROOT_CHARACTERS:
        detail = "certificate, chain and key together are too large for Secrets Manager; leave out what is not needed"
        yield Violation("", "too_large_to_store", detail)


def _name(request: UploadRequest, sound: SoundUpload) -> Iterator[Violation]:
    """Yield what is wrong with the name of a new certificate; it is checked before anything is stored."""
    if request.certificate_id is not None or request.certificate_name is not None:
        return
    if not sound.facts.names:
        detail = "the certificate has no DNS name; give `certificate_name`"
        yield Violation("/certificate_name", "required", detail)
    elif violation := own_name_violation(sound.facts.names[0], "/certificate_name"):
        yield violation
