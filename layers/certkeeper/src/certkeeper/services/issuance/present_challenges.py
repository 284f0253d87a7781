"""PresentChallenges: the proofs of the challenges are put in place where Certkeeper can do that (ADR 6)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.services.issuance.dns_records import write_records
from certkeeper.services.issuance.guards import require_running

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from certkeeper.domain.orders.order import Authorization
    from certkeeper.ports.challenges import Responder, TxtRecords
    from certkeeper.ports.orders import Orders

GRACE = timedelta(days=1)
"""How long after the deadline an answer is kept that was not removed, so that no running order loses its own."""


def present_challenges(
    scope: str, order_id: str, *, orders: Orders, responder: Responder, txt_records: TxtRecords, now: datetime
) -> None:
    """Serve the http-01 tokens of the order of this scope and id, and write the TXT records of dns-01 by its solver.

    Tokens are served whatever the challenge is, because a person may still change it, and one that is not asked for
    reveals nothing. A late task presents nothing once every name is verified or the order has failed. Raises
    RecordsPending until all name servers have the records, and OrderFailed where a zone cannot be written.
    """
    order = orders.get(scope, order_id)
    require_running(order, now, orders=orders)
    if order.pending_authorizations and order.failure is None:
        tokens = http_tokens(order.pending_authorizations)
        responder.present(tokens, order.thumbprint, (order.deadline or now) + GRACE)
        if order.writes_records:
            write_records(order, orders=orders, txt_records=txt_records)


def http_tokens(authorizations: Sequence[Authorization]) -> tuple[str, ...]:
    """Return the tokens of the http-01 challenges of these authorizations."""
    challenges = (authorization.challenge(ChallengeType.HTTP_01) for authorization in authorizations)
    return tuple(challenge.token for challenge in challenges if challenge is not None)
