"""What we saw when we looked, as JSON documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.clock import from_text, to_text
from certkeeper.domain.dns.findings import Finding, FindingCode
from certkeeper.domain.orders.challenges import ChallengeType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from certkeeper.adapters.dynamodb.attributes import Document


def findings_document(findings: Sequence[Finding]) -> list[Document]:
    """All of them."""
    return [
        {
            "name": each.name,
            "challenge": each.challenge.value,
            "code": each.code.value,
            "where": each.where,
            "expected": each.expected,
            "seen": each.seen,
            "advice": each.advice,
            "looked_at": to_text(each.looked_at),
            "server": each.server,
        }
        for each in findings
    ]


def read_findings(documents: Sequence[Document]) -> tuple[Finding, ...]:
    """What `findings_document` wrote."""
    return tuple(
        Finding(
            name=each["name"],
            challenge=ChallengeType(each["challenge"]),
            code=FindingCode(each["code"]),
            where=each["where"],
            expected=each["expected"],
            seen=each["seen"],
            advice=each["advice"],
            looked_at=from_text(each["looked_at"]),
            server=each.get("server", ""),
        )
        for each in documents
    )
