"""First orders through the year."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from certkeeper.adapters.domain_names import LibraryNameRules
from certkeeper.domain.certificates.key_types import KeyType
from certkeeper.domain.dns.ca_rules import CaNameRules
from certkeeper.domain.errors import TransientError
from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.domain.orders.order import Steps
from certkeeper.services.orders.place_order import OrderRequest, place_order
from tests.integration.machine.aws.calls import Crash
from tools.soak.simulation.initial_rows import SCOPE
from tools.soak.simulation.population import DELEGATION_ZONE, PLANS

if TYPE_CHECKING:
    from collections.abc import Callable

    from certkeeper.domain.orders.order import Order
    from tools.soak.simulation.population import SimulatedCertificate
    from tools.soak.simulation.timeline import Timeline
    from tools.soak.wiring.ports import Ports

RETRY_AFTER = timedelta(minutes=1)


def place_first_order(
    subject: SimulatedCertificate,
    ports: Ports,
    timeline: Timeline,
    new_id: Callable[[], str],
    register: Callable[[Order], None],
) -> None:
    """Place the subject's first order, and again under the same Idempotency-Key until there is an answer.

    `register` gets the order. `ports` and `timeline` are the world's, and `new_id` makes ids.
    """
    plan = PLANS[subject.mode]
    request = OrderRequest(
        scope=SCOPE,
        names=subject.names,
        certificate_name=None,
        challenge=plan.challenge,
        solver=None if plan.challenge is not ChallengeType.DNS_01 else plan.solver,
        key_type=KeyType.P_256,
        steps=Steps.AUTOMATIC,
        caller="arn:ada",
        idempotency_key=f"first-{subject.number}",
    )
    with suppress(Crash, TransientError):
        order, _ = place_order(
            request,
            scopes=ports.scopes,
            orders=ports.orders,
            machine=ports.machine,
            rules=LibraryNameRules(),
            ca_rules=CaNameRules(public_names_only=False),
            rate_limits=ports.rate_limits,
            new_id=new_id,
            delegation_zone=DELEGATION_ZONE,
            now=timeline.clock.now,
        )
        register(order)
        return
    again = partial(place_first_order, subject, ports, timeline, new_id, register)
    timeline.schedule(timeline.clock.now + RETRY_AFTER, again)
