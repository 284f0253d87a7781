"""Versions of certificates as rows: facts and public PEM."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.dynamodb import attributes as a
from certkeeper.adapters.dynamodb.certificate_rows import read_reason
from certkeeper.adapters.dynamodb.facts_documents import facts_text, read_facts
from certkeeper.adapters.dynamodb.verdict_documents import read_verdicts, verdicts_document
from certkeeper.domain.certificates.certificate import CertificateVersion
from certkeeper.domain.clock import from_text

if TYPE_CHECKING:
    from certkeeper.adapters.dynamodb.attributes import Attributes, Row


def version_attributes(version: CertificateVersion) -> Attributes:
    """Every attribute that a version has."""
    return {
        "certificate_id": a.text(version.certificate_id),
        "version": a.number(version.version),
        "facts": facts_text(version.facts),
        "certificate_pem": a.text(version.certificate_pem),
        "chain_pem": a.text(version.chain_pem),
        "root_pem": a.text(version.root_pem),
        "verdicts": a.document(verdicts_document(version.verdicts)),
        "created_at": a.moment(version.created_at),
        "order_id": a.text(version.order_id),
        "revoked_at": a.moment(version.revoked_at),
        "revocation_reason": a.text(version.revocation_reason or ""),
    }


def read_version(row: Row) -> CertificateVersion:
    """The version that a row holds."""
    facts = read_facts(a.read_document(row, "facts"))
    if facts is None:
        raise ValueError("a version without facts")
    return CertificateVersion(
        certificate_id=row["certificate_id"]["S"],
        version=a.read_number(row, "version"),
        facts=facts,
        certificate_pem=a.read_text(row, "certificate_pem"),
        chain_pem=a.read_text(row, "chain_pem"),
        root_pem=a.read_text(row, "root_pem"),
        verdicts=read_verdicts(a.read_document(row, "verdicts")),
        created_at=from_text(row["created_at"]["S"]),
        order_id=a.read_text(row, "order_id"),
        revoked_at=a.read_moment(row, "revoked_at"),
        revocation_reason=read_reason(row),
    )
