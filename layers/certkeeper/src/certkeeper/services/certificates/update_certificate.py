"""The change of a certificate's name and settings (ADR 46)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from certkeeper.domain.certificates.actions import CertificateAction, require, require_revision
from certkeeper.domain.certificates.certificate import DEFAULT_SETTINGS
from certkeeper.domain.certificates.names import own_name_violation
from certkeeper.domain.errors import CertificateChangedError, LostUpdateError, RefusedError, Violation
from certkeeper.domain.notices.days import notice_days_violations
from certkeeper.services.reading import versions_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from certkeeper.domain.certificates.actions import ExpectedRevisions
    from certkeeper.domain.certificates.certificate import Certificate, CertificateVersion, Settings
    from certkeeper.ports.certificates import CertificateChanges, Certificates

NAME, DOMAIN = "certificate_name", "domain"


@dataclass(frozen=True, slots=True)
class UpdateRequest:
    """The request to change a certificate: `changes` by the names of the API, with None for the default (RFC 7396).

    `if_match` are the revisions that the caller allows.
    """

    scope: str
    certificate_id: str
    changes: Mapping[str, Any]
    if_match: ExpectedRevisions


def update_certificate(
    request: UpdateRequest, *, certificates: Certificates, stored: CertificateChanges, now: datetime
) -> tuple[Certificate, Sequence[CertificateVersion]]:
    """Change the certificate of a request, and return it as it is then, with its versions.

    Nothing is written where nothing changes. Raises NotFoundError, RefusedError, LostUpdateError, and ConflictError:
    'deleted', 'name_taken', and 'order_running' for another name.
    """
    before = certificates.get(request.scope, request.certificate_id)
    require(before, CertificateAction.UPDATE, now)
    require_revision(before, request.if_match)
    after = _changed(before, request.changes)
    if violations := list(_violations(before, after, request.changes)):
        raise RefusedError(violations)
    if after.name != before.name:
        require(before, CertificateAction.RENAME, now)
    if after != before:
        after = _stored(before, after, stored)
    return after, versions_of(after, certificates)


def _stored(before: Certificate, after: Certificate, stored: CertificateChanges) -> Certificate:
    """A certificate that was written meanwhile no longer has the revision that the caller named."""
    try:
        return stored.update(before, after)
    except CertificateChangedError as error:
        raise LostUpdateError from error


def _changed(certificate: Certificate, changes: Mapping[str, Any]) -> Certificate:
    first = next(iter(certificate.names), "")
    defaults = {**_shown(replace(DEFAULT_SETTINGS, domain=first)), NAME: first or certificate.name}
    wanted = {name: defaults[name] if value is None else value for name, value in changes.items()}
    name = wanted.pop(NAME, certificate.name)
    if "notice_days" in wanted:
        wanted["notice_days"] = tuple(wanted["notice_days"])
    return replace(certificate, name=name, settings=replace(certificate.settings, **wanted))


def _shown(settings: Settings) -> dict[str, Any]:
    return {
        DOMAIN: settings.domain,
        "notices_enabled": settings.notices_enabled,
        "notice_days": settings.notice_days,
        "renewal_enabled": settings.renewal_enabled,
        "key_reused": settings.key_reused,
    }


def _violations(before: Certificate, after: Certificate, changes: Mapping[str, Any]) -> Iterator[Violation]:
    """Return what is wrong with the changes.

    Only these are checked: values that are stored already are not refused now.
    """
    defaulted = changes.get(NAME, "") is None and after.name != before.name
    if defaulted and (violation := own_name_violation(after.name, "/certificate_name")):
        yield violation
    names = {name.lower() for name in after.names}
    if changes.get(DOMAIN) and after.settings.domain.lower() not in names:
        yield Violation("/domain", "not_among_names", "the domain must be one of the certificate's names")
    if changes.get("notice_days"):
        lifetime = after.facts.lifetime if after.facts else None
        yield from notice_days_violations(after.settings.notice_days, "/notice_days", lifetime)
