"""RetrieveCertificate: the certificate is downloaded, checked, stored for consumers, listed and published (ADR 4)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from certkeeper.domain.certificates.certificate import Bundle, CertificateVersion
from certkeeper.domain.errors import OrderProcessing, RecordsLeft, TransientError
from certkeeper.domain.orders.failures import REPLACED_MEANWHILE, Failure
from certkeeper.domain.orders.order import OrderStatus
from certkeeper.domain.renewal.plan import plan_of
from certkeeper.services.certificates.settle_secret import settle_secret
from certkeeper.services.issuance.finalize_order import order_invalid
from certkeeper.services.issuance.guards import fail, require_running
from certkeeper.services.issuance.issued_event import issued_event
from certkeeper.x509.chain import UNREADABLE, ChainError, IssuedChain, read_issued

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.domain.orders.order import Order
    from certkeeper.ports.certificate_authority import CaSession
    from certkeeper.ports.certificates import Certificates
    from certkeeper.ports.events import EventBus
    from certkeeper.ports.orders import Orders
    from certkeeper.ports.vaults import Vault
    from certkeeper.services.issuance.acme_account import AcmeAccount
    from certkeeper.x509.upload.judging.roots import PublicRoots


def retrieve_certificate(
    scope: str,
    order_id: str,
    *,
    account: AcmeAccount,
    certificates: Certificates,
    event_bus: EventBus,
    roots: PublicRoots,
    now: datetime,
) -> None:
    """Store the certificate that the CA has issued for the order of this scope and id.

    `roots` are those of browsers: what lies above one of them and is out of date is not served.
    The secret is written first, the row second, and the event is published third: a repeat finishes what a crash left.
    Raises OrderProcessing while the CA is issuing, OrderFailed with the reason on the order, TransientError;
    and in the end RecordsLeft, where records of the order are still in a zone.
    """
    orders, vault = account.orders, account.vault
    order = orders.get(scope, order_id)
    require_running(order, now, orders=orders)
    if order.status is not OrderStatus.VALID:
        with account.session(order) as session:
            answer = _download(order, session, orders=orders)
        key_pem = vault.order_key(order.certificate_id, order.order_id)
        issued = _checked(order, answer, key_pem, roots, now, orders=orders)
        before = certificates.get(scope, order.certificate_id)
        _require_current(order, before, orders=orders)
        _publish(order, before, _bundle(issued, key_pem), vault)
        done = replace(
            order,
            status=OrderStatus.VALID,
            closed_at=now,
            version=before.next_version,
            after_warning=before.state.warned,
        )
        order = orders.commit(done, _version(done, issued, now))
    _settle(order, certificates, vault)
    event_bus.publish(issued_event(order, certificates.version(order.certificate_id, order.version), now))
    if order.records_to_remove:
        raise RecordsLeft


def _publish(order: Order, before: Certificate, bundle: Bundle, vault: Vault) -> None:
    """Make the bundle current, under the number that the version gets; `before` says which others are kept."""
    certificate_id, number = order.certificate_id, before.next_version
    vault.publish(certificate_id, order.order_id, bundle, version=number, kept=before.kept_versions)


def _settle(order: Order, certificates: Certificates, vault: Vault) -> None:
    """Correct the secret: an upload that was withdrawn at the same moment may have moved its current value."""
    certificate = certificates.get(order.scope, order.certificate_id)
    settle_secret(certificate, certificates=certificates, vault=vault)


def _download(order: Order, session: CaSession, *, orders: Orders) -> bytes:
    at_ca = session.order(order.url)
    if at_ca.status == "valid":
        return session.certificate(at_ca.certificate_url)
    if at_ca.status == "processing":
        raise OrderProcessing
    if at_ca.status == "invalid":
        fail(order, order_invalid(at_ca), orders=orders)
    raise TransientError("the CA has taken the request, but its order does not show it yet")


def _checked(
    order: Order, answer: bytes, key_pem: str, roots: PublicRoots, now: datetime, *, orders: Orders
) -> IssuedChain:
    """Return the CA's answer, checked like any file from outside: consumers get nothing that does not fit their key.

    An answer that was cut off raises TransientError, for the next download may be whole.
    """
    try:
        return read_issued(answer, key_pem, order.names, roots=roots, now=now)
    except ChainError as error:
        if error.code == UNREADABLE:
            raise TransientError(str(error)) from error
        sentence = f"the CA issued something else than was ordered: {error}"
        fail(order, Failure("wrong_certificate", sentence), orders=orders)


def _require_current(order: Order, certificate: Certificate, *, orders: Orders) -> None:
    """Fail the order if somebody has uploaded a version meanwhile: the renewal of the one before comes too late."""
    if order.renews_version and certificate.version != order.renews_version and certificate.order_id != order.order_id:
        fail(order, REPLACED_MEANWHILE, orders=orders)


def _bundle(issued: IssuedChain, key_pem: str) -> Bundle:
    return Bundle(issued.certificate_pem, issued.chain_pem, key_pem, issued.facts.not_after, issued.facts.sha256)


def _version(order: Order, issued: IssuedChain, now: datetime) -> CertificateVersion:
    return CertificateVersion(
        certificate_id=order.certificate_id,
        version=order.version,
        facts=issued.facts,
        certificate_pem=issued.certificate_pem,
        chain_pem=issued.chain_pem,
        created_at=now,
        order_id=order.order_id,
        plan=plan_of(order),
    )
