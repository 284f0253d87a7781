"""Certificates that people bring, really signed, in each form."""

from __future__ import annotations

from base64 import b64encode
from datetime import timedelta
from typing import Any

from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

from certkeeper.domain.clock import utc_now
from tests.unit.x509.pki import YEAR, Signed, sign

PASSWORD = "made up"
ROOT = sign("Upload Root", ca=True, since=utc_now() - YEAR, until=utc_now() + 10 * YEAR)
INTERMEDIATE = sign("Upload Intermediate", ROOT, ca=True, since=utc_now() - YEAR, until=utc_now() + 5 * YEAR)


def leaf(*names: str, days: int = 80) -> Signed:
    """A fresh certificate."""
    wanted = names or ("www.shop.example",)
    since = utc_now() - timedelta(days=90)
    return sign(wanted[0], INTERMEDIATE, names=wanted, since=since, until=utc_now() + timedelta(days=days, hours=1))


def pem(signed: Signed, **more: object) -> dict[str, Any]:
    """As files."""
    return {
        "form": "pem",
        "certificate": signed.pem,
        "intermediates": [b64encode(INTERMEDIATE.der).decode()],
        "private_key": signed.key_pem,
        **more,
    }


def paste(signed: Signed, **more: object) -> dict[str, Any]:
    """As pasted from a mail."""
    text = f"Here it is:\r\n\r\n  {signed.pem}{INTERMEDIATE.pem}".replace("\n", "\r\n")
    return {"form": "paste", "certificate": text, "private_key": f"\n {signed.key_pem}\n\n", **more}


def pfx(signed: Signed, *, locked_with: str = PASSWORD, **more: object) -> dict[str, Any]:
    """As a PKCS#12 file."""
    encryption = BestAvailableEncryption(locked_with.encode())
    encoded = pkcs12.serialize_key_and_certificates(
        b"shop", signed.key, signed.certificate, [INTERMEDIATE.certificate], encryption
    )
    return {"form": "pfx", "pfx": b64encode(encoded).decode(), "password": locked_with, **more}
