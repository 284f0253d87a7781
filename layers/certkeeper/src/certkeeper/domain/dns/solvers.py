"""Solvers: who sets the TXT record of a dns-01 challenge (RFC 8555 section 8.4), and at which name (ADR 31)."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from certkeeper.domain.orders.challenges import txt_name

if TYPE_CHECKING:
    from collections.abc import Mapping


class Solver(StrEnum):
    """ASSISTED: a person. ROUTE53: Certkeeper, in the zone of the name. DELEGATED: Certkeeper, behind a CNAME."""

    ASSISTED = "assisted"
    ROUTE53 = "route53"
    DELEGATED = "delegated"


DEFAULT_SOLVER = Solver.ASSISTED

SOLVER_HINTS: Mapping[Solver, str] = {
    Solver.ASSISTED: "you; Certkeeper shows what to set",
    Solver.ROUTE53: "Certkeeper, in your hosted zone",
    Solver.DELEGATED: "Certkeeper, behind one CNAME",
}
"""What a person reads in a list of solvers, behind the word itself."""


def delegated_name(name: str, delegation_zone: str) -> str:
    """Return the target, in the delegation zone, of the CNAME at `_acme-challenge.<name>`: the same for all orders.

    It begins with `_acme-challenge` too, because Certkeeper's role may write no other records. Orders of one name in
    two scopes share the record, which then has a value of each.
    """
    return f"{txt_name(name)}.{delegation_zone}"


def record_name(solver: Solver, name: str, delegation_zone: str) -> str:
    """Return the name of the TXT record for a name, by the solver; `delegation_zone` counts for DELEGATED only."""
    return delegated_name(name, delegation_zone) if solver is Solver.DELEGATED else txt_name(name)
