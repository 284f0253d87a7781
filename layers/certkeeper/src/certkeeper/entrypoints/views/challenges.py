"""Documents of challenges: what each needs, and what the checks found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.dns.findings import VerificationOutcome
from certkeeper.domain.orders.challenges import ChallengeType, txt_name
from certkeeper.entrypoints.views.parts import moment

if TYPE_CHECKING:
    from certkeeper.domain.dns.findings import Finding
    from certkeeper.domain.orders.challenges import Challenge
    from certkeeper.domain.orders.order import Authorization, Order
    from certkeeper.entrypoints.contract import challenges as documents
    from certkeeper.entrypoints.contract.challenges import DnsChallenge, HttpChallenge, PersistChallenge
    from certkeeper.services.orders.verify_challenge import Verification

_KNOWN = frozenset(ChallengeType)


def authorization_view(order: Order, authorization: Authorization) -> documents.Authorization:
    """Return the document of an authorization of an order: a name, with each offered challenge that Certkeeper knows.

    `status` is the CA's.
    """
    return {
        "name": authorization.name,
        "status": authorization.status,
        "challenges": [
            _needs(order, authorization.name, challenge)
            for challenge in authorization.challenges
            if challenge.type in _KNOWN and (challenge.issuers or challenge.type != ChallengeType.DNS_PERSIST_01)
        ],
    }


def _needs(order: Order, name: str, challenge: Challenge) -> HttpChallenge | DnsChallenge | PersistChallenge:
    wanted = order.expectation(name, challenge)
    match wanted.challenge:
        case ChallengeType.HTTP_01:
            return {"type": ChallengeType.HTTP_01, "url": wanted.where, "content": wanted.expected}
        case ChallengeType.DNS_01:
            return _record(order, name, wanted.expected)
        case ChallengeType.DNS_PERSIST_01:
            return {
                "type": ChallengeType.DNS_PERSIST_01,
                "record_name": wanted.where,
                "record_type": "TXT",
                "record_value": wanted.expected,
            }


def _record(order: Order, name: str, value: str) -> documents.DnsChallenge:
    """Return the document of a TXT record: where it goes, in which zone, and the CNAME to be set once.

    The zone is null if it is unknown, and the CNAME if none is needed.
    """
    record_name = order.record_name(name)
    zone = next((record.zone for record in order.records if record.name == record_name), "")
    alias = order.alias(name)
    return {
        "type": ChallengeType.DNS_01,
        "record_name": record_name,
        "record_type": "TXT",
        "record_value": value,
        "zone": zone or None,
        "cname": {"record_name": txt_name(name), "target": alias} if alias else None,
    }


def finding_view(finding: Finding) -> documents.Finding:
    """Return the document of a finding: what was expected and found for one name, where, and what to change."""
    return {
        "name": finding.name,
        "challenge": finding.challenge,
        "code": finding.code,
        "where": finding.where,
        "expected": finding.expected,
        "seen": finding.seen,
        "advice": finding.advice,
        "server": finding.server,
        "checked_at": moment(finding.checked_at),
    }


def verification_view(verification: Verification) -> documents.Verification:
    """Return the document of a verification; `not_ready` means that the CA was not asked, and nothing is lost."""
    return {
        "order_id": verification.order.order_id,
        "outcome": VerificationOutcome.READY if verification.ready else VerificationOutcome.NOT_READY,
        "findings": [finding_view(finding) for finding in verification.findings],
        "next_verify_at": moment(verification.next_verify_at),
    }
