"""What stands in an X.509 certificate, as a JSON document."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from certkeeper.adapters.dynamodb import attributes as a
from certkeeper.domain.certificates.certificate import CertificateFacts
from certkeeper.domain.clock import from_text, to_text

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    from certkeeper.adapters.dynamodb.attributes import Document


@lru_cache(maxsize=8)
def facts_text(facts: CertificateFacts | None) -> AttributeValueTypeDef | None:
    """The facts as an attribute: one upload writes them into four rows."""
    return a.document(facts_document(facts))


def facts_document(facts: CertificateFacts | None) -> Document | None:
    """The facts, or None."""
    if facts is None:
        return None
    return {
        "serial": facts.serial,
        "subject": facts.subject,
        "common_name": facts.common_name,
        "issuer": facts.issuer,
        "names": list(facts.names),
        "key_algorithm": facts.key_algorithm,
        "key_bits": facts.key_bits,
        "signature_algorithm": facts.signature_algorithm,
        "x509_version": facts.x509_version,
        "not_before": to_text(facts.not_before),
        "not_after": to_text(facts.not_after),
        "sha256": facts.sha256,
        "sha1": facts.sha1,
        "authority_key_id": facts.authority_key_id,
    }


def read_facts(document: Document) -> CertificateFacts | None:
    """What `facts_document` wrote."""
    if not document:
        return None
    return CertificateFacts(
        serial=document["serial"],
        subject=document["subject"],
        common_name=document["common_name"],
        issuer=document["issuer"],
        names=tuple(document["names"]),
        key_algorithm=document["key_algorithm"],
        key_bits=document["key_bits"],
        signature_algorithm=document["signature_algorithm"],
        x509_version=document["x509_version"],
        not_before=from_text(document["not_before"]),
        not_after=from_text(document["not_after"]),
        sha256=document["sha256"],
        sha1=document["sha1"],
        authority_key_id=document.get("authority_key_id", ""),
    )
