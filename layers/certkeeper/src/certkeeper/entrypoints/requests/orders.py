"""The body of place_order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.certificates.key_types import KeyType
from certkeeper.domain.dns.solvers import Solver
from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.domain.orders.order import Steps
from certkeeper.entrypoints.http import parameters, path
from certkeeper.entrypoints.requests.validation import validated
from certkeeper.services.orders.place_order import OrderRequest

if TYPE_CHECKING:
    from certkeeper.entrypoints.contract.orders import PlaceOrder
    from certkeeper.entrypoints.http.request import Request


def order_request(request: Request) -> OrderRequest:
    """Return the order that a request asks for, with its caller and its Idempotency-Key.

    Raises ProblemError, and NotFoundError for a scope that cannot exist.
    """
    document: PlaceOrder = validated(request, "place_order")
    challenge, solver = document["challenge"], document["solver"]
    return OrderRequest(
        scope=path.scope_name(request),
        names=tuple(document["names"]),
        certificate_name=document["certificate_name"],
        challenge=None if challenge is None else ChallengeType(challenge),
        solver=None if solver is None else Solver(solver),
        key_type=KeyType(document["key_type"]),
        steps=Steps(document["steps"]),
        caller=request.caller,
        idempotency_key=parameters.idempotency_key(request),
        profile=document["profile"],
    )
