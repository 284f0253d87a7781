"""Uploading certificates and their successors."""

from __future__ import annotations

import json
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TYPE_CHECKING, Any

import pytest
from botocore.client import BaseClient

from certkeeper.adapters.aws.clients import client
from tests.integration.api.certificate_files import INTERMEDIATE, ROOT, leaf, paste, pem, pfx
from tests.integration.api.stored_orders import placed
from tests.integration.machine.aws.intercepted_calls import OPERATE
from tests.unit.x509.upload.containers.archives import zipped

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.integration.api.conftest import Answer, Api


def upload(api: Api, body: dict[str, Any], *, scope: str = "all", key: str | None = None) -> Answer:
    """Uploads, and forgets no header."""
    headers = {"Idempotency-Key": key} if key else None
    return api.call("upload_certificate", scope=scope, body=body, headers=headers)


def successor(api: Api, certificate_id: str, body: dict[str, Any]) -> Answer:
    """Uploads a successor."""
    return api.call("upload_version", scope="all", certificate_id=certificate_id, body=body)


def secrets() -> list[str]:
    """The names of all secrets that are not going."""
    found = client("secretsmanager").get_paginator("list_secrets").paginate()
    return [secret["Name"] for page in found for secret in page["SecretList"]]


def one_call_at_a_time(patch: pytest.MonkeyPatch) -> None:
    """Threads take turns at each call: moto changes while it copies itself (`dictionary changed size`)."""
    operate, turn = getattr(BaseClient, OPERATE), Lock()

    def in_turn(self: BaseClient, operation: str, given: object) -> object:
        with turn:
            return operate(self, operation, given)

    patch.setattr(BaseClient, OPERATE, in_turn)


@pytest.mark.parametrize("form", [pem, paste, pfx], ids=lambda form: form.__name__)
def test_each_form_leads_to_a_certificate(api: Api, form: Callable[..., dict[str, Any]]) -> None:
    """It is listed, shown with its verdicts, and consumers find the bundle in its secret."""
    signed = leaf()
    answer = upload(api, form(signed))
    assert answer.status == 201, answer.text
    shown = answer.document
    assert (shown["source"], shown["status"], shown["version"]) == ("uploaded", "active", 1)
    assert (shown["certificate_name"], shown["domain"]) == ("www.shop.example", "www.shop.example")
    assert shown["verdicts"]["trust"] == "incomplete"
    assert shown["verdicts"]["importable_into_acm"] is True
    again = api.call("get_certificate", scope="all", certificate_id=shown["certificate_id"])
    more = {"next_action", "history", "outside_scope"}
    also = {"same_names_as": [], "renewal_ended": False}
    assert {name: value for name, value in again.document.items() if name not in more} | also == shown
    listed = api.call("list_certificates", scope="all").document["items"]
    assert [each["certificate_id"] for each in listed] == [shown["certificate_id"]]
    value = client("secretsmanager").get_secret_value(SecretId=f"certkeeper/certificates/{shown['certificate_id']}")
    bundle = json.loads(value["SecretString"])
    assert bundle["fullchain"] == signed.pem + INTERMEDIATE.pem
    assert bundle["private_key"] == signed.key_pem
    assert "PRIVATE" not in answer.text


def test_the_three_verdicts_are_kept_apart(api: Api) -> None:
    """A private chain with its root: sound, privately trusted, importable; warnings have codes."""
    shown = upload(api, pem(leaf(), ca_bundle=[ROOT.pem])).document
    assert (shown["verdicts"]["sound"], shown["verdicts"]["trust"]) == (True, "private")
    assert "root_included" in {warning["code"] for warning in shown["verdicts"]["warnings"]}
    assert shown["root_pem"] == ROOT.pem


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"private_key": leaf().key_pem}, None, "key_mismatch"),
        ({"certificate": "nothing of the kind"}, "/certificate", "unreadable"),
        ({"intermediates": ["-----BEGIN CERTIFICATE-----\nMIIB"]}, "/intermediates/0", "partly_read"),
        ({"domain": "elsewhere.example"}, "/domain", "not_among_names"),
    ],
)
def test_what_is_not_sound_is_refused_with_the_field(
    api: Api, change: dict[str, object], pointer: str | None, code: str
) -> None:
    """And leaves nothing behind."""
    answer = upload(api, {**pem(leaf()), **change})
    assert (answer.status, answer.problem) == (422, "refused")
    (error,) = answer.document["errors"]
    assert error["code"] == code
    assert pointer in {None, error["pointer"]}
    assert not secrets()
    assert not api.rows()


