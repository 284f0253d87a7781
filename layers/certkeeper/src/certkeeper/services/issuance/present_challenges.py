"""PresentChallenges: what a person or the CA will look for is put where we can put it, and nowhere else."""

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
"""What nobody cleaned up is forgotten a day after the deadline: no running order loses its answer."""


def present_challenges(
    scope: str, order_id: str, *, orders: Orders, responder: Responder, txt_records: TxtRecords, now: datetime
) -> None:
    """Our responder answers for every http-01 token; the TXT records of dns-01 are written where the solver is ours.

    Whatever challenge a person names later: an answer that nobody asks for costs a row and reveals nothing. Once every
    name is verified, or the order has failed, a task that comes late presents nothing: cleaning up is over.

    Raises RecordsPending until all name servers have the records, OrderFailed where a zone cannot be written.
    """
    order = orders.get(scope, order_id)
    require_running(order, now, orders=orders)
    if order.pending_authorizations and order.failure is None:
        tokens = http_tokens(order.pending_authorizations)
        responder.present(tokens, order.thumbprint, (order.deadline or now) + GRACE)
        if order.writes_records:
            write_records(order, orders=orders, txt_records=txt_records)


def http_tokens(authorizations: Sequence[Authorization]) -> tuple[str, ...]:
    """The tokens of their http-01 challenges."""
    challenges = (authorization.challenge(ChallengeType.HTTP_01) for authorization in authorizations)
    return tuple(challenge.token for challenge in challenges if challenge is not None)
