"""An upload in the place of a version: what it loses, and which certificates have its names already (ADR 105)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.certificates.certificate import Source
from certkeeper.domain.certificates.comparison import Loss
from certkeeper.domain.certificates.names import name_set
from certkeeper.domain.certificates.succession import Compared, compare, require_confirmed
from certkeeper.domain.errors import NotFoundError
from certkeeper.x509.upload.judging.stored import trust_of_stored

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.domain.uploads.upload import SoundUpload
    from certkeeper.ports.certificates import Certificates
    from certkeeper.ports.uploads import Uploads
    from certkeeper.services.uploads.request import UploadRequest
    from certkeeper.x509.upload.judging.roots import PublicRoots


def confirmed_losses(
    request: UploadRequest,
    sound: SoundUpload,
    before: Certificate | None,
    *,
    certificates: Certificates,
    roots: PublicRoots,
    now: datetime,
) -> tuple[Loss, ...]:
    """Return what the `sound` upload loses against the current version of `before`, all of it confirmed by the request.

    Nothing is lost where `before` is None: the certificate is new. The commit writes under the revision of `before`,
    so what is compared here is what is replaced. Raises LossesNotConfirmedError and ReplacementNeedsAdministratorError.
    """
    if before is None:
        return ()
    present = certificates.version(before.certificate_id, before.version)
    successor = Compared(before.next_version, sound.facts, Source.UPLOADED, sound.verdicts.trust)
    comparison = compare(Compared.of(present, trust_of_stored(present, roots, now)), successor)
    require_confirmed(comparison, request.confirmation, by_administrator=request.by_administrator)
    return tuple(loss for loss in Loss if loss in comparison.codes)


def with_same_names(
    scope: str, certificate_id: str, names: Sequence[str], *, certificates: Certificates, uploads: Uploads
) -> tuple[Certificate, ...]:
    """Return the other certificates of the scope that have exactly these names now, newest first.

    `certificate_id` is the one that was uploaded, or empty. Deleted certificates are not among them.
    """
    wanted = name_set(names)
    others = [each for each in uploads.with_names(scope, names) if each != certificate_id]
    found = [certificate for each in others if (certificate := _or_none(certificates, scope, each))]
    return tuple(each for each in found if each.deleted_at is None and name_set(each.names) == wanted)


def _or_none(certificates: Certificates, scope: str, certificate_id: str) -> Certificate | None:
    try:
        return certificates.get(scope, certificate_id)
    except NotFoundError:
        return None
