"""Which events become notices, and what they are reported with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from certkeeper.domain import event_details
from certkeeper.domain.certificates.certificate import Certificate, Settings
from certkeeper.domain.events import Event, EventType
from certkeeper.domain.notices.notice import Notice
from certkeeper.domain.orders.order import Order
from certkeeper.domain.scopes import Scope, ScopeKind
from certkeeper.services.notices.send_notice import send_notice
from tests.contracts.examples import NOW, new_id, pending_certificate, some_facts
from tests.fakes.rows.certificates import FakeCertificates
from tests.fakes.rows.orders import FakeOrders
from tests.fakes.rows.scopes import FakeScopes
from tests.fakes.rows.table import FakeTable
from tests.unit.domain.notices.examples import A_STACK, a_waiting_order, details

STACK_DAYS = (14, 7, 3, 1)


class Outbox:
    """`ports.notices.Notices` in memory."""

    def __init__(self) -> None:
        self.sent: list[Notice] = []

    def send(self, notice: Notice) -> None:
        """See `Notices.send`."""
        self.sent.append(notice)


def reported(
    type_: EventType,
    *,
    settings: Settings | None = None,
    scope: Scope | None = None,
    version: int = 1,
    detail: event_details.Detail | None = None,
    known: bool = True,
) -> list[Notice]:
    """What an event about a certificate becomes."""
    table, outbox = FakeTable(), Outbox()
    order: Order = replace(a_waiting_order("shop.example.test"), order_id=new_id())
    certificate: Certificate = replace(
        pending_certificate(order),
        version=version,
        facts=some_facts() if version else None,
        settings=settings or Settings(),
    )
    orders = FakeOrders(table)
    if known:
        orders.place(order, certificate, None)
        table.certificates[certificate.scope, certificate.certificate_id] = certificate
    ids = certificate.scope, certificate.certificate_id, order.order_id
    event = Event(new_id(), type_, NOW, *ids, detail or details("storefront")[type_])
    sent = send_notice(
        event,
        certificates=FakeCertificates(table),
        scopes=FakeScopes(*([scope] if scope else [])),
        orders=orders,
        notices=outbox,
        stack=A_STACK,
        stack_days=STACK_DAYS,
    )
    assert sent == bool(outbox.sent)
    return outbox.sent


def a_scope(*, enabled: bool | None) -> Scope:
    """The certificate's."""
    return Scope("shop", ScopeKind.ZONE, "example.test", NOW, notices_enabled=enabled)


@pytest.mark.parametrize("type_", sorted(set(EventType) - {EventType.ORDER_FAILED}))
def test_an_event_becomes_one_notice_under_its_own_id(type_: EventType) -> None:
    """Whatever it is of, as the examples have it."""
    (notice,) = reported(type_, scope=a_scope(enabled=None))
    assert notice.type == type_


ENDS = (EventType.CERTIFICATE_EXPIRING, EventType.CERTIFICATE_EXPIRED)
OFF, ON = Settings(notices_enabled=False), Settings(notices_enabled=True)


@pytest.mark.parametrize("type_", ENDS)
def test_notices_of_an_end_can_be_switched_off(type_: EventType) -> None:
    """By the certificate, else by its scope."""
    assert not reported(type_, settings=OFF, scope=a_scope(enabled=True))
    assert not reported(type_, scope=a_scope(enabled=False))
    assert reported(type_, settings=ON, scope=a_scope(enabled=False))
    assert reported(type_, scope=a_scope(enabled=None))


@pytest.mark.parametrize("type_", sorted(set(EventType) - {*ENDS, EventType.ORDER_FAILED}))
def test_nothing_else_can_be_switched_off(type_: EventType) -> None:
    """Whoever silences ends still hears of what somebody has done, and of what waits for them."""
    assert reported(type_, settings=OFF, scope=a_scope(enabled=False))


def test_what_nobody_has_to_know_is_not_reported() -> None:
    """A renewal without a warning before it, an export of public parts, an order that somebody cancelled."""
    quiet = event_details.renewed(name="s", version=2, not_after=NOW, sha256="ab" * 32, after_warning=False)
    assert not reported(EventType.CERTIFICATE_RENEWED, detail=quiet)
    public = event_details.exported(name="s", version=1, format_="pem", with_key=False, caller="ada")
    assert not reported(EventType.CERTIFICATE_EXPORTED, detail=public)
    cancelled = event_details.order_failed(name="s", status="cancelled", code="cancelled")
    assert not reported(EventType.ORDER_FAILED, version=0, detail=cancelled)


def test_a_first_order_that_fails_is_reported_with_its_reason() -> None:
    """Its certificate has gone with it, or is about to; a renewal that fails is reported as such, and not twice."""
    (notice,) = reported(EventType.ORDER_FAILED, version=0)
    assert "make a zone" in notice.text
    assert reported(EventType.ORDER_FAILED, known=False)
    assert not reported(EventType.ORDER_FAILED, version=1)


def test_an_action_is_reported_with_its_records() -> None:
    """From the order's row."""
    (notice,) = reported(EventType.ACTION_REQUIRED)
    assert "_acme-challenge.shop.example.test" in notice.text


def test_a_scope_that_is_not_there_keeps_nothing_from_being_reported() -> None:
    """The built-in one is nobody's row either."""
    assert reported(EventType.CERTIFICATE_EXPIRING, known=False)
