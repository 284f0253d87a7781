"""AnswerChallenges: the CA is asked to validate the challenges (ADR 17)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from certkeeper.services.issuance.guards import require_running

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.orders.order import Authorization, Order
    from certkeeper.ports.certificate_authority import CaSession
    from certkeeper.services.issuance.acme_account import AcmeAccount


def answer_challenges(
    scope: str,
    order_id: str,
    *,
    account: AcmeAccount,
    now: datetime,
) -> None:
    """Ask the CA to validate what is still pending for the order of this scope and id.

    From its first write on, the challenge cannot be changed any more. Raises what `require_running` and
    `AcmeAccount.session` raise.
    """
    order = account.orders.get(scope, order_id)
    require_running(order, now, orders=account.orders)
    if order.answered_at is None:
        order = account.orders.save(replace(order, answered_at=now))
    if not order.pending_authorizations:
        return
    with account.session(order) as session:
        for authorization in order.pending_authorizations:
            _answer(order, authorization, session)


def _answer(order: Order, authorization: Authorization, session: CaSession) -> None:
    """Ask the CA to validate, unless it has.

    The authorization is read first: some CAs refuse a second time (Pebble with 400).
    """
    at_ca = session.authorization(authorization.url)
    challenge = authorization.challenge(order.challenge) if order.challenge else None
    if challenge is not None and at_ca.status == "pending" and not at_ca.answered:
        session.answer(challenge.url)
