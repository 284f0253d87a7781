"""The rules for the solver of an order: small checks, each with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.dns.names import MAX_CHARACTERS
from certkeeper.domain.dns.solvers import DEFAULT_SOLVER, Solver, delegated_name
from certkeeper.domain.errors import Violation
from certkeeper.domain.orders.challenges import ChallengeType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from certkeeper.domain.scopes import Scope


def chosen_solver(named: Solver | None, challenge: ChallengeType | None, scope: Scope) -> Solver:
    """Return the solver of an order: the one that is named, else the scope's.

    With http-01 as the challenge it is the default: a person may still change the challenge, and then sets the records.
    """
    if named is not None:
        return named
    return DEFAULT_SOLVER if challenge is ChallengeType.HTTP_01 else scope.solver


def solver_violation(
    solver: Solver | None, challenge: ChallengeType | None, *, delegation_zone: str
) -> Violation | None:
    """Return why this solver cannot be used with this challenge or in this stack; None where it can."""
    if solver is not None and challenge not in {None, ChallengeType.DNS_01}:
        return Violation(
            "/solver",
            "solver_needs_dns",
            "a solver sets the records of dns-01; choose dns-01 as `challenge`, or leave `solver` out",
        )
    if solver is Solver.DELEGATED and not delegation_zone:
        reason = "the stack has no delegation zone: set its parameter DelegationZone, or choose another solver"
        return Violation("/solver", "no_delegation_zone", reason)
    return None


def delegated_length_violations(names: Sequence[str], delegation_zone: str) -> list[Violation]:
    """Return a violation for each name with a record in the delegation zone that is longer than DNS allows."""
    reason = (
        f"its record in the delegation zone would have more than {MAX_CHARACTERS} characters; choose another solver"
    )
    return [
        Violation(f"/names/{position}", "too_long_to_delegate", reason)
        for position, name in enumerate(names)
        if len(delegated_name(name, delegation_zone)) > MAX_CHARACTERS
    ]
