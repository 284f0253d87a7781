"""Orders as rows. An attribute that a newer version has added does not disturb an older one, nor vice versa."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from certkeeper.adapters.dynamodb import attributes as a
from certkeeper.adapters.dynamodb.failure_documents import failure_document, read_failure
from certkeeper.adapters.dynamodb.finding_documents import findings_document, read_findings
from certkeeper.adapters.dynamodb.order_documents import authorizations_document, read_authorizations
from certkeeper.adapters.dynamodb.paging import Selection
from certkeeper.adapters.dynamodb.record_documents import read_records, records_document
from certkeeper.domain.certificates.key_types import KeyType
from certkeeper.domain.clock import from_text
from certkeeper.domain.dns.solvers import DEFAULT_SOLVER, Solver
from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.domain.orders.order import Order, OrderStatus, Steps

if TYPE_CHECKING:
    from certkeeper.adapters.dynamodb.attributes import Attributes, Row

LEFT_OUT_OF_LISTS = ("authorizations", "findings", "records")


def order_attributes(order: Order) -> Attributes:
    """Every attribute that an order has; None where there is nothing to say."""
    return {
        "order_id": a.text(order.order_id),
        "scope": a.text(order.scope),
        "certificate_id": a.text(order.certificate_id),
        "name": a.text(order.name),
        "names": a.texts(order.names),
        "key_type": a.text(order.key_type),
        "steps": a.text(order.steps),
        "status": a.text(order.status),
        "created_at": a.moment(order.created_at),
        "created_by": a.text(order.created_by),
        "revision": a.number(order.revision),
        "wakes": a.number(order.wakes),
        "challenge": a.text(order.challenge or ""),
        "url": a.text(order.url),
        "thumbprint": a.text(order.thumbprint),
        "deadline": a.moment(order.deadline),
        "authorizations": a.document(authorizations_document(order.authorizations)),
        "findings": a.document(findings_document(order.findings)),
        "verify_requested_at": a.moment(order.verify_requested_at),
        "looked_at": a.moment(order.looked_at),
        "verify_key": a.text(order.verify_key),
        "looks": a.number(order.looks),
        "answered_at": a.moment(order.answered_at),
        "issuance_requested_at": a.moment(order.issuance_requested_at),
        "cancel_requested_at": a.moment(order.cancel_requested_at),
        "finalized_at": a.moment(order.finalized_at),
        "closed_at": a.moment(order.closed_at),
        "failure": a.document(failure_document(order.failure)),
        "solver": a.text(order.solver),
        "delegation_zone": a.text(order.delegation_zone),
        "records": a.document(records_document(order.records)),
        "account_url": a.text(order.account_url),
        "issuers": a.texts(order.issuers),
        "profile": a.text(order.profile),
        "renews": a.number(order.renews),
        "replaces": a.text(order.replaces),
        "key_of": a.text(order.key_of),
        "spread": a.flag(order.spread),
        "version": a.number(order.version),
        "after_warning": a.flag(order.after_warning),
    }


def read_order(row: Row) -> Order:
    """The order that a row holds."""
    challenge = a.read_text(row, "challenge")
    return Order(
        order_id=row["order_id"]["S"],
        scope=row["scope"]["S"],
        certificate_id=row["certificate_id"]["S"],
        name=a.read_text(row, "name"),
        names=a.read_texts(row, "names"),
        key_type=KeyType(row["key_type"]["S"]),
        steps=Steps(row["steps"]["S"]),
        status=OrderStatus(row["status"]["S"]),
        created_at=from_text(row["created_at"]["S"]),
        created_by=a.read_text(row, "created_by"),
        revision=a.read_number(row, "revision"),
        wakes=a.read_number(row, "wakes"),
        challenge=ChallengeType(challenge) if challenge else None,
        url=a.read_text(row, "url"),
        thumbprint=a.read_text(row, "thumbprint"),
        deadline=a.read_moment(row, "deadline"),
        authorizations=read_authorizations(a.read_document(row, "authorizations")),
        findings=read_findings(a.read_document(row, "findings")),
        verify_requested_at=a.read_moment(row, "verify_requested_at"),
        looked_at=a.read_moment(row, "looked_at"),
        verify_key=a.read_text(row, "verify_key"),
        looks=a.read_number(row, "looks"),
        answered_at=a.read_moment(row, "answered_at"),
        issuance_requested_at=a.read_moment(row, "issuance_requested_at"),
        cancel_requested_at=a.read_moment(row, "cancel_requested_at"),
        finalized_at=a.read_moment(row, "finalized_at"),
        closed_at=a.read_moment(row, "closed_at"),
        failure=read_failure(a.read_document(row, "failure")),
        solver=Solver(a.read_text(row, "solver") or DEFAULT_SOLVER),
        delegation_zone=a.read_text(row, "delegation_zone"),
        records=read_records(a.read_document(row, "records")),
        account_url=a.read_text(row, "account_url"),
        issuers=a.read_texts(row, "issuers"),
        profile=a.read_text(row, "profile"),
        renews=a.read_number(row, "renews"),
        replaces=a.read_text(row, "replaces"),
        key_of=a.read_text(row, "key_of"),
        spread=a.read_flag(row, "spread"),
        version=a.read_number(row, "version"),
        after_warning=a.read_flag(row, "after_warning"),
    )


def listed() -> Selection:
    """What a list shows of each order: all but what takes up room."""
    shown = [field.name for field in fields(Order) if field.name not in LEFT_OUT_OF_LISTS]
    names = {f"#{name}": name for name in ("sk", *shown)}
    return Selection(projection=", ".join(names), names=names)
