"""Certificates at any point of their life, as hypothesis invents them, and plain ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from certkeeper.domain.certificates.certificate import Certificate, CertificateFacts, Settings, Source
from certkeeper.domain.certificates.key_types import KeyType
from certkeeper.domain.dns.solvers import Solver
from certkeeper.domain.notices.days import DEFAULT_NOTICE_DAYS
from certkeeper.domain.notices.policy import NoticePolicy
from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.domain.orders.failures import Failure
from certkeeper.domain.orders.order import Order, OrderStatus, Steps
from certkeeper.domain.renewal.plan import RenewalPlan
from certkeeper.domain.renewal.renewal_info import RenewalInfo
from certkeeper.domain.renewal.state import RenewalState, RenewalWindow
from certkeeper.domain.renewal.sweep_decision import Decision, Gathered, decide, needs_info, needs_order

if TYPE_CHECKING:
    from collections.abc import Callable

BEGIN = datetime(2026, 11, 25, 12, tzinfo=UTC)
POLICY = NoticePolicy(enabled=True, days=DEFAULT_NOTICE_DAYS)
LIFETIMES = (
    timedelta(hours=160),
    *(timedelta(days=days) for days in (45, 64, 90, 200, 398, 3650)),
)
AUTOMATIC = RenewalPlan(ChallengeType.HTTP_01)
ASSISTED = RenewalPlan(ChallengeType.DNS_01)


def facts(lifetime: timedelta = timedelta(days=90), *, key_id: str = "") -> CertificateFacts:
    """What stands in a certificate that begins at BEGIN."""
    return CertificateFacts(
        serial="4660",
        subject="",
        common_name="",
        issuer="CN=Test",
        names=("shop.example.test",),
        key_algorithm="EC P-256",
        key_bits=256,
        signature_algorithm="",
        x509_version=3,
        not_before=BEGIN,
        not_after=BEGIN + lifetime,
        sha256="00",
        sha1="00",
        authority_key_id=key_id,
    )


def certificate(
    lifetime: timedelta = timedelta(days=90),
    *,
    plan: RenewalPlan | None = AUTOMATIC,
    key_id: str = "",
    **changes: object,
) -> Certificate:
    """An issued one in its first version; `changes` to its state or, where it has such a field, to itself."""
    states = RenewalState.__dataclass_fields__.keys() - {"version"}
    state = {name: value for name, value in changes.items() if name in states}
    own = {name: value for name, value in changes.items() if name not in states}
    known = facts(lifetime, key_id=key_id)
    made = Certificate("c", "shop", "storefront", Source.ISSUED, known.names, BEGIN, "o1", 1, known, plan=plan)
    return replace(made, **{"renewal": RenewalState(1, **state), **own})  # type: ignore[arg-type]


def order(status: OrderStatus = OrderStatus.PENDING, **changes: object) -> Order:
    """The order of a renewal."""
    made = Order(
        order_id="o2",
        scope="shop",
        certificate_id="c",
        name="storefront",
        names=("shop.example.test",),
        key_type=KeyType.P_256,
        steps=Steps.AUTOMATIC,
        status=status,
        created_at=BEGIN + timedelta(days=60),
        created_by="certkeeper",
        challenge=ChallengeType.HTTP_01,
        renews_version=1,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def middle(start: datetime, end: datetime) -> datetime:
    """No randomness at all."""
    return start + (end - start) / 2


def decision_on(
    one: Certificate,
    now: datetime,
    *,
    policy: NoticePolicy = POLICY,
    running: Order | None = None,
    info: RenewalInfo | None = None,
) -> Decision:
    """A decision, given only what it asks for."""
    gathered = Gathered(
        order=running if needs_order(one) else None,
        info=info if needs_info(one, now) else None,
    )
    return decide(one, policy, gathered, random_moment=middle, now=now)


# -- inventions

spans = st.integers(0, 400 * 86_400).map(lambda seconds: timedelta(seconds=seconds))
moments = spans.map(lambda span: BEGIN + span)
lifetimes = st.sampled_from(LIFETIMES) | st.integers(3_600, 4_000 * 86_400).map(lambda each: timedelta(seconds=each))
failures = st.builds(Failure, code=st.just("validation_failed"), detail=st.just("put it right"))
windows = st.builds(lambda start, span: RenewalWindow(start, start + span), moments, spans)
plans = st.none() | st.builds(
    RenewalPlan, challenge=st.sampled_from(ChallengeType), solver=st.sampled_from(Solver), spread_renewal=st.booleans()
)
marks = st.sets(st.sampled_from(("expiring:14", "expiring:7", "expiring:3", "expiring:1", "expired", "stalled")))
states = st.builds(
    RenewalState,
    version=st.integers(0, 2),
    order_id=st.sampled_from(("", "o2")),
    order_check_at=st.none() | moments,
    failures=st.integers(0, 9),
    first_failed_at=st.none() | moments,
    last_failure=st.none() | failures,
    next_attempt_at=st.none() | moments,
    held_back=st.booleans(),
    window=st.none() | windows,
    chosen_at=st.none() | moments,
    poll_at=st.none() | moments,
    new_key_wanted_at=st.none() | moments,
    announced=marks.map(lambda found: tuple(sorted(found))),
)
infos = st.none() | st.builds(RenewalInfo, window=st.none() | windows, retry_after=st.none() | spans)
policies = st.builds(
    NoticePolicy,
    enabled=st.booleans(),
    days=st.lists(st.integers(1, 398), max_size=4, unique=True).map(lambda days: tuple(sorted(days, reverse=True))),
)


@st.composite
def certificates(draw: Callable[..., object]) -> Certificate:
    """Any certificate: pending or not, issued or uploaded, in whatever state."""
    made = certificate(
        draw(lifetimes),  # type: ignore[arg-type]
        plan=draw(plans),  # type: ignore[arg-type]
        key_id=draw(st.sampled_from(("", "6a6b6c"))),  # type: ignore[arg-type]
        settings=Settings(renewal_enabled=draw(st.booleans())),  # type: ignore[arg-type]
        renewal=draw(states),
        deleted_at=draw(st.sampled_from((None, None, None, BEGIN))),
        revoked_at=draw(st.none() | moments),
    )
    pending = draw(st.sampled_from((False, False, False, True)))
    return replace(made, version=0, facts=None, plan=None) if pending else made


@st.composite
def orders(draw: Callable[..., object]) -> Order:
    """Any order of a renewal."""
    return order(
        draw(st.sampled_from([each for each in OrderStatus if each is not OrderStatus.VALID])),  # type: ignore[arg-type]
        created_at=draw(moments),
        url=draw(st.sampled_from(("", "https://ca/1"))),
        deadline=draw(st.none() | moments),
        failure=draw(st.none() | failures),
    )
