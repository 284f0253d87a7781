"""Documents as the API shows them: certificates in every state, orders at every step, names that are hard to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from certkeeper.domain.clock import to_text, utc_now
from tests.unit.x509.pki import YEAR, Signed, sign

Document = dict[str, Any]
SCRIPT = "<script>document.title='owned'</script>"
RIGHT_TO_LEFT = "\u202egnorw\u202c متجر שלום"
LONG_LABEL = "x" * 63
STRANGE = (
    SCRIPT,
    RIGHT_TO_LEFT,
    f"{LONG_LABEL}.{LONG_LABEL}.{LONG_LABEL}.example.test",
    "\"'&amp;<img src=x onerror=alert(1)>",
)
ROOT = sign("Console Root", ca=True, since=utc_now() - YEAR, until=utc_now() + 10 * YEAR)
INTERMEDIATE = sign("Console Intermediate", ROOT, ca=True, since=utc_now() - YEAR, until=utc_now() + 5 * YEAR)


def identifier(number: int) -> str:
    """An id; a greater number is a later one."""
    return str(UUID(int=(0x01989D2C << 96) | (0x7 << 76) | (0x8 << 60) | number))


def leaf(*names: str, days: int = 80, issuer: Signed = INTERMEDIATE) -> Signed:
    """A certificate that is really signed."""
    since = utc_now() - timedelta(days=90)
    return sign(names[0][:64], issuer, names=names, since=since, until=utc_now() + timedelta(days=days, hours=1))


LEAF = leaf("shop.example", "www.shop.example")


@dataclass(frozen=True)
class Life:
    """When a certificate ends, in days from now, and what else is true of it."""

    days: int = 60
    source: str = "issued"
    status: str = "active"


def certificate(
    number: int, name: str, *names: str, life: Life | None = None, scope: str = "shop", **more: object
) -> Document:
    """A certificate in the list."""
    life = life or Life()
    now = utc_now()
    all_names = list(names or (name,))
    return {
        "certificate_id": identifier(number),
        "scope": scope,
        "certificate_name": name,
        "source": life.source,
        "names": all_names,
        "status": life.status,
        "days_left": life.days,
        "created_at": to_text(now - timedelta(days=30)),
        "order_id": identifier(900_000 + number),
        "version": 0 if life.status == "pending" else 2,
        "latest_version": 0 if life.status == "pending" else 2,
        "domain": None,
        "notices_enabled": None,
        "notice_days": None,
        "renewal_enabled": True,
        "key_reused": False,
        "deleted_at": None,
        "recoverable_until": None,
        "recoverable": False,
        "revoked_at": None,
        "revocation_reason": None,
        "renewal": renewal("none" if life.source == "uploaded" else "automatic"),
        "facts": None if life.status == "pending" else facts(all_names, now + timedelta(days=life.days, hours=2), now),
        **more,
    }


def renewal(mode: str = "automatic", **more: object) -> Document:
    """How it is renewed."""
    return {
        "mode": mode,
        "order_id": None,
        "failures": 0,
        "last_failure": None,
        "next_attempt_at": None,
        "window": None,
        **more,
    }


def facts(names: list[str], not_after: datetime, now: datetime) -> Document:
    """What stands in it."""
    return {
        "serial": "7742513519218811234",
        "serial_hex": "6B7302E7A9B1D562",
        "subject": f"CN={names[0]}",
        "common_name": names[0],
        "issuer": "CN=Console Intermediate",
        "names": names,
        "key_algorithm": "EC P-256",
        "key_bits": 256,
        "signature_algorithm": "ecdsa-with-SHA256",
        "format": "X.509 v3",
        "not_before": to_text(min(now, not_after) - timedelta(days=30)),
        "not_after": to_text(not_after),
        "expiring_at": to_text(not_after - timedelta(days=14)),
        "sha256": "570b3cb3e6ed059a420175f3376b103f8449aa0e7c91655b260042084321de82",
        "sha1": "a9993e364706816aba3e25717850c26c9cd0d89d",
    }


def in_full(listed: Document, **more: object) -> Document:
    """The same by itself: chain, verdicts, versions, and what renewals add."""
    now = utc_now()
    versions: list[Document] = [
        {
            "version": version,
            "source": listed["source"],
            "kept": True,
            "created_at": to_text(now - timedelta(days=60 * age)),
            "order_id": identifier(800_000 + version),
            "serial": "1",
            "sha256": f"{version}" * 64,
            "not_before": to_text(now - timedelta(days=60 * age)),
            "not_after": to_text(now + timedelta(days=90 - 60 * age)),
            "revoked_at": None,
            "revocation_reason": None,
            "confirmed_losses": [],
        }
        for age, version in ((0, 2), (1, 1))
    ]
    return {
        **listed,
        "certificate_pem": LEAF.pem,
        "chain_pem": INTERMEDIATE.pem,
        "root_pem": None,
        "version_created_at": to_text(now - timedelta(days=1)),
        "verdicts": None,
        "versions": versions if listed["facts"] else [],
        "history": [],
        **more,
    }


def taken_in(shown: Document) -> Document:
    """A certificate as an upload is answered: without its history."""
    also = {"same_names_as": [], "renewal_ended": False}
    return {name: value for name, value in shown.items() if name != "history"} | also


def changed(shown: Document) -> Document:
    """A certificate as a deletion, a restoration or a revocation is answered: without chain and versions too."""
    left_out = {"certificate_pem", "chain_pem", "root_pem", "version_created_at", "verdicts", "versions", "next_action"}
    left_out |= {"same_names_as", "renewal_ended"}
    return {name: value for name, value in taken_in(shown).items() if name not in left_out}


def verdicts() -> Document:
    """What is said of an upload with something to say."""
    return {
        "sound": True,
        "trust": "incomplete",
        "importable_into_acm": False,
        "acm_obstacles": [{"code": "no_chain", "detail": "ACM wants the chain"}],
        "warnings": [{"code": "weak_key", "detail": "the key is an RSA key of 1024 bits"}],
    }


def happened(days_ago: float, kind: str, **detail: str) -> Document:
    """An entry of the history."""
    at = to_text(utc_now() - timedelta(days=days_ago))
    return {"at": at, "type": kind, "event_id": identifier(700_000), "order_id": None, "detail": detail}


def order(number: int, *names: str, status: str = "pending", scope: str = "shop", **more: object) -> Document:
    """An order by itself."""
    now = utc_now()
    return {
        "order_id": identifier(number),
        "scope": scope,
        "certificate_id": identifier(number + 1),
        "certificate_name": names[0],
        "names": list(names),
        "status": status,
        "steps": "manual",
        "challenge": None,
        "solver": "assisted",
        "profile": None,
        "key_type": "P-256",
        "renews": None,
        "created_at": to_text(now - timedelta(minutes=5)),
        "created_by": "arn:aws:sts::123456789012:assumed-role/operator/olive",
        "deadline": to_text(now + timedelta(days=6, hours=23, minutes=30)),
        "cancel_requested_at": None,
        "closed_at": None,
        "failure": None,
        "actions": ["verify", "cancel"],
        "next_verify_at": None,
        "authorizations": [authorization(name) for name in names],
        "findings": [],
        "left_behind": [],
        **more,
    }


def summary(one: Document) -> Document:
    """An order as the list has it, and as it is answered where something is done with it."""
    shown_alone = {"actions", "authorizations", "findings", "left_behind", "next_verify_at"}
    return {name: value for name, value in one.items() if name not in shown_alone}


def authorization(name: str, status: str = "pending") -> Document:
    """What one name needs."""
    bare = name.removeprefix("*.")
    token = "evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA"
    http = {
        "type": "http-01",
        "url": f"http://{bare}/.well-known/acme-challenge/{token}",
        "content": f"{token}.9jg46WB3rR_AHD-EBXdN7cBkH1WOu0tA3M9fm21mqTI",
    }
    dns = {
        "type": "dns-01",
        "record_name": f"_acme-challenge.{bare}",
        "record_type": "TXT",
        "record_value": "lCM7cZyQXcVHK2nnW3jjAhNT3Fvm18UN-kWZZknKoYM",
        "zone": "shop.example",
        "cname": None,
    }
    return {"name": name, "status": status, "challenges": [dns] if name.startswith("*.") else [http, dns]}


def finding(name: str, code: str = "not_found", challenge: str = "http-01") -> Document:
    """What a check saw."""
    return {
        "name": name,
        "challenge": challenge,
        "code": code,
        "where": f"http://{name}/.well-known/acme-challenge/evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA",
        "expected": "evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA.9jg46WB3rR_AHD-EBXdN7cBkH1WOu0tA3M9fm21mqTI",
        "seen": "",
        "advice": "the site answers 404; redirect /.well-known/acme-challenge/ to the responder",
        "server": "",
        "checked_at": to_text(utc_now() - timedelta(minutes=1)),
    }


def forbidden() -> Document:
    """What API Gateway answers to a caller whose policies do not allow a call (template.yaml, ACCESS_DENIED)."""
    return {
        "type": "urn:certkeeper:problem:forbidden",
        "title": "The caller may not do this",
        "status": 403,
        "detail": "no policy of the caller's role allows this method on this path",
    }


def unsigned() -> Document:
    """What API Gateway answers to credentials that have ended (template.yaml, EXPIRED_TOKEN, INVALID_SIGNATURE)."""
    return {
        "type": "urn:certkeeper:problem:unsigned",
        "title": "The signature is not valid",
        "status": 403,
        "detail": "sign again, with credentials that are still good",
    }


def scope(name: str, domain: str | None = None, **more: object) -> Document:
    """A scope as it is listed; without a domain the built-in one."""
    return {
        "scope": name,
        "kind": "zone" if domain else "all",
        "domain": domain,
        "built_in": domain is None,
        "solver": "assisted",
        "cname": None,
        "profile": None,
        "administrators": [],
        "notices_enabled": None,
        "notice_days": None,
        "recipients": recipients("confirmed", confirmed=1),
        "created_at": to_text(utc_now()) if domain else None,
        **more,
    }


def recipients(state: str, **numbers: int) -> Document:
    """Who gets the notices of a scope, as a check has found it now."""
    known = dict.fromkeys(("confirmed", "pending", "lost", "others"), 0)
    return {"state": state, **known, **numbers, "checked_at": to_text(utc_now())}
