"""Things to store: as full as they get, so that a mapping that forgets something is found."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from certkeeper.domain.certificates.certificate import Bundle, Certificate, CertificateFacts, CertificateVersion, Source
from certkeeper.domain.certificates.key_types import KeyType
from certkeeper.domain.dns.findings import Finding, FindingCode
from certkeeper.domain.dns.solvers import Solver
from certkeeper.domain.dns.zones import DnsRecord
from certkeeper.domain.orders.challenges import Challenge, ChallengeType
from certkeeper.domain.orders.failures import Failure
from certkeeper.domain.orders.order import Authorization, Order, OrderStatus, Steps
from certkeeper.ports.receipts import Receipt
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


CHALLENGES = (
    Challenge("http-01", "https://ca/1/h", "tok"),
    Challenge("new-77", "https://ca/1/n", ""),
    Challenge("dns-persist-01", "https://ca/1/p", "", ("ca.test",), "https://ca/u/1"),
)


def a_finding(name: str) -> Finding:
    """What a look came to, with every field filled."""
    return Finding(
        name=name,
        challenge=ChallengeType.HTTP_01,
        code=FindingCode.WRONG_CONTENT,
        where="http://shop.example.test/.well-known/acme-challenge/tok",
        expected="tok.print",
        seen="Grüße",
        advice="serve what is expected",
        looked_at=NOW + timedelta(minutes=3),
        server="ns1.example.test (192.0.2.53)",
    )


def with_everything(order: Order) -> Order:
    """The same order with every field filled."""
    return replace(
        order,
        challenge=ChallengeType.HTTP_01,
        url="https://ca/orders/1",
        thumbprint="print",
        account_url="https://ca/accounts/1",
        issuers=("ca.test", "ca.example"),
        profile="tlsserver",
        deadline=NOW + timedelta(days=7),
        authorizations=(Authorization(order.names[0], "https://ca/1", "pending", CHALLENGES),),
        findings=(a_finding(order.names[0]),),
        solver=Solver.DELEGATED,
        delegation_zone="acme.example.net",
        records=(
            DnsRecord("_acme-challenge.shop.example.test", "example.test"),
            DnsRecord("_acme-challenge.example.test", "example.test", "Z1", ("a", "b"), "C1", True, "refused"),  # noqa: FBT003
        ),
        verify_requested_at=NOW + timedelta(minutes=1),
        looked_at=NOW + timedelta(minutes=2),
        verify_key="key",
        looks=3,
        answered_at=NOW + timedelta(minutes=4),
        issuance_requested_at=NOW + timedelta(minutes=5),
        cancel_requested_at=NOW + timedelta(minutes=6),
        finalized_at=NOW + timedelta(minutes=7),
        closed_at=NOW + timedelta(minutes=8),
        failure=Failure("refused", "do this", "urn:ietf:params:acme:error:caa", order.names),
        renews=1,
        replaces="a2V5.BA",
        key_of="o1",
        spread=True,
        version=2,
        after_warning=True,
    )


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
    )


def a_bundle(mark: str = "1") -> Bundle:
    """What consumers read; `mark` tells one from another."""
    return Bundle(f"certificate {mark}\n", f"chain {mark}\n", f"key {mark}", NOW + timedelta(days=90), mark * 8)
