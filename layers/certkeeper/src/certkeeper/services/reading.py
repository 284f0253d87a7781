"""The reading of orders, certificates and scopes, one by one and in pages."""

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
    """Return the order of this scope and id, read consistently. Raises NotFoundError."""
    return orders.get(scope, order_id)


def list_orders(scope: str, *, orders: OrderReader, scopes: Scopes, limit: int, cursor: str | None) -> Page[Order]:
    """Return a page of the scope's orders, newest first. Raises NotFoundError('scope')."""
    page = orders.list(scope, limit=limit, cursor=cursor)
    _require_scope(scope, page, cursor, scopes=scopes)
    return page


def get_certificate(
    scope: str, certificate_id: str, *, certificates: Certificates, events_of: Callable[[str], Sequence[Event]]
) -> tuple[Certificate, Sequence[CertificateVersion], Sequence[Event]]:
    """Return the certificate with its versions and its newest events, both newest first. Raises NotFoundError.

    A certificate of this scope and id has no version while its first order runs. `events_of` returns the events of an
    id; those of the last moments may be missing.
    """
    certificate = certificates.get(scope, certificate_id)
    return certificate, versions_of(certificate, certificates), events_of(certificate_id)


def versions_of(certificate: Certificate, certificates: Certificates) -> Sequence[CertificateVersion]:
    """Return the versions of a certificate, newest first: the next one may be stored a moment before it counts.

    `certificates` is where they are read. Those that are kept are among them, however many are newer.
    """
    if not certificate.version:
        return ()
    certificate_id = certificate.certificate_id
    listed = {
        version.version: version
        for version in certificates.versions(certificate_id)
        if version.version <= certificate.highest_version
    }
    for number in set(certificate.kept_versions) - listed.keys():
        listed[number] = certificates.version(certificate_id, number)
    return [listed[number] for number in sorted(listed, reverse=True)]


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
    """Return a page of the scope's certificates that are wanted, newest first, read consistently.

    Raises NotFoundError('scope').
    """
    page = certificates.list(scope, wanted, now=now, limit=limit, cursor=cursor)
    _require_scope(scope, page, cursor, scopes=scopes)
    return page


def list_scopes(*, scopes: Scopes) -> tuple[Scope, ...]:
    """Return all scopes by name, the built-in `all` first."""
    return scopes.list()


def _require_scope(scope: str, page: Page[Item], cursor: str | None, *, scopes: Scopes) -> None:
    """Raise NotFoundError('scope') if the only page is empty and the scope does not exist.

    The scope's row is read only then: what is listed is in a scope that exists.
    """
    if cursor is None and not page.items and page.next_cursor is None:
        scopes.get(scope)
