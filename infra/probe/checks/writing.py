"""What only a write can say: an upload that is decrypted in a child process, and an order up to its challenges.

Each check takes away what it made. Nothing is issued: the order is cancelled before anybody verifies.
"""

import time
from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from botocore.awsrequest import AWSRequest
from botocore.httpsession import URLLib3Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

from certkeeper_cli.api.refusals import RefusedError
from certkeeper_cli.words import ChallengeType, OrderAction, OrderStatus, Steps, UploadForm
from infra.probe.checks.api import RESPONDER, TIMEOUT_SECONDS
from infra.probe.finding import Check, Finding, bad, judged
from infra.probe.target import Target

WAIT_SECONDS = 120.0
"""For the CA to answer newOrder, and for a cancelled order to end."""
POLL_SECONDS = 1.0
PASSWORD = "of the probe"  # noqa: S105 - of a key that is thrown away
LIFETIME = timedelta(days=30)


def _upload(target: Target) -> Finding:
    """Upload a PKCS#12 file with a password, and delete the certificate."""
    scope = _scope(target)
    names = f"/scopes/{scope['scope']}/certificates"
    document = {"form": UploadForm.PFX, "pfx": b64encode(_pfx(target, _name(target, scope))).decode()}
    try:
        certificate = target.api.request("POST", names, document | {"password": PASSWORD})
    except RefusedError as refusal:
        return bad(f"{refusal.kind}: {'; '.join(refusal.details)}", "The file was not read: see the log of the upload.")
    target.api.request("DELETE", f"{names}/{certificate['certificate_id']}")
    return judged(
        is_good=True,
        came="uploaded, and deleted again (it can be restored for RecoveryWindowDays)",
        means_good="A PKCS#12 file with a password is decrypted in Lambda, in a child process.",
        means_bad="",
    )


def _order(target: Target) -> Finding:
    """Order a name by hand until its challenges are presented, read the token at the responder, and cancel."""
    scope = _scope(target)
    name = _name(target, scope)
    wanted = {"names": [name], "steps": Steps.MANUAL, "challenge": ChallengeType.HTTP_01}
    placed = target.api.request("POST", f"/scopes/{scope['scope']}/orders", wanted)
    path = f"/scopes/{scope['scope']}/orders/{placed['order_id']}"
    try:
        offered = _wait(target, path, lambda seen: OrderAction.VERIFY in seen["actions"] or _has_ended(seen))
        answered = _comes_to_responder(target, offered)
    finally:
        target.api.request("DELETE", path)
    ended = _wait(target, path, _has_ended)
    failure = f" ({ended['failure'].get('detail')})" if ended.get("failure") else ""
    return judged(
        is_good=answered and ended["status"] == OrderStatus.CANCELLED,
        came=f"token {'found' if answered else 'not found'} at the responder, order {ended['status']}{failure}",
        means_good="The transactions, the state machine, the CA and the responder work together, and cancelling cleans"
        " up.",
        means_bad="See the log of the function that the execution names (Step Functions), and of place_order.",
    )


def _scope(target: Target) -> dict[str, Any]:
    wanted = target.options.scope
    for scope in target.api.request("GET", "/scopes")["items"]:
        if scope["scope"] == wanted:
            return dict(scope)
    raise LookupError("writing needs --scope with the name of a scope that there is")


def _name(target: Target, scope: dict[str, Any]) -> str:
    """A name in the scope that nobody has: a listener's own, or one below a zone."""
    domain = str(scope["domain"])
    return f"probe-{target.now:%Y%m%d%H%M%S}.{domain}" if scope["kind"] == "zone" else domain


def _pfx(target: Target, name: str) -> bytes:
    """A key with a certificate that nobody trusts, encrypted with the password."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Certkeeper probe")])
    certificate = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(target.now - timedelta(hours=1))
        .not_valid_after(target.now + LIFETIME)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(
        b"probe", key, certificate, None, BestAvailableEncryption(PASSWORD.encode())
    )


def _comes_to_responder(target: Target, offered: dict[str, Any]) -> bool:
    """Whether the token is there within a time: an order offers its challenges before it presents them."""
    end = time.monotonic() + WAIT_SECONDS
    while not (answered := _at_responder(target, offered)) and time.monotonic() < end:
        time.sleep(POLL_SECONDS)
    return answered


def _at_responder(target: Target, offered: dict[str, Any]) -> bool:
    for authorization in offered.get("authorizations", ()):
        for challenge in authorization["challenges"]:
            if challenge["type"] == ChallengeType.HTTP_01:
                token = urlsplit(challenge["url"]).path.rpartition("/")[2]
                request = AWSRequest("GET", target.url + RESPONDER + token).prepare()
                answer = URLLib3Session(timeout=TIMEOUT_SECONDS).send(request)
                return bool(answer.text.strip() == challenge["content"])
    return False


def _wait(target: Target, path: str, until: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The order as soon as it is so, or as it is when the time is over."""
    end = time.monotonic() + WAIT_SECONDS
    while not until(seen := target.api.request("GET", path)) and time.monotonic() < end:
        time.sleep(POLL_SECONDS)
    return seen


def _has_ended(seen: dict[str, Any]) -> bool:
    return seen["status"] in {OrderStatus.VALID, OrderStatus.INVALID, OrderStatus.EXPIRED, OrderStatus.CANCELLED}


CHECKS = (
    Check("Upload of a PKCS#12 file", "POST of a file with a password, then DELETE", "docs/guide/upload.md", _upload),
    Check(
        "An order up to its challenges",
        "POST of an order by hand, its token, then DELETE",
        "docs/guide/order.md",
        _order,
    ),
)
