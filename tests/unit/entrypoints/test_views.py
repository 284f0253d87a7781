"""The documents of orders and certificates."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from certkeeper.domain.certificates.certificate import Certificate, CertificateFacts, Source
from certkeeper.domain.certificates.key_types import KeyType
from certkeeper.domain.notices.administrators import SubscriptionCheck, recipients_of
from certkeeper.domain.orders.challenges import Challenge, ChallengeType, txt_value
from certkeeper.domain.orders.failures import REPLACED_MEANWHILE, Failure
from certkeeper.domain.orders.order import Authorization, Order, OrderStatus, Steps
from certkeeper.domain.scopes import BUILT_IN
from certkeeper.entrypoints.contract import orders as documents
from certkeeper.entrypoints.views.certificates import certificate_view, facts_view, serial_hex
from certkeeper.entrypoints.views.orders import order_summary, order_view
from certkeeper.entrypoints.views.scopes import scope_view

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
INTERVAL = timedelta(seconds=300)
TOKEN = "evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA"
THUMBPRINT = "9jg46WB3rR_AHD-EBXdN7cBkH1WOu0tA3M9fm21mqTI"

ORDER = Order(
    order_id="01989d2c-0000-7000-8000-000000000001",
    scope="shop",
    certificate_id="01989d2c-0000-7000-8000-000000000002",
    name="shop",
    names=("*.shop.example",),
    key_type=KeyType.P_256,
    steps=Steps.MANUAL,
    status=OrderStatus.PENDING,
    created_at=NOW,
    created_by="olive",
    thumbprint=THUMBPRINT,
    account_url="https://ca.example/accounts/1",
    deadline=NOW + timedelta(days=7),
    authorizations=(
        Authorization(
            name="*.shop.example",
            url="https://ca.example/authz/1",
            status="pending",
            challenges=(
                Challenge("http-01", "https://ca.example/chall/1", TOKEN),
                Challenge("dns-01", "https://ca.example/chall/2", TOKEN),
                Challenge("tls-alpn-01", "https://ca.example/chall/3", TOKEN),
                Challenge("dns-persist-01", "https://ca.example/chall/4", "", ("ca.example",)),
            ),
        ),
    ),
)
FACTS = CertificateFacts(
    serial="5211466",
    subject="CN=shop.example",
    common_name="shop.example",
    issuer="CN=Example CA",
    names=("shop.example",),
    key_algorithm="EC P-256",
    key_bits=256,
    signature_algorithm="ecdsa-with-SHA256",
    x509_version=3,
    not_before=NOW - timedelta(days=70),
    not_after=NOW + timedelta(days=20),
    sha256="ab" * 32,
    sha1="cd" * 20,
)
CERTIFICATE = Certificate(
    certificate_id="01989d2c-0000-7000-8000-000000000002",
    scope="shop",
    name="shop",
    source=Source.ISSUED,
    names=("shop.example",),
    created_at=NOW,
)


def test_an_order_shows_what_each_challenge_would_need() -> None:
    """Until somebody names one; types that are not known are left out."""
    (authorization,) = order_view(ORDER, interval=INTERVAL, now=NOW)["authorizations"]
    assert authorization["name"] == "*.shop.example"
    assert authorization["challenges"] == [
        {
            "type": "http-01",
            "url": f"http://*.shop.example/.well-known/acme-challenge/{TOKEN}",
            "content": f"{TOKEN}.{THUMBPRINT}",
        },
        {
            "type": "dns-01",
            "record_name": "_acme-challenge.shop.example",
            "record_type": "TXT",
            "record_value": txt_value(TOKEN, THUMBPRINT),
            "zone": None,
            "cname": None,
        },
        {
            "type": "dns-persist-01",
            "record_name": "_validation-persist.shop.example",
            "record_type": "TXT",
            "record_value": "ca.example; accounturi=https://ca.example/accounts/1; policy=wildcard",
        },
    ]


def test_an_order_shows_what_may_be_called_now() -> None:
    """The same list that a refusal names."""
    assert order_view(ORDER, interval=INTERVAL, now=NOW)["actions"] == ["verify", "cancel"]
    ready = replace(ORDER, status=OrderStatus.READY)
    assert order_view(ready, interval=INTERVAL, now=NOW)["actions"] == ["issue", "cancel"]


def test_an_order_shows_when_it_may_be_verified_again() -> None:
    """After the interval, and only where verifying is possible at all."""
    assert order_view(ORDER, interval=INTERVAL, now=NOW)["next_verify_at"] is None
    checked = replace(ORDER, checked_at=NOW)
    assert order_view(checked, interval=INTERVAL, now=NOW)["next_verify_at"] == "2026-01-15T12:05:00Z"
    reported = replace(checked, answered_at=NOW)
    assert order_view(reported, interval=INTERVAL, now=NOW)["next_verify_at"] is None


def shown_failure(order: Order) -> documents.Failure:
    """The failure of an order that has one."""
    failure = order_summary(order)["failure"]
    assert failure is not None
    return failure


def test_a_failed_order_says_why() -> None:
    """With the CA's own type, or null where Certkeeper gives the reason."""
    failure = Failure("refused_by_ca", "the CA refused", "urn:ietf:params:acme:error:caa", ("*.shop.example",))
    shown = shown_failure(replace(ORDER, status=OrderStatus.INVALID, failure=failure))
    assert shown == {
        "code": "refused_by_ca",
        "detail": "the CA refused; to try again, place a new order",
        "acme_type": "urn:ietf:params:acme:error:caa",
        "names": ["*.shop.example"],
    }
    assert shown_failure(replace(ORDER, failure=Failure("x", "y")))["acme_type"] is None


