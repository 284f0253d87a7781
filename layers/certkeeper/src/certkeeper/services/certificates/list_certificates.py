"""The certificates of a scope."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.services.scopes.known_scope import require_scope

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.ports.certificates import CertificateFilter, Certificates
    from certkeeper.ports.paging import Page
    from certkeeper.ports.scopes import Scopes


def list_certificates(
    scope: str,
    wanted: CertificateFilter,
    *,
    certificates: Certificates,
    scopes: Scopes,
    limit: int,
    cursor: str | None,
    now: datetime,
) -> Page[Certificate]:
    """One page, newest first; what was stored a moment ago is in it. Raises NotFoundError('scope')."""
    page = certificates.list(scope, wanted, now=now, limit=limit, cursor=cursor)
    require_scope(scope, page, cursor, scopes=scopes)
    return page
