"""Documents of the API as its contract has them."""

from base64 import b64encode
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from tests.contract import document

ORDER_ID = "01989d2c-0000-7000-8000-000000000001"
CERTIFICATE_ID = "01989d2c-0000-7000-8000-000000000002"
NOW = "2026-01-15T12:00:00Z"

RECIPIENTS: dict[str, Any] = {
    "state": "confirmed",
    "confirmed": 1,
    "pending": 0,
    "lost": 0,
    "others": 0,
    "checked_at": NOW,
}
SCOPE: dict[str, Any] = {
    "scope": "shop",
    "kind": "zone",
    "domain": "shop.example",
    "built_in": False,
    "solver": "delegated",
    "cname": {"record_name": "_acme-challenge.shop.example", "target": "_acme-challenge.shop.example.acme.example"},
    "profile": None,
    "administrators": [],
    "notices_enabled": None,
    "notice_days": None,
    "recipients": RECIPIENTS,
    "created_at": NOW,
}

PENDING: dict[str, Any] = document()["paths"]["/scopes/{scope}/orders/{order_id}"]["get"]["responses"]["200"][
    "content"
]["application/json"]["examples"]["not_ready"]["value"]
"""The contract's own example: http-01 in manual steps, checked and not in place."""

SUMMARY: dict[str, Any] = {
    name: value
    for name, value in PENDING.items()
    if name not in {"actions", "next_verify_at", "authorizations", "findings", "left_behind"}
}
VALID: dict[str, Any] = PENDING | {
    "status": "valid",
    "closed_at": NOW,
    "actions": [],
    "authorizations": [{**PENDING["authorizations"][0], "status": "valid"}],
    "findings": [],
}
INVALID: dict[str, Any] = VALID | {
    "status": "invalid",
    "failure": {
        "code": "caa_forbids",
        "detail": "CAA forbids it",
        "acme_type": "urn:ietf:params:acme:error:caa",
        "names": [],
    },
}
FACTS: dict[str, Any] = {
    "serial": "255",
    "serial_hex": "FF",
    "subject": "CN=www.shop.example",
    "common_name": "www.shop.example",
    "issuer": "CN=R12",
    "names": ["www.shop.example"],
    "key_algorithm": "EC P-256",
    "key_bits": 256,
    "signature_algorithm": "ecdsa-with-SHA256",
    "format": "X.509 v3",
    "not_before": NOW,
    "not_after": "2026-04-15T12:00:00Z",
    "expiring_at": "2026-04-01T12:00:00Z",
    "sha256": "ab" * 32,
    "sha1": "cd" * 20,
}
LISTED: dict[str, Any] = {
    "certificate_id": CERTIFICATE_ID,
    "scope": "shop",
    "certificate_name": "front",
    "source": "issued",
    "names": ["www.shop.example"],
    "status": "active",
    "days_left": 90,
    "created_at": NOW,
    "order_id": ORDER_ID,
    "version": 1,
    "latest_version": 1,
    "facts": FACTS,
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
    "renewal": {
        "mode": "automatic",
        "order_id": None,
        "failures": 0,
        "last_failure": None,
        "next_attempt_at": NOW,
        "window": None,
    },
}
SHOWN: dict[str, Any] = LISTED | {
    "certificate_pem": "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
    "chain_pem": None,
    "root_pem": None,
    "version_created_at": NOW,
    "verdicts": {
        "sound": True,
        "trust": "incomplete",
        "importable_into_acm": False,
        "acm_obstacles": [{"code": "key_type", "detail": "ACM takes no such key"}],
        "warnings": [{"code": "chain_incomplete", "detail": "an issuer is missing"}],
    },
    "versions": [
        {
            "version": 1,
            "source": "issued",
            "kept": True,
            "created_at": NOW,
            "order_id": ORDER_ID,
            "serial": "255",
            "sha256": "ab" * 32,
            "not_before": NOW,
            "not_after": "2026-04-15T12:00:00Z",
            "revoked_at": None,
            "revocation_reason": None,
            "confirmed_losses": [],
        }
    ],
}
UPLOADED: dict[str, Any] = SHOWN | {"same_names_as": [], "renewal_ended": False}
"""A certificate as an upload is answered."""
IN_FULL: dict[str, Any] = SHOWN | {
    "history": [{"at": NOW, "type": "Certificate Issued", "event_id": ORDER_ID, "order_id": ORDER_ID, "detail": {}}]
}
VERIFIED: dict[str, Any] = {"order_id": ORDER_ID, "outcome": "ready", "findings": [], "next_verify_at": NOW}


def page(*items: dict[str, Any], more: str | None = None) -> dict[str, Any]:
    """One page of a list."""
    return {"items": list(items), "next": more}


def zipped(**texts: str) -> bytes:
    """A zip of files with `.pem` behind their names."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, text in texts.items():
            archive.writestr(f"{name}.pem", text)
    return buffer.getvalue()


def export(content: bytes, file_name: str = "front.zip", form: str = "pem") -> dict[str, Any]:
    """An export's answer."""
    return {
        "certificate_id": CERTIFICATE_ID,
        "certificate_name": "front",
        "version": 1,
        "format": form,
        "file_name": file_name,
        "media_type": "application/zip",
        "content": b64encode(content).decode(),
        "not_after": NOW,
        "fingerprint": "ab" * 32,
        "remarks": [],
    }
