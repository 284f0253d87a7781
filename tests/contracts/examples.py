"""Things to store: as full as they get, so that a mapping that forgets something is found."""

from __future__ import annotations

from dataclasses import MISSING, fields, replace
from datetime import UTC, datetime, timedelta

from certkeeper.domain.certificates.certificate import Bundle, Certificate, CertificateFacts, CertificateVersion, Source
from certkeeper.domain.certificates.key_types import KeyType
from certkeeper.domain.orders.order import Order, OrderStatus, Steps
from certkeeper.domain.renewal.plan import plan_of
from certkeeper.ports.receipts import Receipt
from tests.contracts.filled import filled_field
from tests.fakes.ids import CountingIds

NOW = datetime(2026, 1, 15, 12, 0, 0, tzinfo=UTC)
SCOPE = "shop"
new_id = CountingIds()


def an_order(**changes: object) -> Order:
    """An order that was just placed."""
    order = Order(
        order_id=new_id(),
        scope=SCOPE,
        certificate_id=new_id(),
        name="storefront",
        names=("shop.example.test", "www.shop.example.test"),
        key_type=KeyType.P_256,
        steps=Steps.MANUAL,
        status=OrderStatus.PENDING,
        created_at=NOW,
        created_by="arn:aws:sts::1:assumed-role/operator/ada",
    )
    return replace(order, **changes)  # type: ignore[arg-type]


def with_everything(order: Order) -> Order:
    """The same order with every field filled that a new one leaves at its default, but for the count of its writes."""
    optional = [field.name for field in fields(Order) if field.default is not MISSING and field.name != "revision"]
    return replace(order, **{name: filled_field(Order, name) for name in optional})


def pending_certificate(order: Order) -> Certificate:
    """The certificate that is placed with an order."""
    return Certificate(
        certificate_id=order.certificate_id,
        scope=order.scope,
        name=order.name,
        source=Source.ISSUED,
        names=order.names,
        created_at=order.created_at,
        order_id=order.order_id,
    )


def a_receipt(order: Order, key: str = "click-1") -> Receipt:
    """That this order was placed with a key."""
    return Receipt(order.scope, key, "fingerprint of the request", order.order_id)


def some_facts(*names: str, not_before: datetime = NOW, lifetime: timedelta = timedelta(days=90)) -> CertificateFacts:
    """What stands in a certificate."""
    return CertificateFacts(
        serial="340282366920938463463374607431768211455",
        subject="CN=shop.example.test",
        common_name="shop.example.test",
        issuer="CN=YR1,O=Let's Encrypt,C=US",
        names=names or ("shop.example.test",),
        key_algorithm="EC",
        key_bits=256,
        signature_algorithm="ecdsa-with-SHA384",
        x509_version=3,
        not_before=not_before,
        not_after=not_before + lifetime,
        sha256="ab" * 32,
        sha1="cd" * 20,
    )


def a_version(order: Order, number: int = 1, facts: CertificateFacts | None = None) -> CertificateVersion:
    """What an order has brought."""
    return CertificateVersion(
        certificate_id=order.certificate_id,
        version=number,
        facts=facts or some_facts(*order.names),
        certificate_pem="-----BEGIN CERTIFICATE-----\nleaf\n-----END CERTIFICATE-----\n",
        chain_pem="-----BEGIN CERTIFICATE-----\nissuer\n-----END CERTIFICATE-----\n",
        created_at=NOW,
        order_id=order.order_id,
        plan=plan_of(order),
    )


def a_bundle(mark: str = "1") -> Bundle:
    """What consumers read; `mark` distinguishes them."""
    return Bundle(f"certificate {mark}\n", f"chain {mark}\n", f"key {mark}", NOW + timedelta(days=90), mark * 8)
