"""No key, password or other sent text is in an error, a log, or on a stream."""

from __future__ import annotations

import logging
import traceback
from base64 import b64encode

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from tests.unit.x509.pki import LEAF, STRANGER, sign
from tests.unit.x509.upload.opening.test_pfx import pfx
from tests.unit.x509.upload.uploading import read

PASSWORD = "canary-of-a-password"
LOCKED = LEAF.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"another one"))
OTHER_KEY = sign("another").key_pem

FAILING: dict[str, tuple[str | bytes, ...]] = {
    "a wrong password": (pfx(),),
    "a wrong password of a key": (LEAF.pem, LOCKED),
    "a key of another certificate": (STRANGER.pem, LEAF.key_pem),
    "two keys": (LEAF.pem, LEAF.key_pem, OTHER_KEY),
    "a key cut off": (LEAF.pem, LEAF.key_pem[:-60]),
    "a key with a wrong letter": (LEAF.pem, LEAF.key_pem.replace("\n", "\n!", 2)),
    "a key in place of a certificate": (LEAF.key_pem,),
    "a key damaged inside": (LEAF.pem, LEAF.key_der()[:40] + bytes(60) + LEAF.key_der()[100:]),
    "prose": ("canary-of-content",),
    "base64 of prose": (b64encode(b"canary-of-content" * 10),),
    "a certificate of canaries": (LEAF.pem.replace("M", "canary-of-content", 1),),
    "a name with line ends and markup": (LEAF.key_pem, sign("canary-of-content\r\n<script>\u202e\0").pem),
}
CANARIES = (PASSWORD, "canary-of-content", *LEAF.key_pem.split("\n")[1:3], OTHER_KEY.split("\n")[1])


@pytest.mark.parametrize("pieces", FAILING.values(), ids=FAILING.keys())
@pytest.mark.parametrize("password", [PASSWORD, f"{PASSWORD}\0", f"{PASSWORD}\ud800"])
def test_a_refusal_says_nothing_of_what_was_sent(
    pieces: tuple[str | bytes, ...],
    password: str,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The whole traceback as a logger would print it, both streams below Python, and every logger."""
    caplog.set_level(logging.DEBUG)
    with pytest.raises(UploadRefusedError) as caught:
        read(*pieces, password=password)
    error = caught.value
    shown = "".join((*traceback.format_exception(error), repr(error), str(error), caplog.text, *capfd.readouterr()))
    assert [canary for canary in CANARIES if canary in shown] == []
    assert error.refusal in Refusal


def test_what_is_shown_of_a_hostile_name_does_no_harm() -> None:
    """Line ends, direction marks and NUL are spelt out; markup is for pages to escape."""
    leaf = sign("shop\r\nBcc: all\u202e../\0<b>")
    facts = read(leaf.pem, leaf.key_pem).facts
    assert facts.common_name == r"shop\0d\0aBcc: all\e2\80\ae../\00<b>"
    assert facts.subject.isprintable()
    assert facts.issuer.isprintable()
