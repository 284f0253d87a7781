"""The actions on a certificate, and why each is refused: the same reasons everywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkeeper.domain.certificates.actions import CertificateAction, order_runs, require
from certkeeper.domain.certificates.certificate import Certificate, CertificateStatus, Source
from certkeeper.domain.errors import ConflictError
from tests.contracts.examples import some_facts

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FACTS = some_facts(not_before=NOW - timedelta(days=10))
LIVE = Certificate("c", "shop", "shop", Source.ISSUED, FACTS.names, NOW, "o", 1, FACTS)
PENDING = replace(LIVE, version=0, facts=None)
DELETED = replace(LIVE, deleted_at=NOW, recoverable_until=NOW + timedelta(days=30))
GONE = replace(DELETED, recoverable_until=NOW)

REFUSED: dict[CertificateAction, dict[str, Certificate]] = {
    CertificateAction.UPDATE: {"deleted": DELETED, "gone": GONE},
    CertificateAction.RENAME: {"order_running": PENDING},
    CertificateAction.UPLOAD_VERSION: {"not_issued": PENDING, "deleted": DELETED, "gone": GONE},
    CertificateAction.RENEW: {"order_running": PENDING, "deleted": DELETED, "gone": GONE},
    CertificateAction.EXPORT: {"not_issued": PENDING, "deleted": DELETED, "gone": GONE},
    CertificateAction.DELETE: {"order_running": PENDING},
    CertificateAction.RESTORE: {"gone": GONE},
    CertificateAction.ACTIVATE: {"not_issued": PENDING, "deleted": DELETED, "gone": GONE},
    CertificateAction.REVOKE: {"not_issued": PENDING},
}
STATES = {"live": LIVE, "pending": PENDING, "deleted": DELETED, "gone": GONE}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("action", CertificateAction)
def test_an_action_is_refused_with_its_reason_or_allowed(action: CertificateAction, state: str) -> None:
    """Every action in every state."""
    expected = [code for code, certificate in REFUSED[action].items() if certificate is STATES[state]]
    try:
        require(STATES[state], action, NOW)
        found = []
    except ConflictError as error:
        found = [error.code]
    assert found == expected


def test_a_deleted_certificate_is_shown_as_deleted_whatever_it_was() -> None:
    """Expired, revoked or pending: what counts is that nobody has it any more."""
    for was in (DELETED, GONE, replace(DELETED, revoked_at=NOW), replace(DELETED, facts=None)):
        assert was.status(NOW + timedelta(days=500)) is CertificateStatus.DELETED


@given(st.integers(-100, 100))
def test_what_can_be_restored_is_what_says_so(seconds: int) -> None:
    """To the second: the refusal and what is shown never differ."""
    now = NOW + timedelta(days=30, seconds=seconds)
    try:
        require(DELETED, CertificateAction.RESTORE, now)
        restorable = True
    except ConflictError:
        restorable = False
    assert restorable == DELETED.recoverable(now) == (seconds < 0)


def test_the_first_order_runs_until_there_is_a_version() -> None:
    """Whatever else is known."""
    assert order_runs(PENDING)
    assert not order_runs(LIVE)
