"""CleanUpChallenges and CleanUpAfterFailure: what was presented is removed, whatever the order came to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.errors import RecordsLeft
from certkeeper.services.issuance.dns_records import remove_records
from certkeeper.services.issuance.present_challenges import http_tokens

if TYPE_CHECKING:
    from certkeeper.ports.challenges import Responder, TxtRecords
    from certkeeper.ports.orders import Orders


def clean_up_challenges(
    scope: str, order_id: str, *, orders: Orders, responder: Responder, txt_records: TxtRecords
) -> None:
    """Removes every answer of the order, also those of names verified long ago; removing twice is once.

    A record that cannot be removed stops no running order: it stays on the order with the reason. Raises RecordsLeft
    once the order has ended and it is still there, and the machine tries again.
    """
    order = orders.get(scope, order_id)
    responder.remove(http_tokens(order.authorizations))
    order = remove_records(order, orders=orders, txt_records=txt_records)
    if order.ended and order.left_behind:
        raise RecordsLeft
