"""One event of each type about a certificate, and the worst names that anybody could give it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from certkeeper.domain import event_details
from certkeeper.domain.certificates.certificate import Certificate, Settings, Source
from certkeeper.domain.certificates.comparison import Loss
from certkeeper.domain.dns.zones import DnsRecord
from certkeeper.domain.events import Event, EventType
from certkeeper.domain.notices.context import NoticeContext, Stack, stack_of
from certkeeper.domain.notices.policy import NoticePolicy
from certkeeper.domain.orders.challenges import Challenge, ChallengeType
from certkeeper.domain.orders.failures import Failure
from certkeeper.domain.orders.order import Authorization, Order
from tests.contracts.examples import NOW, an_order, new_id, pending_certificate, some_facts
from tests.event_schemas import STACK

A_STACK = stack_of(STACK)
POLICY = NoticePolicy(enabled=True, days=(14, 7, 3, 1))
HOSTILE = [
    "plain",
    "x\r\nBcc: everybody@evil.example\r\n\r\nYour account is closed",
    "\u202etset.elpmaxe\u202c",
    "<script>alert(1)</script><a href='https://evil.example'>click</a>",
    "שלום.example",
    "\x1b[2Jcleared\x00\x07",
    "\u200bzero\ufeffwidth\u2028line\u2029paragraph",
    "a" * 63 + "." + "b" * 63 + "." + "c" * 63 + ".example",
    "Läden für alle 🛒",
    "% {scope} ${scope} {{x}} \\n",
]
HUNDRED = tuple(f"{'n' * 57}{number:06d}.{'m' * 63}.example.test" for number in range(100))


def details(text: str) -> dict[EventType, event_details.Detail]:
    """What is said of each type; `text` wherever a person or a stranger has a say."""
    nearly = NOW + timedelta(days=7) - timedelta(minutes=20)
    later = NOW + timedelta(minutes=10)
    return {
        EventType.CERTIFICATE_ISSUED: event_details.issued(name=text, version=2, not_after=NOW, sha256="ab" * 32),
        EventType.CERTIFICATE_RENEWED: event_details.renewed(
            name=text, version=2, not_after=NOW, sha256="ab" * 32, after_warning=True
        ),
        EventType.CERTIFICATE_UPLOADED: event_details.uploaded(
            name=text, version=2, sha256="ab" * 32, confirmed_losses=(Loss.NAMES_LOST,)
        ),
        EventType.CERTIFICATE_ACTIVATED: event_details.activated(
            name=text, version=2, replaced=3, not_after=NOW, sha256="ab" * 32, caller=text
        ),
        EventType.CERTIFICATE_EXPORTED: event_details.exported(
            name=text, version=2, format_="pem", with_key=True, caller=text
        ),
        EventType.CERTIFICATE_DELETED: event_details.deleted(name=text, caller=text, recoverable_until=later),
        EventType.CERTIFICATE_RESTORED: event_details.restored(name=text, caller=text),
        EventType.CERTIFICATE_REVOKED: event_details.revoked(name=text, version=2, caller=text, reason="keyCompromise"),
        EventType.CERTIFICATE_EXPIRING: event_details.expiring(
            name=text, version=2, threshold_days=7, not_after=nearly
        ),
        EventType.CERTIFICATE_EXPIRED: event_details.expired(name=text, version=2, not_after=NOW),
        EventType.RENEWAL_FAILED: event_details.renewal_failed(
            name=text, version=2, code="caa", reason=text * 9, attempt=2, next_attempt_at=later
        ),
        EventType.ACTION_REQUIRED: event_details.action_required(name=text, version=2, deadline=later),
        EventType.ORDER_FAILED: event_details.order_failed(name=text, status="invalid", code="zone_missing"),
    }


def a_waiting_order(*names: str) -> Order:
    """One whose TXT records a person has to set."""
    authorizations = tuple(
        Authorization(name, "https://ca/1", "pending", (Challenge("dns-01", "https://ca/2", f"token-of-{name}"),))
        for name in names
    )
    return replace(
        an_order(names=names, challenge=ChallengeType.DNS_01),
        authorizations=authorizations,
        thumbprint="print",
        failure=Failure("zone_missing", "make a zone"),
        records=tuple(DnsRecord(f"_acme-challenge.{name}", "example.test") for name in names),
    )


def about(
    type_: EventType,
    text: str = "storefront",
    names: tuple[str, ...] = ("shop.example.test",),
    *,
    source: Source = Source.ISSUED,
    version: int = 2,
    settings: Settings | None = None,
    scope: str = "shop",
    detail: event_details.Detail | None = None,
    stack: Stack | None = None,
) -> NoticeContext:
    """Everything that a notice is written from."""
    order = a_waiting_order(*names)
    certificate: Certificate = replace(
        pending_certificate(order),
        scope=scope,
        name=text,
        names=names,
        source=source,
        version=version,
        facts=some_facts(*names),
        settings=settings or Settings(),
    )
    event = Event(new_id(), type_, NOW, scope, order.certificate_id, order.order_id, detail or details(text)[type_])
    return NoticeContext(event, stack or A_STACK, POLICY, certificate, order)
