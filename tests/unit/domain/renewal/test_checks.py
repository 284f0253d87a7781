"""When and why a certificate is renewed, for every lifetime; no constant of days decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkeeper.domain.certificates.certificate import Certificate, Settings
from certkeeper.domain.certificates.revocations import RevocationReason
from certkeeper.domain.dns.solvers import Solver
from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.domain.renewal.checks import (
    Obstacle,
    RenewalReason,
    attempt,
    obstacle,
    renewal_mode,
    stalled_at,
    wanted,
)
from certkeeper.domain.renewal.plan import RenewalMode, RenewalPlan
from certkeeper.domain.renewal.state import RenewalWindow
from tests.unit.domain.renewal.renewable_certificates import (
    ASSISTED,
    AUTOMATIC,
    BEGIN,
    certificate,
    certificates,
    lifetimes,
    moments,
)

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("lifetime", "left"),
    [
        (timedelta(hours=160), timedelta(hours=80)),
        (timedelta(days=45), timedelta(days=15)),
        (timedelta(days=64), timedelta(days=64) / 3),
        (timedelta(days=90), timedelta(days=30)),
        (timedelta(days=200), timedelta(days=200) / 3),
        (timedelta(days=3650), timedelta(days=3650) / 3),
    ],
)
def test_a_third_of_the_life_is_left_or_half_of_a_short_one(lifetime: timedelta, left: timedelta) -> None:
    """Where the CA says nothing."""
    following = attempt(certificate(lifetime))
    assert following
    assert (following.at, following.reason) == (BEGIN + lifetime - left, RenewalReason.LIFETIME)


@given(lifetimes)
def test_whatever_the_lifetime_there_is_time_before_the_renewal_and_after_it(lifetime: timedelta) -> None:
    """A share of life, never a number of days."""
    following = attempt(certificate(lifetime))
    assert following
    share = (following.at - BEGIN) / lifetime
    assert 0.49 < share < 0.67


def test_the_moment_in_the_cas_window_counts_instead() -> None:
    """Be it earlier or later than a third of the life."""
    for days in (50, 80):
        window = RenewalWindow(BEGIN + DAY * days, BEGIN + DAY * (days + 2))
        following = attempt(certificate(window=window, chosen_at=window.start + DAY))
        assert following
        assert (following.at, following.reason) == (window.start + DAY, RenewalReason.MOMENT_REACHED)


def test_a_window_in_the_past_says_at_once() -> None:
    """RFC 9773 section 4.2; its end stands for the moment."""
    window = RenewalWindow(BEGIN - DAY * 2, BEGIN - DAY)
    following = attempt(certificate(window=window, chosen_at=window.end))
    assert following
    assert (following.at, following.reason) == (BEGIN, RenewalReason.WINDOW_PASSED)


def test_revoked_and_another_key_come_before_everything() -> None:
    """As soon as it is said."""
    at = BEGIN + DAY
    for one, reason in (
        (certificate(revoked_at=at), RenewalReason.REVOKED),
        (certificate(new_key_wanted_at=at), RenewalReason.NEW_KEY_WANTED),
    ):
        following = attempt(one)
        assert following
        assert (following.at, following.reason) == (at, reason)


def test_what_many_have_ordered_at_once_is_renewed_at_many_times() -> None:
    """Spread over [0.1, 0.67] of the life, always the same for one certificate; what comes alone is not early."""
    spread = replace(AUTOMATIC, spread_renewal=True)
    many = [replace(certificate(plan=spread), certificate_id=f"c{number}") for number in range(1000)]
    shares = sorted((found.at - BEGIN) / (DAY * 90) for one in many if (found := wanted(one)))
    assert 0.1 <= shares[0] < 0.11
    assert 0.66 < shares[-1] <= 0.67
    tenths = [sum(low <= share < low + 0.057 for share in shares) for low in (0.1 + 0.057 * n for n in range(10))]
    assert max(tenths) < 1.4 * 100
    assert [wanted(one) for one in many] == [wanted(one) for one in many]


@pytest.mark.parametrize(
    ("challenge", "solver", "mode"),
    [
        (ChallengeType.HTTP_01, Solver.ASSISTED, RenewalMode.AUTOMATIC),
        (ChallengeType.DNS_01, Solver.ROUTE53, RenewalMode.AUTOMATIC),
        (ChallengeType.DNS_01, Solver.DELEGATED, RenewalMode.AUTOMATIC),
        (ChallengeType.DNS_PERSIST_01, Solver.ASSISTED, RenewalMode.AUTOMATIC),
        (ChallengeType.DNS_01, Solver.ASSISTED, RenewalMode.ASSISTED),
    ],
)
def test_what_needs_nobody_is_renewed_without_anybody(
    challenge: ChallengeType, solver: Solver, mode: RenewalMode
) -> None:
    """A TXT record of dns-01 is another one each time."""
    assert renewal_mode(certificate(plan=RenewalPlan(challenge, solver))) is mode


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"deleted_at": BEGIN}, Obstacle.DELETED),
        ({"version": 0, "facts": None}, Obstacle.PENDING),
        ({"order_id": "o2"}, Obstacle.RUNNING),
        ({"plan": None}, Obstacle.NOT_ISSUED_HERE),
        ({"settings": Settings(renewal_enabled=False)}, Obstacle.SWITCHED_OFF),
        ({"revocation_reason": RevocationReason.CESSATION_OF_OPERATION}, Obstacle.RETIRED),
    ],
)
def test_what_stands_against_a_renewal_has_a_name(changes: dict[str, object], expected: Obstacle) -> None:
    """Then there is none, not even of a revoked one."""
    one = certificate(revoked_at=BEGIN, **changes)  # type: ignore[arg-type]
    assert obstacle(one) is expected
    assert attempt(one) is None


@given(certificates())
def test_never_twice_at_once(one: Certificate) -> None:
    """An order that runs is the renewal."""
    assert attempt(replace(one, renewal=replace(one.state, order_id="o2"))) is None


def test_renewal_is_given_up_a_month_after_the_end_and_with_a_person_at_the_end() -> None:
    """Nobody is asked for ever, and nothing alive is given up."""
    end = BEGIN + DAY * 90
    assert attempt(certificate(next_attempt_at=end + DAY * 29))
    assert attempt(certificate(next_attempt_at=end + DAY * 30)) is None
    assert attempt(certificate(plan=ASSISTED, next_attempt_at=end - timedelta(seconds=1)))
    assert attempt(certificate(plan=ASSISTED, next_attempt_at=end)) is None


@given(certificates(), st.none() | moments)
def test_a_pause_is_kept_and_nothing_comes_before_it_is_wanted(one: Certificate, pause: datetime | None) -> None:
    """Whatever the state."""
    one = replace(one, renewal=replace(one.state, next_attempt_at=pause))
    following, wish = attempt(one), wanted(one)
    if following:
        assert wish
        assert following.at >= wish.at
        assert pause is None or following.at >= pause


def test_it_is_stalled_when_half_of_what_was_left_is_gone() -> None:
    """Counted from when the renewal was due."""
    assert stalled_at(certificate()) == BEGIN + DAY * 75
    assert stalled_at(certificate(plan=None)) is None
