"""An API with something of everything, for trying the views."""

from __future__ import annotations

import random
from datetime import timedelta

from certkeeper.domain.clock import to_text, utc_now
from tests.integration.console.api_documents import (
    Document,
    Life,
    authorization,
    certificate,
    finding,
    happened,
    identifier,
    in_full,
    order,
    renewal,
    scope,
    verdicts,
)
from tests.integration.console.scripted_api import Said, ScriptedApi

ISSUED, UPLOADED, WAITING, VERIFIED = (identifier(number) for number in (500, 400, 300, 310))
FAILED, LATE, CANCELLED = (identifier(number) for number in (320, 330, 340))
DELETED, GONE = (identifier(number) for number in (204, 205))
"""By themselves only: the list shows no deleted ones unless asked for them."""


def populate(api: ScriptedApi, hosts: int = 4) -> None:
    """Put it there, with some `hosts` that need nobody."""
    api.scopes = [
        scope("all"),
        scope("shop", "shop.example"),
        scope("intranet", "corp.example", solver="route53", profile="classic"),
    ]
    issued, uploaded = _issued(), _uploaded()
    api.certificates = [*_many(hosts), uploaded, issued]
    for one in [*api.certificates, *_deleted()]:
        shown = {ISSUED: _issued_in_full(issued), UPLOADED: in_full(uploaded, verdicts=verdicts())}
        document = shown.get(one["certificate_id"]) or in_full(one)
        path = f"/scopes/{one['scope']}/certificates/{one['certificate_id']}"
        api.script("GET", path, Said(200, document, {"ETag": '"3"'}))
    api.orders = {one["order_id"]: one for one in _orders()}


def _many(hosts: int) -> list[Document]:
    """Enough for a plot; the same each time."""
    chance = random.Random(6)  # noqa: S311 - a picture
    words = ("api", "www", "mail", "login", "static", "status", "docs", "pay", "search", "metrics", "git", "vpn")
    ages = [
        (
            words[at % 12] + (f"-{at // 12}" if at >= 12 else ""),
            chance.randint(16, 89) if at % 3 else chance.randint(90, 360),
        )
        for at in range(hosts)
    ]
    many = [
        certificate(
            100 + at,
            f"{name}.shop.example",
            scope="shop" if at % 2 else "intranet",
            life=Life(days),
            next_action={"action": "renew", "at": to_text(utc_now() + timedelta(days=days * 2 / 3)), "why": ""},
        )
        for at, (name, days) in enumerate(ages)
    ]
    return [
        *many,
        certificate(200, "legacy.corp.example", scope="intranet", life=Life(-3, "uploaded", "expired")),
        certificate(201, "partner portal", "partner.shop.example", life=Life(9, "uploaded", "expiring")),
        certificate(202, "old.shop.example", life=Life(40, "issued", "revoked"), revoked_at=to_text(utc_now())),
        certificate(203, "new.shop.example", life=Life(0, "issued", "pending")),
    ]


def _issued() -> Document:
    due = to_text(utc_now() + timedelta(days=41))
    names = ("shop.example", "*.shop.example", "www.shop.example")
    return certificate(
        500,
        "shop front",
        *names,
        life=Life(71),
        domain="shop.example",
        next_action={"action": "renew", "at": due, "why": "two thirds of its life are over then"},
    )


def _issued_in_full(issued: Document) -> Document:
    due = issued["next_action"]["at"]
    history = [
        happened(
            0.4,
            "Certificate Exported",
            format="pfx",
            version="2",
            caller="arn:aws:sts::123456789012:assumed-role/exporter/eve",
        ),
        happened(1, "Certificate Renewed", name="shop front", version="2", after_warning="false"),
        happened(8, "Renewal Failed", code="wrong_record", reason="the record is not there", attempt="1"),
        happened(60, "Certificate Issued", name="shop front", version="1"),
    ]
    return in_full(issued, renewal=renewal(next_attempt_at=due), history=history)


def _uploaded() -> Document:
    return certificate(400, "load balancer", "lb.corp.example", scope="intranet", life=Life(11, "uploaded", "expiring"))


def _deleted() -> list[Document]:
    """One that can be restored, and one that is gone for good."""
    now = utc_now()
    life = Life(50, "uploaded", "deleted")
    return [
        certificate(
            number,
            f"{name}.shop.example",
            life=life,
            deleted_at=to_text(now - timedelta(days=days)),
            recoverable=days < 30,
            recoverable_until=to_text(now + timedelta(days=30 - days)),
        )
        for number, name, days in ((204, "promotion", 2), (205, "fair", 40))
    ]


def _orders() -> list[Document]:
    soon = to_text(utc_now() + timedelta(minutes=4))
    names = ("new.shop.example", "www.new.shop.example")
    checked = [finding(names[0]), finding(names[1], "ready")]
    valid = [authorization(name, "valid") for name in ("pay.shop.example",)]
    failure = {
        "code": "caa_forbids",
        "detail": "a CAA record forbids Let's Encrypt to issue for it: add letsencrypt.org",
        "acme_type": None,
        "names": ["git.shop.example"],
    }
    closed: Document = {"actions": [], "closed_at": to_text(utc_now())}
    return [
        order(300, *names, challenge="http-01", findings=checked, next_verify_at=soon),
        order(310, "pay.shop.example", status="ready", actions=["issue", "cancel"], authorizations=valid),
        order(320, "git.shop.example", status="invalid", failure=failure, **closed),
        order(330, "late.shop.example", status="expired", **closed),
        order(340, "typo.shop.example", status="cancelled", **closed),
    ]
