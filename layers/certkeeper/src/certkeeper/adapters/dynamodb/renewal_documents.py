"""How a certificate is renewed and where that stands, as JSON documents: what is empty is left out.

Both travel with the row through the index that sweeps read, and each byte there is paid for twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.dynamodb.failure_documents import failure_document, read_failure
from certkeeper.domain.certificates.certificate import NO_RENEWAL
from certkeeper.domain.certificates.key_types import KeyType
from certkeeper.domain.clock import from_text, to_text
from certkeeper.domain.dns.solvers import Solver
from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.domain.renewal.plan import RenewalPlan
from certkeeper.domain.renewal.state import RenewalState, RenewalWindow

if TYPE_CHECKING:
    from certkeeper.adapters.dynamodb.attributes import Document

MOMENTS = ("watch_at", "first_failed_at", "next_attempt_at", "chosen_at", "poll_at", "new_key_wanted_at")
PLAIN = ("version", "order_id", "failures", "held_back")


def plan_document(plan: RenewalPlan | None) -> Document | None:
    """The plan, or None."""
    if plan is None:
        return None
    return {
        "challenge": plan.challenge,
        "solver": plan.solver,
        "delegation_zone": plan.delegation_zone,
        "key_type": plan.key_type,
        "profile": plan.profile,
        "spread": plan.spread,
    }


def read_plan(document: Document) -> RenewalPlan | None:
    """What `plan_document` wrote."""
    if not document:
        return None
    return RenewalPlan(
        challenge=ChallengeType(document["challenge"]),
        solver=Solver(document["solver"]),
        delegation_zone=document["delegation_zone"],
        key_type=KeyType(document["key_type"]),
        profile=document["profile"],
        spread=document["spread"],
    )


def state_document(state: RenewalState) -> Document:
    """The state; nothing where it is blank, as it is for all that was just uploaded."""
    if state is NO_RENEWAL:
        return {}
    plain = {name: value for name in PLAIN if (value := getattr(state, name))}
    moments = {name: to_text(value) for name in MOMENTS if (value := getattr(state, name))}
    failure: Document = {"last_failure": failure_document(state.last_failure)} if state.last_failure else {}
    window: Document = {"window": _window_document(state.window)} if state.window else {}
    announced: Document = {"announced": list(state.announced)} if state.announced else {}
    return {**plain, **moments, **failure, **window, **announced}


def read_state(document: Document) -> RenewalState:
    """What `state_document` wrote."""
    if not document:
        return RenewalState()
    plain = {name: document[name] for name in PLAIN if name in document}
    moments = {name: from_text(document[name]) for name in MOMENTS if name in document}
    known: Document = {**plain, **moments}
    return RenewalState(
        **known,
        last_failure=read_failure(document.get("last_failure", {})),
        window=_read_window(document["window"]) if "window" in document else None,
        announced=tuple(document.get("announced", ())),
    )


def _window_document(window: RenewalWindow) -> list[str]:
    return [to_text(window.start), to_text(window.end), window.explanation_url]


def _read_window(texts: list[str]) -> RenewalWindow:
    start, end, explanation_url = texts
    return RenewalWindow(from_text(start), from_text(end), explanation_url)
