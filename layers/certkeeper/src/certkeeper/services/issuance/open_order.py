"""OpenOrder: the account, the key, the order at the CA. Each is durable before the next one is made."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from certkeeper.domain.errors import AccountUnknownError, AcmeProblemError, NotFoundError, TransientError
from certkeeper.domain.orders.order import Authorization, Steps
from certkeeper.services.issuance.ca_session import FINAL, reason
from certkeeper.services.issuance.offered import require_challenge, require_profile
from certkeeper.services.issuance.running import fail, require_running

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from certkeeper.domain.orders.order import Order
    from certkeeper.ports.accounts import Account, Accounts
    from certkeeper.ports.certificate_authority import (
        AuthorizationAtCa,
        CaSession,
        CertificateAuthority,
        Offer,
        OrderAtCa,
    )
    from certkeeper.ports.keys import Keys
    from certkeeper.ports.orders import Orders
    from certkeeper.ports.vaults import Vault

_TOO_MANY_REQUESTS = 429
"""RFC 6585 section 4; asking again would only make it worse."""


def open_order(
    scope: str,
    order_id: str,
    *,
    orders: Orders,
    accounts: Accounts,
    vault: Vault,
    keys: Keys,
    ca: CertificateAuthority,
    lifetime: timedelta,
    now: datetime,
    default_profile: str = "",
) -> None:
    """Opens the order at the CA, or goes on where an earlier try of the same task stopped.

    `lifetime` bounds the deadline from above, counted from the placing of the order; `default_profile` is asked for by
    orders that name none. Raises OrderFailed with the reason on the order, TransientError where trying again may help.
    """
    order = orders.get(scope, order_id)
    require_running(order, now, orders=orders)
    if order.authorizations:
        return
    try:
        if not order.url:
            order = _chosen(order, ca.offer(), default_profile, orders=orders)
        vault.ensure_order_key(order.certificate_id, order.order_id, lambda: _key(order, vault=vault, keys=keys))
        account_key = vault.account_key(ca.directory_url, keys.new_account_key)
        account = accounts.get(ca.directory_url) or _register(account_key, accounts=accounts, ca=ca)
        order, session = _ensure_url(order, account, account_key, orders=orders, accounts=accounts, ca=ca)
        at_ca = session.order(order.url)
        authorizations = [session.authorization(url) for url in at_ca.authorization_urls]
    except FINAL as error:
        fail(order, reason(error), orders=orders)
    deadline = min([order.created_at + lifetime, *_expiries(at_ca, authorizations)])
    order = replace(order, deadline=deadline, authorizations=tuple(map(_authorization, authorizations)))
    if order.steps is Steps.AUTOMATIC:  # a person can still name another challenge
        require_challenge(order, orders=orders)
    orders.save(order)


def _chosen(order: Order, offer: Offer, default_profile: str, *, orders: Orders) -> Order:
    """Raises OrderFailed where the CA does not have the profile."""
    order = replace(
        order,
        profile=order.profile or default_profile,
        issuers=offer.issuers,
        replaces=order.replaces if offer.renewal_info else "",
    )
    require_profile(order, offer, orders=orders)
    return order


def _key(order: Order, *, vault: Vault, keys: Keys) -> str:
    """A new one, unless the order goes on with one that is kept."""
    try:
        return vault.bundle_of(order.certificate_id, order.key_of).private_key if order.key_of else keys.new_key(order)
    except NotFoundError:
        return keys.new_key(order)


def _register(account_key: str, *, accounts: Accounts, ca: CertificateAuthority) -> Account:
    account = ca.register(account_key)
    accounts.put(account)
    return account


def _ensure_url(
    order: Order, account: Account, account_key: str, *, orders: Orders, accounts: Accounts, ca: CertificateAuthority
) -> tuple[Order, CaSession]:
    """Dying between newOrder and the save leaves an order at the CA that nobody answers: it expires there by itself."""
    session = ca.session(account.url, account_key)
    if order.url:
        return order, session
    try:
        order, opened = _ordered(order, session)
    except AccountUnknownError:
        account = _register(account_key, accounts=accounts, ca=ca)
        session = ca.session(account.url, account_key)
        order, opened = _ordered(order, session)
    known = replace(order, url=opened.url, thumbprint=account.thumbprint, account_url=account.url)
    return orders.save(known), session


def _ordered(order: Order, session: CaSession) -> tuple[Order, OrderAtCa]:
    """A CA that refuses the certificate which we replace takes the order without it; what else it refuses, again.

    409 says that it is replaced already (RFC 9773 section 5); the certificate of another CA is malformed to this one.
    A CA may also stumble over it for ever: Pebble 2.10 answers 500 where the serial number has a byte of zero in front.
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
    """Valid authorizations live on for weeks; only the pending ones and the order itself press."""
    pending = [authorization.expires for authorization in authorizations if authorization.status == "pending"]
    return [expires for expires in (at_ca.expires, *pending) if expires is not None]


def _authorization(at_ca: AuthorizationAtCa) -> Authorization:
    return Authorization(at_ca.name, at_ca.url, at_ca.status, at_ca.challenges)
