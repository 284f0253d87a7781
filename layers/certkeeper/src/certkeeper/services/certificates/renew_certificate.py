"""The renewal of a certificate because a person asks: the order is placed at once, or the running one is returned.

The reasons are in ADR 54.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from certkeeper.domain.certificates.actions import CertificateAction, require
from certkeeper.domain.certificates.key_types import KeyChoice
from certkeeper.domain.errors import CertificateChangedError, ConflictError, IdempotencyKeyReusedError
from certkeeper.domain.printable import names_shown
from certkeeper.domain.renewal.order_state import with_order_outcome
from certkeeper.ports.receipts import Receipt, ReceiptExistsError
from certkeeper.services.sweep.renewal_order import renewal_order, with_running_order

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.domain.orders.order import Order
    from certkeeper.ports.certificates import Certificates
    from certkeeper.ports.orders import Machine, Orders
    from certkeeper.ports.rate_limits import RateLimits
    from certkeeper.ports.renewals import Renewals
    from certkeeper.ports.scopes import Scopes

MAX_ATTEMPTS = 4
"""The most attempts.

A sweep may write the certificate at the same moment; after three conflicts something else is wrong.
"""


@dataclass(frozen=True, slots=True)
class RenewalRequest:
    """The request to renew a certificate. `key` None means what the settings say; `caller` is the ARN of who asks."""

    scope: str
    certificate_id: str
    key: KeyChoice | None
    caller: str
    idempotency_key: str | None

    def fingerprint(self) -> str:
        """Return the SHA-256, in hex, of what is asked for; never that of a new order."""
        return sha256(f"renew {self.certificate_id} {self.key}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class CertificateRenewer:
    """All that renewing by hand needs."""

    certificates: Certificates
    scopes: Scopes
    orders: Orders
    renewals: Renewals
    rate_limits: RateLimits
    machine: Machine
    new_id: Callable[[], str]

    def renew(self, request: RenewalRequest, now: datetime) -> Order:
        """Return the order that renews the certificate of a request, placed at `now` or running already.

        The same Idempotency-Key with the same request returns the same order, also when it has ended. A repeat also
        starts a state machine that was not started. Raises NotFoundError, ConflictError (deleted, uploaded, outside its
        scope, or an order runs that keeps the key that shall be replaced), IdempotencyKeyReusedError, and
        CertificateChangedError after too many conflicts.
        """
        order = self._placed_before(request)
        for _ in range(MAX_ATTEMPTS):
            if order is not None:
                break
            order = self._attempt(request, now)
        if order is None:
            raise CertificateChangedError
        if not order.url and not order.ended:
            self.machine.start(order)
        return order

    def _attempt(self, request: RenewalRequest, now: datetime) -> Order | None:
        """Place the order and return it; return None where the certificate was written meanwhile."""
        certificate = self.certificates.get(request.scope, request.certificate_id)
        if running := self._running(certificate):
            _require_fit(running, request)
            return running
        require(certificate, CertificateAction.RENEW, now)
        _require_issued_here(certificate)
        self._require_inside(certificate)
        try:
            return self._begin(certificate, request, now)
        except CertificateChangedError:
            return None
        except ReceiptExistsError:
            return self._placed_before(request)

    def _require_inside(self, certificate: Certificate) -> None:
        """Raise ConflictError if the certificate has names that nobody could order in its scope now (ADR 107).

        Automatic renewals do not ask: a certificate that is in use must not expire because a scope was narrowed.
        """
        scope = self.scopes.get(certificate.scope)
        if names := scope.outside(certificate.names):
            detail = (
                f"the scope is for {scope.reach}, which leaves out {names_shown(names)}; order a new certificate in a "
                "scope that covers the names, or have an administrator widen this one. Automatic renewals go on"
            )
            raise ConflictError("outside_scope", detail)

    def _begin(self, certificate: Certificate, request: RenewalRequest, now: datetime) -> Order | None:
        plan, facts = certificate.plan, certificate.facts
        if plan is None or facts is None:
            return None
        if certificate.state.order_id:
            ended = self.orders.get(certificate.scope, certificate.state.order_id)
            certificate, events = with_order_outcome(certificate, ended, now)
            certificate = replace(certificate, outbox=(*certificate.outbox, *events))
        if request.key is KeyChoice.NEW:
            certificate = replace(certificate, renewal=replace(certificate.state, new_key_wanted_at=now))
        order = renewal_order(certificate, plan, facts, order_id=self.new_id(), now=now, caller=request.caller)
        if request.key is KeyChoice.SAME and certificate.revoked_at is None:
            order = replace(order, key_source_id=certificate.order_id)
        self.rate_limits.count_order(now)
        self.renewals.begin(with_running_order(certificate, order, now), order, now, _receipt(request, order))
        return order

    def _running(self, certificate: Certificate) -> Order | None:
        """Return the order that runs, which may be the first one."""
        order_id = certificate.state.order_id if certificate.version else certificate.order_id
        order = self.orders.get(certificate.scope, order_id) if order_id else None
        return order if order and not order.ended else None

    def _placed_before(self, request: RenewalRequest) -> Order | None:
        if request.idempotency_key is None:
            return None
        receipt = self.orders.receipt(request.scope, request.idempotency_key)
        if receipt is None:
            return None
        if receipt.fingerprint != request.fingerprint():
            raise IdempotencyKeyReusedError
        return self.orders.get(request.scope, receipt.order_id)


def _require_issued_here(certificate: Certificate) -> None:
    """Raise ConflictError with what to do instead, unless Certkeeper ordered the current version."""
    if certificate.plan is None:
        detail = (
            "its current version was uploaded, so Certkeeper cannot renew it; upload a new version, or place an order"
        )
        raise ConflictError("not_issued_here", detail)


def _require_fit(running: Order, request: RenewalRequest) -> None:
    if request.key is KeyChoice.NEW and running.key_source_id:
        detail = "a running order keeps the private key; cancel it or wait until it ends, then ask for a new key again"
        raise ConflictError("order_running", detail)


def _receipt(request: RenewalRequest, order: Order) -> Receipt | None:
    if request.idempotency_key is None:
        return None
    return Receipt(request.scope, request.idempotency_key, request.fingerprint(), order.order_id)
