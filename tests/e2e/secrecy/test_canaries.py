"""Secrets stay where they belong: after whole runs, everything that others may read is searched for them."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

from infra.local.aws import Cloud
from infra.local.caller import Answer, Caller
from infra.local.deploy import Deployed
from infra.local.world import World
from tests.e2e.order_journey import SCOPE, cancel, ensure_scope, issue, place, verify, wait_until
from tests.e2e.secrecy import readable_texts, stored_keys
from tests.event_schemas import event_errors
from tests.integration.api.certificate_files import leaf, pem, pfx

CERTIFICATES = f"/scopes/{SCOPE}/certificates"
PASSWORDS = {
    use: f"CANARY-{use.replace(' ', '-')}-4711"
    for use in ("right pfx", "wrong pfx", "right key", "wrong key", "pfx export", "jks export", "pem export", "refused")
}
EVENTS = {
    "Certificate Issued",
    "Certificate Uploaded",
    "Certificate Exported",
    "Certificate Deleted",
    "Certificate Restored",
    "Certificate Revoked",
    "Order Failed",
}
"""What the journeys lead to. The others take a sweep, whose events test_renewals.py and the soak have sent."""


@dataclass
class Canaries:
    """What is searched for, and what the API answered in calls that show no secret."""

    keys: set[str] = field(default_factory=set)
    key_authorizations: set[str] = field(default_factory=set)
    refusals: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    def refused(self, *answers: Answer) -> None:
        """Keeps the error bodies."""
        assert {answer.status // 100 for answer in answers} == {4}, answers
        self.refusals += [answer.body.decode() for answer in answers]

    def taken(self, answer: Answer) -> Answer:
        """Keeps the answer to a call that succeeded."""
        assert answer.status // 100 == 2, answer.body
        self.answers.append(answer.body.decode())
        return answer


@pytest.fixture(scope="module")
def queue_url(cloud: Cloud) -> str:
    """A queue that hears Certkeeper's events."""
    return readable_texts.event_queue(cloud)


@pytest.fixture(scope="module")
def canaries(
    world: World, cloud: Cloud, deployed: Deployed, administrator: Caller, exporter: Caller, queue_url: str
) -> Canaries:
    """An order that was issued and exported, one that failed, one that was cancelled, uploads, and calls refused."""
    assert queue_url
    ensure_scope(administrator)
    canaries = Canaries()
    issued = place(administrator, "canary.example.test")
    blocked = place(administrator, "blocked.test", scope="all", certificate_name="blocked canary")
    waiting = place(administrator, "waiting-canary.example.test", steps="manual")
    given_up(canaries, world, cloud, deployed, administrator, waiting)
    keep(canaries, administrator)
    bring_with_passwords(canaries, administrator)
    wait_until(administrator, issued, "valid")
    wait_until(administrator, blocked, "invalid")
    wait_until(administrator, waiting, "cancelled")
    take_out(canaries, administrator, exporter, issued["certificate_id"])
    return canaries


def given_up(
    canaries: Canaries, world: World, cloud: Cloud, deployed: Deployed, caller: Caller, waiting: dict[str, Any]
) -> None:
    """A person verifies, knocks where nothing is to be had, and cancels; the order's key is read before it goes."""
    shown = wait_until(caller, waiting, "pending", action="verify")
    contents = {
        challenge["content"]
        for authorization in shown["authorizations"]
        for challenge in authorization["challenges"]
        if challenge["type"] == "http-01"
    }
    canaries.key_authorizations |= contents
    name = f"{deployed.outputs['SecretPrefix']}/certificates/{waiting['certificate_id']}"
    stored = stored_keys.secrets_manager(cloud).get_secret_value(SecretId=name, VersionId=waiting["order_id"])
    canaries.keys |= stored_keys.pieces(stored["SecretString"])
    assert canaries.keys
    world.dns.records.put("waiting-canary.example.test", "A", ["127.0.0.2"])
    for content in contents:
        canaries.refused(
            verify(caller, waiting, content),
            verify(caller, waiting, key=content),
            caller.request("POST", f"/scopes/{SCOPE}/orders", body={"names": [content]}),
            caller.request("GET", f"/.well-known/acme-challenge/{content}"),
        )
    verify(caller, waiting, "http-01")
    canaries.refused(verify(caller, waiting, "http-01"), issue(caller, waiting))
    cancel(caller, waiting)


def keep(canaries: Canaries, caller: Caller) -> None:
    """A certificate that is uploaded, changed, deleted and restored; what was refused on the way."""
    body = pem(leaf("kept-canary.example.test"))
    path = f"{CERTIFICATES}/{canaries.taken(caller.request('POST', CERTIFICATES, body=body)).json()['certificate_id']}"
    canaries.taken(
        caller.request("PATCH", path, body={"certificate_name": "kept canary"}, headers={"If-Match": "*"}),
    )
    canaries.taken(caller.request("DELETE", path))
    canaries.refused(
        caller.request("POST", f"{path}/versions", body=body),
        caller.request("POST", CERTIFICATES, body={**body, "certificate_name": body["private_key"][:100]}),
    )
    canaries.taken(caller.request("POST", f"{path}/restoration"))


