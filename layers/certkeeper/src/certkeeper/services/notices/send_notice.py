"""The notice of an event, sent to administrators where its policy wants one (ADR 56)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.certificates.certificate import DEFAULT_SETTINGS
from certkeeper.domain.errors import NotFoundError
from certkeeper.domain.events import EventType
from certkeeper.domain.notices.context import NoticeContext
from certkeeper.domain.notices.notice import is_wanted, notice_of
from certkeeper.domain.notices.policy import notice_policy
from certkeeper.domain.scopes import BUILT_IN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    from certkeeper.domain.events import Event
    from certkeeper.domain.notices.context import Stack
    from certkeeper.ports.certificates import Certificates
    from certkeeper.ports.notices import Notices
    from certkeeper.ports.orders import OrderReader
    from certkeeper.ports.scopes import Scopes

    T = TypeVar("T")

TYPES_WITH_ORDER = frozenset({EventType.ACTION_REQUIRED, EventType.ORDER_FAILED})
"""The types of events with a notice that shows its order."""


def send_notice(
    event: Event,
    *,
    certificates: Certificates,
    scopes: Scopes,
    orders: OrderReader,
    notices: Notices,
    stack: Stack,
    stack_days: Sequence[int],
) -> bool:
    """Send the notice of an event, durably, where one is wanted, and return whether one is.

    It is idempotent by the event.

    Besides the event, the notice shows what is stored now; a certificate that is gone by then is no error.
    """
    certificate = _found(lambda: certificates.get(event.scope, event.certificate_id))
    scope = _found(lambda: scopes.get(event.scope)) or BUILT_IN
    settings = certificate.settings if certificate else DEFAULT_SETTINGS
    order = _found(lambda: orders.get(event.scope, event.order_id)) if event.type in TYPES_WITH_ORDER else None
    context = NoticeContext(event, stack, notice_policy(settings, scope, stack_days), certificate, order, scope)
    if not is_wanted(context):
        return False
    notices.send(notice_of(context))
    return True


def _found(read: Callable[[], T]) -> T | None:
    try:
        return read()
    except NotFoundError:
        return None
