"""The placing of an order: the request is checked, stored in one transaction and handed to the state machine.

The reasons are in ADR 3.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from json import dumps
from typing import TYPE_CHECKING

from certkeeper.domain.certificates.certificate import Certificate, Source
from certkeeper.domain.dns.ca_rules import ca_name_violation, redundant_violations
from certkeeper.domain.dns.names import NOT_A_NAME, count_violation, is_ip_address, name_violation
from certkeeper.domain.dns.solver_choices import chosen_solver, delegated_length_violations, solver_violation
from certkeeper.domain.dns.solvers import Solver
from certkeeper.domain.errors import IdempotencyKeyReusedError, RefusedError, Violation
from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.domain.orders.order import Order, OrderStatus, Steps
from certkeeper.domain.renewal.rate_limits import MAX_ORDERS_BY_HAND
from certkeeper.ports.receipts import Receipt, ReceiptExistsError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from certkeeper.domain.certificates.key_types import KeyType
    from certkeeper.domain.dns.ca_rules import CaNameRules
    from certkeeper.domain.scopes import Scope
    from certkeeper.ports.names import NameRules
    from certkeeper.ports.orders import Machine, Orders
    from certkeeper.ports.rate_limits import RateLimits
    from certkeeper.ports.scopes import Scopes


@dataclass(frozen=True, slots=True)
class OrderRequest:
    """The request for a certificate.

    `certificate_name` None takes the first of the names, `solver` and `profile` (the CA's) None take the scope's.
    `caller` is the ARN of who asks.
    """

    scope: str
    names: tuple[str, ...]
    certificate_name: str | None
    challenge: ChallengeType | None
    solver: Solver | None
    key_type: KeyType
    steps: Steps
    caller: str
    idempotency_key: str | None
    profile: str | None = None

    def fingerprint(self) -> str:
        """Return the SHA-256, in hex, of what is asked for, without the caller and the Idempotency-Key."""
        wish = {name: value for name, value in asdict(self).items() if name not in {"caller", "idempotency_key"}}
        return sha256(dumps(wish, sort_keys=True).encode()).hexdigest()


def place_order(
    request: OrderRequest,
    *,
    scopes: Scopes,
    orders: Orders,
    machine: Machine,
    rules: NameRules,
    ca_rules: CaNameRules,
    rate_limits: RateLimits,
    new_id: Callable[[], str],
    delegation_zone: str,
    now: datetime,
) -> tuple[Order, bool]:
    """Place the order of a request, and return it, and whether it is new.

    Where an order was placed with the same Idempotency-Key for the same request, that one is returned, and its state
    machine is started if it has not opened the order. An order is counted against the CA's rate limit and never refused
    for it: renewals give way to people. Raises NotFoundError (scope), RefusedError (names, solver),
    ConflictError('name_taken') and IdempotencyKeyReusedError.
    """
    placed = _placed_before(request, orders)
    if placed is None:
        order = _checked(request, scopes.get(request.scope), rules, ca_rules, delegation_zone, new_id, now)
        order = replace(order, spread_renewal=rate_limits.count_order(now) > MAX_ORDERS_BY_HAND)
        try:
            orders.place(order, _certificate(order), _receipt(request, order))
        except ReceiptExistsError:
            placed = _placed_before(request, orders)
        else:
            machine.start(order)
            return order, True
    if placed is None:
        raise IdempotencyKeyReusedError
    if not placed.url and not placed.ended:
        machine.start(placed)
    return placed, False


def _checked(
    request: OrderRequest,
    scope: Scope,
    rules: NameRules,
    ca_rules: CaNameRules,
    delegation_zone: str,
    new_id: Callable[[], str],
    now: datetime,
) -> Order:
    """Return a new order for the request, with the scope's defaults. Raises RefusedError."""
    names = _ordered_names(request, scope, rules, ca_rules)
    solver = _solver(request, names, scope, delegation_zone)
    return Order(
        order_id=new_id(),
        scope=request.scope,
        certificate_id=new_id(),
        name=request.certificate_name or names[0],
        names=names,
        key_type=request.key_type,
        steps=request.steps,
        status=OrderStatus.PENDING,
        created_at=now,
        created_by=request.caller,
        challenge=request.challenge or _default_challenge(request, names, solver),
        solver=solver,
        delegation_zone=delegation_zone if solver is Solver.DELEGATED else "",
        profile=request.profile or scope.profile,
    )


def _placed_before(request: OrderRequest, orders: Orders) -> Order | None:
    if request.idempotency_key is None:
        return None
    receipt = orders.receipt(request.scope, request.idempotency_key)
    if receipt is None:
        return None
    if receipt.fingerprint != request.fingerprint():
        raise IdempotencyKeyReusedError
    return orders.get(request.scope, receipt.order_id)


def _ordered_names(request: OrderRequest, scope: Scope, rules: NameRules, ca_rules: CaNameRules) -> tuple[str, ...]:
    """Return the names as A-labels, in their sequence, without repeats.

    Raises RefusedError with a violation for each bad one.
    """
    if violation := count_violation(request.names):
        raise RefusedError([violation])
    names: dict[str, int] = {}
    violations: list[Violation] = []
    for position, text in enumerate(request.names):
        pointer = f"/names/{position}"
        found = _a_labels(text, pointer, rules)
        refused = found if isinstance(found, Violation) else _refusal(found, pointer, request, scope, rules, ca_rules)
        if refused:
            violations.append(refused)
        elif isinstance(found, str):
            names.setdefault(found, position)
    if violations := [*violations, *redundant_violations(names)]:
        raise RefusedError(violations)
    return tuple(names)


def _refusal(
    name: str, pointer: str, request: OrderRequest, scope: Scope, rules: NameRules, ca_rules: CaNameRules
) -> Violation | None:
    """Return the first reason against a name, in A-labels: that of any CA, then that of the configured one."""
    return name_violation(
        name, pointer, challenge=request.challenge, scope=scope, is_public_suffix=rules.is_public_suffix
    ) or ca_name_violation(name, pointer, ca_rules, has_public_suffix=rules.has_public_suffix)


def _a_labels(text: str, pointer: str, rules: NameRules) -> str | Violation:
    """Return a name as A-labels.

    Addresses and underscores pass unchanged to the checks, which give better reasons than IDNA.
    """
    try:
        return rules.to_a_labels(text)
    except ValueError:
        if text.isascii() and (is_ip_address(text) or "_" in text):
            return text.lower()
        return Violation(pointer, "idna", NOT_A_NAME)


def _solver(request: OrderRequest, names: tuple[str, ...], scope: Scope, delegation_zone: str) -> Solver:
    """Return who sets the records. Raises RefusedError."""
    solver = chosen_solver(request.solver, request.challenge, scope)
    refused = solver_violation(solver, None, delegation_zone=delegation_zone)
    named = solver_violation(request.solver, request.challenge, delegation_zone=delegation_zone)
    if violation := named or refused:
        raise RefusedError([violation])
    if solver is Solver.DELEGATED and (violations := delegated_length_violations(names, delegation_zone)):
        raise RefusedError(violations)
    return solver


def _default_challenge(request: OrderRequest, names: tuple[str, ...], solver: Solver) -> ChallengeType | None:
    """Return the challenge of an order that names none, or None.

    In manual steps a person may choose the challenge as late as at verify. Automatic steps need one that proves all
    names. A solver, in the request or as the scope's default, means dns-01.
    """
    if request.solver is not None or solver is not Solver.ASSISTED:
        return ChallengeType.DNS_01
    if request.steps is Steps.MANUAL:
        return None
    return ChallengeType.DNS_01 if any(name.startswith("*.") for name in names) else ChallengeType.HTTP_01


def _certificate(order: Order) -> Certificate:
    return Certificate(
        certificate_id=order.certificate_id,
        scope=order.scope,
        name=order.name,
        source=Source.ISSUED,
        names=order.names,
        created_at=order.created_at,
        order_id=order.order_id,
    )


def _receipt(request: OrderRequest, order: Order) -> Receipt | None:
    if request.idempotency_key is None:
        return None
    return Receipt(request.scope, request.idempotency_key, request.fingerprint(), order.order_id)