def bring_with_passwords(canaries: Canaries, caller: Caller) -> None:
    """A PKCS#12 file and an encrypted key, each with the right password and with a wrong one, or in a wrong place."""
    kept, locked = leaf("pfx-canary.example.test"), leaf("locked-canary.example.test")
    packed = pfx(kept, locked_with=PASSWORDS["right pfx"])
    encryption = BestAvailableEncryption(PASSWORDS["right key"].encode())
    key = locked.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption).decode()
    encrypted = {**pem(locked), "private_key": key, "private_key_password": PASSWORDS["right key"]}
    for signed in (kept, locked):
        canaries.keys |= stored_keys.pieces(signed.key_pem)
    canaries.refused(
        caller.request("POST", CERTIFICATES, body={**packed, "password": PASSWORDS["wrong pfx"]}),
        caller.request("POST", CERTIFICATES, body={**encrypted, "private_key_password": PASSWORDS["wrong key"]}),
        caller.request("POST", CERTIFICATES, body={**packed, "private_key_password": PASSWORDS["refused"]}),
        caller.request("POST", CERTIFICATES, body={**packed, "password": [PASSWORDS["refused"]]}),
        caller.request("POST", CERTIFICATES, raw=json.dumps(packed).encode()[:-1]),
    )
    for body in (packed, encrypted):
        canaries.taken(caller.request("POST", CERTIFICATES, body=body))


def take_out(canaries: Canaries, caller: Caller, exporter: Caller, certificate_id: str) -> None:
    """Exports with and without passwords, and what was refused to those who had the key or a password in hand."""
    path = f"{CERTIFICATES}/{certificate_id}"
    exports = f"{path}/exports"
    for form in ("pfx", "jks", "pem"):
        body = {"format": form, "password": PASSWORDS[f"{form} export"]}
        answer = exporter.request("POST", exports, body=body)
        assert answer.status == 200, answer.body
        assert body["password"] not in answer.body.decode()
    key = exporter.request("POST", exports, body={"format": "pem"}).json()["private_key"]
    canaries.refused(
        caller.request("POST", f"/scopes/{SCOPE}/orders", body={"names": [key]}),
        caller.request("POST", f"/scopes/{SCOPE}/orders", body={key: key}),
        caller.request("POST", f"/scopes/{SCOPE}/orders", raw=key.encode()),
        exporter.request("POST", exports, body={"format": key}),
        exporter.request("POST", exports, body={"format": PASSWORDS["refused"], "password": PASSWORDS["refused"]}),
        exporter.request("POST", exports, body={"format": "pfx", "part": "chain", "password": PASSWORDS["refused"]}),
        exporter.request("POST", exports, body={"format": "pfx", "password": f"{PASSWORDS['refused']}\0"}),
        exporter.request("POST", exports, body={"format": "pfx", PASSWORDS["refused"]: ""}),
        caller.request("GET", f"/scopes/{SCOPE}/orders/{certificate_id}"),
        caller.request("PATCH", path, body={"certificate_name": key}, headers={"If-Match": "*"}),
        caller.request("POST", f"{path}/revocation", body={"reason": key}),
    )
    canaries.taken(caller.request("POST", f"{path}/revocation", body={"reason": "superseded"}))


@pytest.fixture(scope="module")
def events(cloud: Cloud, canaries: Canaries, queue_url: str) -> list[dict[str, Any]]:
    """The events that others have heard of the journeys."""
    assert canaries.answers
    return readable_texts.received_events(cloud, queue_url)


@pytest.fixture(scope="module")
def searched(
    world: World, cloud: Cloud, deployed: Deployed, canaries: Canaries, events: list[dict[str, Any]]
) -> dict[str, str]:
    """Everything that others may read, by what it is."""
    return {
        "log": readable_texts.logs(world, cloud),
        "history": readable_texts.histories(cloud, deployed),
        "event": json.dumps(events),
        "notice": readable_texts.notices(world),
        "row": readable_texts.rows(cloud, deployed),
        "refusal": "\n".join(canaries.refusals),
        "answer": "\n".join(canaries.answers),
    }


def test_no_private_key_stands_anywhere_but_in_its_secret_and_in_an_export(
    cloud: Cloud, canaries: Canaries, searched: dict[str, str]
) -> None:
    """Neither of accounts nor of certificates, whether they were issued, failed, cancelled or brought."""
    there = stored_keys.all_pieces(cloud)
    assert len(there) >= 5, "an account's, and those of an issued, a failed, a cancelled and a brought certificate"
    for place_, text in searched.items():
        assert text, place_
        assert "PRIVATE KEY" not in text, place_
        assert not [key for key in there | canaries.keys if key in text], place_


def test_no_password_stands_anywhere(searched: dict[str, str]) -> None:
    """Neither those with which something was opened or locked, nor those that were refused."""
    found = {(place_, use) for place_, text in searched.items() for use, word in PASSWORDS.items() if word in text}
    assert not found


def test_no_key_authorization_leaves_the_order_that_shows_it(canaries: Canaries, searched: dict[str, str]) -> None:
    """Nor the account's part of it behind another token. Rows have it where a check has found it (ADR 4)."""
    assert canaries.key_authorizations
    wanted = {f".{content.partition('.')[2]}" for content in canaries.key_authorizations}
    found = {place_ for place_, text in searched.items() for half in wanted if half in text}
    assert found <= {"row"}


def test_what_was_heard_is_what_the_schemas_promise(events: list[dict[str, Any]]) -> None:
    """Each event as EventBridge delivered it, and every kind that the journeys lead to."""
    assert {event["detail-type"] for event in events} >= EVENTS
    wrong = [event_errors(event) for event in events]
    assert not [errors for errors in wrong if errors]
