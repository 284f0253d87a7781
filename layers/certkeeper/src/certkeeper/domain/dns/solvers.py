"""Who sets the TXT record of a dns-01 challenge (RFC 8555 section 8.4), and where."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from certkeeper.domain.orders.challenges import txt_name

if TYPE_CHECKING:
    from collections.abc import Mapping


class Solver(StrEnum):
    """ASSISTED: a person. ROUTE53: we do, in the name's own zone. DELEGATED: we do, where a standing CNAME leads."""

    ASSISTED = "assisted"
    ROUTE53 = "route53"
    DELEGATED = "delegated"


DEFAULT_SOLVER = Solver.ASSISTED

SOLVER_HINTS: Mapping[Solver, str] = {
    Solver.ASSISTED: "you, told what to set",
    Solver.ROUTE53: "Certkeeper, in your hosted zone",
    Solver.DELEGATED: "Certkeeper, behind one CNAME",
}
"""What a person reads where they choose one, behind the word itself."""


def delegated_name(name: str, delegation_zone: str) -> str:
    """Where the CNAME at `_acme-challenge.<name>` has to lead, for ever: the same for every order of the name.

    It begins with `_acme-challenge` as well, for our role may write no other records. Two scopes that order one name
    share the record: values stand beside each other there.
    """
    return f"{txt_name(name)}.{delegation_zone}"


def record_name(solver: Solver, name: str, delegation_zone: str) -> str:
    """The name of the record that holds the value."""
    return delegated_name(name, delegation_zone) if solver is Solver.DELEGATED else txt_name(name)
