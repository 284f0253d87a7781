"""CleanUpChallenges and CleanUpAfterFailure: what was presented is removed, whatever became of the order."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from certkeeper.domain.errors import RecordsLeft, TransientError
from certkeeper.services.batches import attempt_all
from certkeeper.services.issuance.dns_records import remove_records
from certkeeper.services.issuance.present_challenges import http_tokens

if TYPE_CHECKING:
    from certkeeper.ports.challenges import Responder, TxtRecords
    from certkeeper.ports.orders import Orders
    from certkeeper.services.batches import OnFailure


def clean_up_challenges(
    scope: str,
    order_id: str,
    *,
    orders: Orders,
    responder: Responder,
    txt_records: TxtRecords,
    on_failure: OnFailure,
) -> None:
    """Remove all answers of the order of this scope and id, also those of names that were verified long ago.

    It is idempotent. A record that cannot be removed does not stop a running order: the reason is stored on the order.
    Raises RecordsLeft once the order has ended and a record is left, so that the state machine retries. Any other error
    is raised after everything was tried, a TransientError first.
    """
    order = orders.get(scope, order_id)
    tokens = http_tokens(order.authorizations)
    failed = attempt_all([("the answers for http-01", partial(responder.remove, tokens))], on_failure)
    order, zones = remove_records(order, orders=orders, txt_records=txt_records, on_failure=on_failure)
    for error in sorted((*failed.values(), *zones.values()), key=lambda each: not isinstance(each, TransientError)):
        raise error
    if order.ended and order.records_to_remove:
        raise RecordsLeft
