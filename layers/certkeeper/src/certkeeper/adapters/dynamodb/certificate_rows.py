"""Certificates as rows, and what stands beside them for filters."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from certkeeper.adapters.dynamodb import attributes as a
from certkeeper.adapters.dynamodb.event_documents import events_document, read_events
from certkeeper.adapters.dynamodb.facts_documents import facts_text, read_facts
from certkeeper.adapters.dynamodb.renewal_documents import plan_document, read_plan, read_state, state_document
from certkeeper.adapters.dynamodb.settings_documents import read_settings, settings_document
from certkeeper.domain.certificates.certificate import Certificate, Source
from certkeeper.domain.certificates.revocations import RevocationReason
from certkeeper.domain.clock import from_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    from certkeeper.adapters.dynamodb.attributes import Attributes, Row
    from certkeeper.domain.certificates.certificate import CertificateFacts

SEPARATOR = "\n"
"""Between the texts that are searched; it stands in no name, so that nothing is found across two of them."""


def certificate_attributes(certificate: Certificate) -> Attributes:
    """Every attribute that a certificate has; None where there is nothing to say."""
    return {
        "certificate_id": a.text(certificate.certificate_id),
        "scope": a.text(certificate.scope),
        "name": a.text(certificate.name),
        "source": a.text(certificate.source),
        "created_at": a.moment(certificate.created_at),
        "revision": a.number(certificate.revision),
        "order_id": a.text(certificate.order_id),
        "version": a.number(certificate.version),
        "settings": a.document(settings_document(certificate.settings)),
        "deleted_at": a.moment(certificate.deleted_at),
        "revoked_at": a.moment(certificate.revoked_at),
        "plan": a.document(plan_document(certificate.plan)),
        "ended_order_id": a.text(certificate.ended_order_id),
        **renewal_attributes(certificate),
        "revocation_reason": a.text(certificate.revocation_reason or ""),
        "recoverable_until": a.moment(certificate.recoverable_until),
        "removal_id": a.text(certificate.removal_id),
        **current_attributes(certificate.name, certificate.names, certificate.facts),
    }


def renewal_attributes(certificate: Certificate) -> Attributes:
    """What a look at the certificate may change."""
    return {
        "renewal": a.document(state_document(certificate.renewal)),
        "outbox": a.document(events_document(certificate.outbox)),
    }


def current_attributes(name: str, names: Sequence[str], facts: CertificateFacts | None) -> Attributes:
    """What a new version changes: the names, the facts, and what is filtered by."""
    return {
        "names": a.texts(names),
        "facts": facts_text(facts),
        "not_after": a.moment(facts.not_after if facts else None),
        "expiring_at": a.moment(_full_second(facts.expiring_at) if facts else None),
        "search_text": search_text(name, names),
    }


def search_text(name: str, names: Sequence[str]) -> AttributeValueTypeDef | None:
    """What a search looks in."""
    return a.text(SEPARATOR.join((name, *names)).lower())


def _full_second(moment: datetime) -> datetime:
    """The first full second that is not before: a third of a life may end between two, texts know only full ones."""
    return moment if not moment.microsecond else moment.replace(microsecond=0) + timedelta(seconds=1)


def read_certificate(row: Row) -> Certificate:
    """The certificate that a row holds."""
    return Certificate(
        certificate_id=row["certificate_id"]["S"],
        scope=row["scope"]["S"],
        name=row["name"]["S"],
        source=Source(row["source"]["S"]),
        names=a.read_texts(row, "names"),
        created_at=from_text(row["created_at"]["S"]),
        order_id=a.read_text(row, "order_id"),
        version=a.read_number(row, "version"),
        facts=read_facts(a.read_document(row, "facts")),
        revision=a.read_number(row, "revision"),
        settings=read_settings(a.read_document(row, "settings")),
        deleted_at=a.read_moment(row, "deleted_at"),
        revoked_at=a.read_moment(row, "revoked_at"),
        plan=read_plan(a.read_document(row, "plan")),
        ended_order_id=a.read_text(row, "ended_order_id"),
        renewal=read_state(a.read_document(row, "renewal")),
        outbox=read_events(a.read_document(row, "outbox")),
        revocation_reason=read_reason(row),
        recoverable_until=a.read_moment(row, "recoverable_until"),
        removal_id=a.read_text(row, "removal_id"),
    )


def read_reason(row: Row) -> RevocationReason | None:
    """Why a certificate or a version is revoked, or None."""
    reason = a.read_text(row, "revocation_reason")
    return RevocationReason(reason) if reason else None
