"""What is read for those who ask, and changed by nobody: orders, certificates and scopes, one by one and in pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from typing import TypeVar

    from certkeeper.domain.certificates.certificate import Certificate, CertificateVersion
    from certkeeper.domain.events import Event
    from certkeeper.domain.orders.order import Order
    from certkeeper.domain.scopes import Scope
    from certkeeper.ports.certificates import CertificateFilter, Certificates
    from certkeeper.ports.orders import OrderReader
    from certkeeper.ports.paging import Page
    from certkeeper.ports.scopes import Scopes

    Item = TypeVar("Item")


def get_order(scope: str, order_id: str, *, orders: OrderReader) -> Order:
    """The order, read consistently. Raises NotFoundError."""
    return orders.get(scope, order_id)


def list_orders(scope: str, *, orders: OrderReader, scopes: Scopes, limit: int, cursor: str | None) -> Page[Order]:
    """One page of a scope's orders, newest first. Raises NotFoundError('scope')."""
    page = orders.list(scope, limit=limit, cursor=cursor)
    _require_scope(scope, page, cursor, scopes=scopes)
    return page


def get_certificate(
    scope: str, certificate_id: str, *, certificates: Certificates, events_of: Callable[[str], Sequence[Event]]
) -> tuple[Certificate, Sequence[CertificateVersion], Sequence[Event]]:
    """The certificate, its versions, none while its first order runs, and what has happened to it; the newest first.

    `events_of` gives the newest events of a certificate by its id; the last few moments may be missing. Raises
    NotFoundError.
    """
    certificate = certificates.get(scope, certificate_id)
    return certificate, versions_of(certificate, certificates), events_of(certificate_id)


def versions_of(certificate: Certificate, certificates: Certificates) -> Sequence[CertificateVersion]:
    """The versions of a certificate up to the current one: the next may be stored a moment before it counts."""
    versions = certificates.versions(certificate.certificate_id) if certificate.version else ()
    return [version for version in versions if version.version <= certificate.version]


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
    """One page of a scope's certificates, newest first; what was stored a moment ago is in it.

    Raises NotFoundError('scope').
    """
    page = certificates.list(scope, wanted, now=now, limit=limit, cursor=cursor)
    _require_scope(scope, page, cursor, scopes=scopes)
    return page


def list_scopes(*, scopes: Scopes) -> tuple[Scope, ...]:
    """All scopes by name, the built-in `all` first."""
    return scopes.list()


def _require_scope(scope: str, page: Page[Item], cursor: str | None, *, scopes: Scopes) -> None:
    """Raises NotFoundError('scope') where the first page is empty, no other follows, and nobody has put the scope.

    Only then is the scope's row read: what is listed stands in a scope that is there.
    """
    if cursor is None and not page.items and page.next_cursor is None:
        scopes.get(scope)