def test_files_that_hold_files_lead_to_a_certificate(api: Api) -> None:
    """An archive with the key beside it, and a Secret that has all; what was left out is said, and not shown."""
    signed, other = leaf(), leaf("other.shop.example")
    archive = zipped({"shop.crt": signed.pem, "chain.ca-bundle": INTERMEDIATE.pem, "liesmich.txt": "CANARY"})
    answer = upload(api, {**pem(signed), "certificate": b64encode(archive).decode(), "intermediates": []})
    assert (answer.status, answer.document["chain_pem"]) == (201, INTERMEDIATE.pem), answer.text
    assert "files_left_out" in {one["code"] for one in answer.document["verdicts"]["warnings"]}
    values = {"tls.crt": other.pem + INTERMEDIATE.pem, "tls.key": other.key_pem, "password": "CANARY"}
    data = {name: b64encode(text.encode()).decode() for name, text in values.items()}
    for body in ({"form": "pem", "certificate": SECRET % data}, {"form": "pfx", "pfx": SECRET % data, "password": ""}):
        answer = upload(api, body)
        assert answer.status == (201 if body["form"] == "pem" else 409), answer.text
        assert "CANARY" not in answer.text


SECRET = """\
apiVersion: v1
kind: Secret
data: {tls.crt: %(tls.crt)s, tls.key: %(tls.key)s, password: %(password)s}
"""


def test_a_wrong_password_is_one_refusal_and_says_nothing(api: Api) -> None:
    """Whether the password is wrong or the file damaged cannot be distinguished."""
    answer = upload(api, {**pfx(leaf()), "password": "CANARY-PASSWORD"})
    assert (answer.status, answer.document["errors"][0]["code"]) == (422, "wrong_password_or_damaged")
    assert "CANARY" not in answer.text


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"form": "pem"}, "required"),
        ({"form": "pfx", "pfx": "MIIB"}, "required"),
        ({"form": "pfx", "pfx": "MIIB", "password": "", "private_key": "x"}, "not_of_form"),
        ({"form": "jks"}, "not_one_of"),
        ({"form": "paste", "certificate": 1, "private_key": "x"}, "wrong_type"),
        ({"form": "paste", "certificate": "x", "private_key": "x", "notice_days": [0]}, "out_of_bounds"),
        ({"form": "paste", "certificate": "x", "private_key": "x", "notice_days": []}, "too_short"),
        ({"form": "paste", "certificate": "x", "private_key": "x", "notice_days": 14}, "wrong_type"),
        ({"form": "paste", "certificate": "x", "private_key": "x", "certificate_name": "x" * 129}, "too_long"),
    ],
)
def test_a_body_that_is_not_of_its_form_is_refused(api: Api, body: dict[str, Any], code: str) -> None:
    """Before anything is read."""
    answer = upload(api, body)
    assert (answer.status, answer.problem) == (400, "invalid-body")
    assert code in {error["code"] for error in answer.document["errors"]}


def test_a_body_has_a_bound(api: Api) -> None:
    """Two megabytes: more than any upload needs."""
    answer = upload(api, pem(leaf(), ca_bundle=["x" * 2_100_000]))
    assert (answer.status, answer.problem) == (413, "body-too-large")


def test_the_same_certificate_is_taken_once(api: Api) -> None:
    """409 with the id of the one that is there, whatever it is called."""
    signed = leaf()
    first = upload(api, pem(signed)).document
    again = upload(api, pfx(signed, certificate_name="another name"))
    assert (again.status, again.problem) == (409, "duplicate")
    assert again.document["certificate_id"] == first["certificate_id"]
    assert len(secrets()) == 1