def test_a_failed_renewal_sends_nobody_to_place_an_order() -> None:
    """It is tried again by itself, and the certificate says when."""
    failed = replace(ORDER, renews_version=2, failure=Failure("refused_by_ca", "the CA refused"))
    assert shown_failure(failed)["detail"] == (
        "the CA refused; the certificate shows when Certkeeper tries to renew it again"
    )


def test_a_renewal_that_came_too_late_is_not_tried_again() -> None:
    """Somebody has brought what it was to bring."""
    shown = shown_failure(replace(ORDER, renews_version=2, failure=REPLACED_MEANWHILE))
    assert shown["detail"].endswith("nothing is left to do")


def test_an_order_in_a_list_shows_nothing_that_a_list_may_leave_out() -> None:
    """Actions would be wrong without the authorizations that they depend on."""
    assert not {"authorizations", "findings", "actions"} & set(order_summary(ORDER))


def test_a_pending_certificate_has_no_facts() -> None:
    """It is in the list all the same, from the moment it was ordered."""
    shown = certificate_view(CERTIFICATE, now=NOW)
    assert (shown["status"], shown["facts"], shown["days_left"], shown["version"]) == ("pending", None, None, 0)


@pytest.mark.parametrize(
    ("days", "status", "left"),
    [(0, "active", 20), (5, "active", 15), (10, "expiring", 10), (20, "expired", 0), (21, "expired", -1)],
)
def test_the_status_of_a_certificate_is_of_this_moment(days: int, status: str, left: int) -> None:
    """An expired one is never shown as good."""
    shown = certificate_view(replace(CERTIFICATE, version=1, facts=FACTS), now=NOW + timedelta(days=days))
    assert (shown["status"], shown["days_left"]) == (status, left)


def test_a_serial_is_shown_in_both_spellings() -> None:
    """Decimal and, in whole bytes, hexadecimal as openssl prints it."""
    shown = facts_view(FACTS)
    assert (shown["serial"], shown["serial_hex"], shown["format"]) == ("5211466", "4F854A", "X.509 v3")
    assert serial_hex("10") == "0A"
    assert serial_hex("0") == "00"
    assert (serial_hex("-1"), serial_hex("-256")) == ("-01", "-0100")


def test_the_built_in_scope_has_no_domain() -> None:
    """It covers every name."""
    nobody = recipients_of([], SubscriptionCheck(NOW), NOW)
    assert scope_view(BUILT_IN, nobody, delegation_zone="acme.example.net") == {
        "scope": "all",
        "kind": "all",
        "domain": None,
        "built_in": True,
        "solver": "assisted",
        "cname": None,
        "profile": None,
        "administrators": [],
        "notices_enabled": None,
        "notice_days": None,
        "recipients": {
            "state": "nobody",
            "confirmed": 0,
            "pending": 0,
            "lost": 0,
            "others": 0,
            "checked_at": "2026-01-15T12:00:00Z",
        },
        "created_at": None,
    }


def test_known_challenges_are_the_ones_that_can_be_explained() -> None:
    """Each of them has what it needs shown."""
    shown = order_view(ORDER, interval=INTERVAL, now=NOW)["authorizations"][0]["challenges"]
    assert {challenge["type"] for challenge in shown} == set(ChallengeType)
