"""Whose settings count, and when a notice is due, whatever the lifetime."""

from datetime import UTC, datetime, timedelta

import pytest

from certkeeper.domain.certificates.certificate import CertificateFacts, Settings
from certkeeper.domain.notices.days import DEFAULT_NOTICE_DAYS
from certkeeper.domain.notices.policy import NoticePolicy, notice_policy, thresholds
from certkeeper.domain.scopes import Scope, ScopeKind

BEGIN = datetime(2026, 11, 25, tzinfo=UTC)


def facts(lifetime: timedelta) -> CertificateFacts:
    """Facts of a certificate that lives so long."""
    return CertificateFacts(
        serial="1",
        subject="",
        common_name="",
        issuer="",
        names=(),
        key_algorithm="EC",
        key_bits=256,
        signature_algorithm="",
        x509_version=3,
        not_before=BEGIN,
        not_after=BEGIN + lifetime,
        sha256="",
        sha1="",
    )


def scope(*, enabled: bool | None, days: tuple[int, ...] = ()) -> Scope:
    """A scope with its say."""
    return Scope("shop", ScopeKind.ZONE, "example.test", notices_enabled=enabled, notice_days=days)


@pytest.mark.parametrize(
    ("settings", "of_scope", "expected"),
    [
        (Settings(), scope(enabled=None), NoticePolicy(enabled=True, days=(14, 7))),
        (Settings(), scope(enabled=False, days=(30,)), NoticePolicy(enabled=False, days=(30,))),
        (Settings(notices_enabled=True), scope(enabled=False), NoticePolicy(enabled=True, days=(14, 7))),
        (
            Settings(notices_enabled=False, notice_days=(5,)),
            scope(enabled=True, days=(30,)),
            NoticePolicy(enabled=False, days=(5,)),
        ),
    ],
)
def test_the_certificate_comes_before_the_scope_and_the_scope_before_the_stack(
    settings: Settings, of_scope: Scope, expected: NoticePolicy
) -> None:
    """Switch and thresholds each by themselves."""
    assert notice_policy(settings, of_scope, (14, 7)) == expected


@pytest.mark.parametrize(
    ("lifetime", "left"),
    [
        (timedelta(days=90), [14, 7, 3, 1]),
        (timedelta(days=42), [14, 7, 3, 1]),
        (timedelta(days=30), [10, 7, 3, 1]),
        (timedelta(days=6), [2, 1]),
        (timedelta(days=3), [1]),
    ],
)
def test_a_short_life_has_its_first_notice_at_a_third_of_it(lifetime: timedelta, left: list[int]) -> None:
    """And none before that."""
    found = thresholds(facts(lifetime), DEFAULT_NOTICE_DAYS)
    assert [facts(lifetime).not_after - each.at for each in found] == [timedelta(days=each) for each in left]
    assert found[0].days == 14
