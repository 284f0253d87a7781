"""What place_order takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.certificates.key_types import DEFAULT_KEY_TYPE, KeyType
from certkeeper.domain.dns.names import MOST_NAMES
from certkeeper.domain.dns.solvers import Solver
from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.domain.orders.order import DEFAULT_STEPS, Steps
from certkeeper.entrypoints.http import parameters, path
from certkeeper.entrypoints.requests.reading import one_of, optional, read, text, texts
from certkeeper.services.orders.place_order import OrderRequest

if TYPE_CHECKING:
    from certkeeper.entrypoints.http.request import Request

FIELDS = {
    "names": texts(MOST_NAMES),
    "certificate_name": optional(text),
    "challenge": optional(one_of(*ChallengeType)),
    "solver": optional(one_of(*Solver)),
    "profile": optional(text),
    "key_type": one_of(*KeyType),
    "steps": one_of(*Steps),
}


def order_request(request: Request) -> OrderRequest:
    """The wish, with who has it. Raises ProblemError, and NotFoundError for a scope that cannot be."""
    body = read(request, FIELDS, required={"names"})
    challenge, solver = body.get("challenge"), body.get("solver")
    return OrderRequest(
        scope=path.scope_name(request),
        names=tuple(body["names"]),
        certificate_name=body.get("certificate_name"),
        challenge=None if challenge is None else ChallengeType(challenge),
        solver=None if solver is None else Solver(solver),
        key_type=KeyType(body.get("key_type", DEFAULT_KEY_TYPE)),
        steps=Steps(body.get("steps", DEFAULT_STEPS)),
        caller=request.caller,
        idempotency_key=parameters.idempotency_key(request),
        profile=body.get("profile"),
    )
