"""Things of every kind, as hypothesis invents them."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from certkeeper.domain.certificates.certificate import (
    Bundle,
    Certificate,
    CertificateFacts,
    CertificateVersion,
    Settings,
    Source,
)
from certkeeper.domain.certificates.key_types import KeyType
from certkeeper.domain.dns.findings import Finding, FindingCode
from certkeeper.domain.dns.solvers import Solver
from certkeeper.domain.events import Event, EventType
from certkeeper.domain.orders.challenges import Challenge, ChallengeType
from certkeeper.domain.orders.failures import Failure
from certkeeper.domain.orders.order import Authorization, Order, OrderStatus, Steps
from certkeeper.domain.renewal.plan import RenewalPlan
from certkeeper.domain.renewal.state import RenewalState, RenewalWindow
from certkeeper.domain.scopes import Scope, ScopeKind
from certkeeper.domain.uploads.verdicts import Remark, Trust, Verdicts

texts = st.text(max_size=20)
some_texts = st.text(min_size=1, max_size=20)
names = st.lists(texts, max_size=3).map(tuple)
numbers = st.integers(0, 2**63)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0)
)
maybe_moments = st.none() | moments
challenges = st.builds(Challenge, type=texts, url=texts, token=texts)
authorizations = st.builds(
    Authorization, name=texts, url=texts, status=texts, challenges=st.lists(challenges, max_size=3).map(tuple)
)
findings = st.builds(
    Finding,
    name=texts,
    challenge=st.sampled_from(ChallengeType),
    code=st.sampled_from(FindingCode),
    where=texts,
    expected=texts,
    seen=texts,
    advice=texts,
    looked_at=moments,
)
maybe_failures = st.none() | st.builds(Failure, code=texts, detail=texts, acme_type=texts, names=names)
orders = st.builds(
    Order,
    order_id=some_texts,
    scope=some_texts,
    certificate_id=some_texts,
    name=texts,
    names=names,
    key_type=st.sampled_from(KeyType),
    steps=st.sampled_from(Steps),
    status=st.sampled_from(OrderStatus),
    created_at=moments,
    created_by=texts,
    revision=numbers,
    wakes=numbers,
    challenge=st.none() | st.sampled_from(ChallengeType),
    url=texts,
    thumbprint=texts,
    deadline=maybe_moments,
    authorizations=st.lists(authorizations, max_size=3).map(tuple),
    findings=st.lists(findings, max_size=3).map(tuple),
    verify_requested_at=maybe_moments,
    looked_at=maybe_moments,
    verify_key=texts,
    looks=numbers,
    answered_at=maybe_moments,
    issuance_requested_at=maybe_moments,
    cancel_requested_at=maybe_moments,
    finalized_at=maybe_moments,
    closed_at=maybe_moments,
    failure=maybe_failures,
    renews=numbers,
    replaces=texts,
    key_of=texts,
    spread=st.booleans(),
    version=numbers,
    after_warning=st.booleans(),
)
facts = st.builds(
    CertificateFacts,
    serial=texts,
    subject=texts,
    common_name=texts,
    issuer=texts,
    names=names,
    key_algorithm=texts,
    key_bits=numbers,
    signature_algorithm=texts,
    x509_version=numbers,
    not_before=moments,
    not_after=moments,
    sha256=texts,
    sha1=texts,
    authority_key_id=texts,
)
plans = st.builds(
    RenewalPlan,
    challenge=st.sampled_from(ChallengeType),
    solver=st.sampled_from(Solver),
    delegation_zone=texts,
    key_type=st.sampled_from(KeyType),
    profile=texts,
    spread=st.booleans(),
)
states = st.builds(
    RenewalState,
    version=numbers,
    order_id=texts,
    watch_at=maybe_moments,
    failures=numbers,
    first_failed_at=maybe_moments,
    last_failure=maybe_failures,
    next_attempt_at=maybe_moments,
    held_back=st.booleans(),
    window=st.none() | st.builds(RenewalWindow, moments, moments, texts),
    chosen_at=maybe_moments,
    poll_at=maybe_moments,
    new_key_wanted_at=maybe_moments,
    announced=names,
)
events = st.builds(
    Event,
    event_id=texts,
    type=st.sampled_from(EventType),
    occurred_at=moments,
    scope=texts,
    certificate_id=texts,
    order_id=texts,
    detail=st.lists(st.tuples(texts, texts), max_size=3).map(tuple),
)
remarks = st.lists(st.builds(Remark, code=texts, detail=texts), max_size=3).map(tuple)
verdicts = st.builds(Verdicts, trust=st.sampled_from(Trust), acm_obstacles=remarks, warnings=remarks)
certificates = st.builds(
    Certificate,
    certificate_id=some_texts,
    scope=some_texts,
    name=some_texts,
    source=st.sampled_from(Source),
    names=names,
    created_at=moments,
    order_id=texts,
    version=numbers,
    facts=st.none() | facts,
    revision=numbers,
    settings=st.builds(
        Settings,
        domain=texts,
        notices_enabled=st.none() | st.booleans(),
        notice_days=st.lists(numbers, max_size=4).map(tuple),
        renewal_enabled=st.booleans(),
        key_reused=st.booleans(),
    ),
    deleted_at=maybe_moments,
    revoked_at=maybe_moments,
    plan=st.none() | plans,
    renewal=states,
    ended_order_id=texts,
    outbox=st.lists(events, max_size=2).map(tuple),
)
versions = st.builds(
    CertificateVersion,
    certificate_id=some_texts,
    version=numbers,
    facts=facts,
    certificate_pem=texts,
    chain_pem=texts,
    created_at=moments,
    order_id=texts,
    root_pem=texts,
    verdicts=st.none() | verdicts,
)
events = st.builds(
    Event,
    event_id=some_texts,
    type=st.sampled_from(EventType),
    occurred_at=moments,
    scope=some_texts,
    certificate_id=some_texts,
    order_id=texts,
    detail=st.dictionaries(texts, texts, max_size=4).map(lambda detail: tuple(detail.items())),
)
scopes = st.builds(
    Scope,
    name=some_texts,
    kind=st.sampled_from(ScopeKind),
    domain=texts,
    created_at=moments,
    solver=st.sampled_from(Solver),
    profile=texts,
    notices_enabled=st.none() | st.booleans(),
    notice_days=st.lists(numbers, max_size=4).map(tuple),
    administrators=names,
)
bundles = st.builds(Bundle, certificate=texts, chain=texts, private_key=texts, not_after=moments, fingerprint=texts)
