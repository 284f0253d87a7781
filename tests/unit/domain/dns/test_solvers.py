"""Solvers: which an order may have, and where its records stand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from certkeeper.domain.dns.solver_choices import chosen_solver, delegated_length_violations, solver_violation
from certkeeper.domain.dns.solvers import Solver, record_name
from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.domain.scopes import BUILT_IN

ZONE = "acme.example.net"
HTTP, DNS, PERSIST = ChallengeType


@pytest.mark.parametrize(
    ("named", "challenge", "of_scope", "chosen"),
    [
        (None, None, Solver.ROUTE53, Solver.ROUTE53),
        (None, DNS, Solver.DELEGATED, Solver.DELEGATED),
        (None, HTTP, Solver.ROUTE53, Solver.ASSISTED),
        (Solver.ASSISTED, DNS, Solver.ROUTE53, Solver.ASSISTED),
        (Solver.ROUTE53, None, Solver.ASSISTED, Solver.ROUTE53),
    ],
)
def test_an_order_has_its_own_solver_or_the_scopes(
    named: Solver | None, challenge: ChallengeType | None, of_scope: Solver, chosen: Solver
) -> None:
    """Who names http-01 has no records that Certkeeper sets: should somebody switch, the records are that person's."""
    assert chosen_solver(named, challenge, replace(BUILT_IN, solver=of_scope)) is chosen


@pytest.mark.parametrize("challenge", [HTTP, PERSIST])
def test_a_solver_sets_records_of_dns_01_only(challenge: ChallengeType) -> None:
    """Whichever it is: a file is served, and a persistent record is set once, by a person."""
    for solver in Solver:
        violation = solver_violation(solver, challenge, delegation_zone=ZONE)
        assert violation
        assert (violation.pointer, violation.code) == ("/solver", "solver_needs_dns")
        assert solver_violation(solver, DNS, delegation_zone=ZONE) is None


def test_nobody_delegates_to_nowhere() -> None:
    """Without a zone to delegate to, the solver is refused, and the others are not."""
    refused = {solver for solver in Solver if solver_violation(solver, DNS, delegation_zone="")}
    assert refused == {Solver.DELEGATED}


def test_a_wildcard_and_its_apex_share_a_record_with_every_solver() -> None:
    """One record, two values; the delegated one stands in Certkeeper's zone, below the name."""
    for solver in Solver:
        assert record_name(solver, "*.shop.test", ZONE) == record_name(solver, "shop.test", ZONE)
    assert record_name(Solver.ROUTE53, "shop.test", ZONE) == "_acme-challenge.shop.test"
    assert record_name(Solver.DELEGATED, "shop.test", ZONE) == f"_acme-challenge.shop.test.{ZONE}"


def test_a_name_that_would_be_too_long_in_the_delegation_zone_is_pointed_at() -> None:
    """253 characters are DNS's limit for the whole name (RFC 1035 section 2.3.4)."""
    long = ".".join(["a" * 60] * 4)
    violations = delegated_length_violations(["shop.test", long], ZONE)
    assert [violation.pointer for violation in violations] == ["/names/1"]
