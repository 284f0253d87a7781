"""OpenOrder: the account, the key, the order at the CA, each stored before the next one is made (ADR 4)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from certkeeper.domain.errors import AccountUnknownError, AcmeProblemError, NotFoundError, TransientError
from certkeeper.domain.orders.failures import Failure
from certkeeper.domain.orders.order import Authorization, Steps
from certkeeper.services.issuance.acme_account import FINAL, reason
from certkeeper.services.issuance.guards import fail, require_running

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from certkeeper.domain.orders.order import Order
    from certkeeper.ports.certificate_authority import AuthorizationAtCa, CaSession, DirectoryMetadata, OrderAtCa
    from certkeeper.ports.orders import Orders
    from certkeeper.services.issuance.acme_account import AcmeAccount

_TOO_MANY_REQUESTS = 429
"""The HTTP status of a rate limit (RFC 6585 section 4). A retry would only use more of it."""


def open_order(
    scope: str,
    order_id: str,
    *,
    account: AcmeAccount,
    lifetime: timedelta,
    now: datetime,
    default_profile: str = "",
) -> None:
    """Open the order of this scope and id at the CA, or continue where an earlier attempt has stopped.

    `lifetime` is the longest time from placing the order to its deadline. `default_profile` is asked for by orders that
    name none. Raises OrderFailed with the reason on the order, and TransientError where a retry may help.
    """
    orders = account.orders
    order = orders.get(scope, order_id)
    require_running(order, now, orders=orders)
    if order.authorizations:
        return
    try:
        if not order.url:
            order = _chosen(order, account.ca.metadata(), default_profile, orders=orders)
        account.vault.ensure_order_key(order.certificate_id, order.order_id, lambda: _order_key(order, account))
        order, session = _ensure_url(order, account)
        at_ca = session.order(order.url)
        authorizations = [session.authorization(url) for url in at_ca.authorization_urls]
    except FINAL as error:
        fail(order, reason(error), orders=orders)
    deadline = min([order.created_at + lifetime, *_expiries(at_ca, authorizations)])
    order = replace(order, deadline=deadline, authorizations=tuple(map(_authorization, authorizations)))
    if order.steps is Steps.AUTOMATIC:  # a person can still name another challenge
        _require_challenge(order, orders=orders)
    orders.save(order)


def _chosen(order: Order, metadata: DirectoryMetadata, default_profile: str, *, orders: Orders) -> Order:
    """Return the order with what the CA's directory decides.

    Raises OrderFailed where the CA does not have the profile.
    """
    order = replace(
        order,
        profile=order.profile or default_profile,
        issuers=metadata.issuers,
        replaces=order.replaces if metadata.renewal_info else "",
    )
    _require_profile(order, metadata, orders=orders)
    return order


def _require_profile(order: Order, metadata: DirectoryMetadata, *, orders: Orders) -> None:
    """Raise OrderFailed where the order names a profile that the directory does not have."""
    if not order.profile or order.profile in metadata.profiles:
        return
    offered = (
        f"choose one of {', '.join(metadata.profiles)}"
        if metadata.profiles
        else "it offers none, so leave `profile` out"
    )
    sentence = f"the CA does not offer this profile; {offered}"
    fail(order, Failure("profile_not_offered", sentence), orders=orders)


def _require_challenge(order: Order, *, orders: Orders) -> None:
    """Raise OrderFailed where the CA does not offer the order's challenge for a name that is still pending."""
    if order.challenge is None:
        return
    without = [one.name for one in order.pending_authorizations if one.challenge(order.challenge) is None]
    if not without:
        return
    offered = sorted({each.type for one in order.pending_authorizations for each in one.challenges})
    sentence = (
        f"the CA does not offer {order.challenge} for {len(without)} of the names; choose another challenge: it offers "
        f"{', '.join(offered)}"
    )
    fail(order, Failure("challenge_not_offered", sentence, names=tuple(without)), orders=orders)


def _order_key(order: Order, account: AcmeAccount) -> str:
    """Return a new key, unless the order uses one again that is still stored."""
    if order.key_source_id:
        try:
            return account.vault.bundle_of(order.certificate_id, order.key_source_id).private_key
        except NotFoundError:
            pass  # Secrets Manager has let it go
    return account.new_key(order.key_type)


def _ensure_url(order: Order, account: AcmeAccount) -> tuple[Order, CaSession]:
    """Return the order with its URL, placed at the CA if it has none.

    A crash between newOrder and the save leaves an order at the CA that nobody uses: it expires there.
    """
    registered = account.registered() or account.register()
    session = account.signed_in(registered)
    if order.url:
        return order, session
    try:
        order, opened = _ordered(order, session)
    except AccountUnknownError:
        registered = account.register()
        session = account.signed_in(registered)
        order, opened = _ordered(order, session)
    known = replace(order, url=opened.url, thumbprint=registered.thumbprint, account_url=registered.url)
    return account.orders.save(known), session


def _ordered(order: Order, session: CaSession) -> tuple[Order, OrderAtCa]:
    """Place the order; where the CA refuses the certificate that it replaces, place it without that.

    409 means that another order replaces it already (RFC 9773 section 5); the certificate of another CA is malformed
    for this one. A CA may also fail on one: Pebble 2.10 answers 500 where the serial number has a leading zero byte.
    """
    if order.replaces:
        try:
            return order, session.new_order(order.names, order.profile, order.replaces)
        except (AcmeProblemError, TransientError) as error:
            if isinstance(error, AcmeProblemError) and error.status == _TOO_MANY_REQUESTS:
                raise
            order = replace(order, replaces="")
    return order, session.new_order(order.names, order.profile)


def _expiries(at_ca: OrderAtCa, authorizations: Sequence[AuthorizationAtCa]) -> list[datetime]:
    """Valid authorizations live for weeks; only the order and its pending authorizations limit the time."""
    pending = [authorization.expires for authorization in authorizations if authorization.status == "pending"]
    return [expires for expires in (at_ca.expires, *pending) if expires is not None]


def _authorization(at_ca: AuthorizationAtCa) -> Authorization:
    return Authorization(at_ca.name, at_ca.url, at_ca.status, at_ca.challenges)
