"""The bodies of activate_version and replace_with_version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.certificates.comparison import Confirmation, Loss
from certkeeper.entrypoints.http import parameters, path
from certkeeper.entrypoints.requests.validation import validated
from certkeeper.services.certificates.activate_version import ActivationRequest

if TYPE_CHECKING:
    from certkeeper.entrypoints.contract.versions import ActivateVersion
    from certkeeper.entrypoints.http.request import Request


def activation(request: Request, operation: str, *, by_administrator: bool) -> ActivationRequest:
    """Return what a request for an activation asks for; `operation` is its name. Raises ProblemError and NotFoundError.

    `by_administrator`: only administrators may call the operation.
    """
    document: ActivateVersion = validated(request, operation)
    confirmed = document["confirmed"]
    return ActivationRequest(
        scope=path.scope_name(request),
        certificate_id=path.identifier(request, "certificate"),
        version=path.version_number(request),
        caller=request.caller,
        confirmation=confirmed and Confirmation(confirmed["version"], frozenset(map(Loss, confirmed["losses"]))),
        idempotency_key=parameters.idempotency_key(request),
        by_administrator=by_administrator,
    )