def test_a_name_is_taken_once(api: Api) -> None:
    """As with orders, and nothing is left of the second."""
    placed(api, "www.shop.example", scope="all")
    answer = upload(api, pem(leaf()))
    assert (answer.status, answer.problem) == (409, "name-taken")
    assert len(secrets()) == 0
    assert upload(api, pem(leaf(), certificate_name="another name")).status == 201


def test_names_must_be_within_the_scope(api: Api) -> None:
    """An upload is no way around it."""
    api.call("put_scope", scope="shop", body={"kind": "zone", "domain": "shop.example"})
    answer = upload(api, pem(leaf("www.shop.example", "www.bank.example")), scope="shop")
    assert (answer.status, answer.document["errors"][0]["code"]) == (422, "outside_scope")
    assert upload(api, pem(leaf("www.shop.example")), scope="nowhere").status == 404


def test_an_expired_one_is_taken_only_where_it_is_asked_for(api: Api) -> None:
    """And is never shown as good."""
    signed = leaf(days=-1)
    assert upload(api, pem(signed)).document["errors"][0]["code"] == "expired"
    assert upload(api, pem(signed, expired_allowed=True)).document["status"] == "expired"


def test_the_same_idempotency_key_gives_the_same_certificate(api: Api) -> None:
    """Another upload under it is refused."""
    body = pem(leaf())
    first = upload(api, body, key="click")
    assert upload(api, body, key="click").document == first.document
    other = upload(api, pem(leaf(), certificate_name="other"), key="click")
    assert (other.status, other.problem) == (422, "idempotency-key-reused")


def test_twenty_uploads_of_one_file_at_once_are_one_certificate(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """One is answered 201, the others 409 with its id; one secret is left."""
    upload(api, pem(leaf("other.shop.example")))  # a worker of Lambda makes its clients once, and by itself
    one_call_at_a_time(monkeypatch)
    body = pem(leaf())
    with ThreadPoolExecutor(20) as people:
        answers = list(people.map(lambda _: upload(api, body), range(20)))
    (created,) = [answer.document["certificate_id"] for answer in answers if answer.status == 201]
    others = [answer for answer in answers if answer.status != 201]
    assert {(answer.status, answer.problem) for answer in others} == {(409, "duplicate")}
    assert {answer.document["certificate_id"] for answer in others} == {created}
    assert f"certkeeper/certificates/{created}" in secrets()
    assert len(secrets()) == len(api.call("list_certificates", scope="all").document["items"]) == 2
    assert not [row for row in api.rows() if row["pk"]["S"] == "INTENTS"]


def test_a_successor_keeps_the_id_and_adds_a_version(api: Api) -> None:
    """The secret's name stays."""
    first = upload(api, pem(leaf())).document
    new = leaf("www.shop.example", "new.shop.example")
    answer = successor(api, first["certificate_id"], pfx(new))
    assert answer.status == 201, answer.text
    shown = api.call("get_certificate", scope="all", certificate_id=first["certificate_id"]).document
    assert (shown["version"], shown["names"], shown["certificate_name"]) == (
        2,
        ["www.shop.example", "new.shop.example"],
        "www.shop.example",
    )
    assert [version["version"] for version in shown["versions"]] == [2, 1]
    assert shown["certificate_pem"] == new.pem


def test_a_successor_has_a_certificate_to_succeed(api: Api) -> None:
    """Neither one that never was nor one whose order still runs; a duplicate is one here too."""
    signed = leaf()
    first = upload(api, pem(signed)).document
    assert successor(api, first["certificate_id"], pem(signed)).problem == "duplicate"
    order = placed(api, "mail.shop.example", scope="all")
    assert successor(api, order["certificate_id"], pem(leaf())).problem == "not-issued"
    assert successor(api, order["order_id"], pem(leaf())).status == 404
