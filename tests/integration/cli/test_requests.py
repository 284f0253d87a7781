"""The requests of each command, checked against the API's contract."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from tests.contract import operations, schema_errors
from tests.integration.cli import documents
from tests.integration.cli.conftest import Certkeeper
from tests.integration.cli.documents import CERTIFICATE_ID, ORDER_ID
from tests.integration.cli.every_command import TALKING
from tests.integration.cli.fake_api import Call, FakeApi, Reply

ORDERS = "/scopes/shop/orders"
ORDER = f"{ORDERS}/{ORDER_ID}"
CERTIFICATES = "/scopes/shop/certificates"
CERTIFICATE = f"{CERTIFICATES}/{CERTIFICATE_ID}"

ANSWERS: Mapping[str, Reply] = {
    "GET /scopes": Reply(200, documents.page(documents.SCOPE)),
    "PUT /scopes/shop": Reply(201, documents.SCOPE),
    "GET /scopes/shop": Reply(200, documents.SCOPE, headers={"ETag": '"3"'}),
    "PATCH /scopes/shop": Reply(200, documents.SCOPE),
    "DELETE /scopes/shop": Reply(200, documents.SCOPE),
    f"GET {ORDERS}": Reply(200, documents.page(documents.SUMMARY)),
    f"POST {ORDERS}": Reply(202, documents.SUMMARY),
    f"GET {ORDER}": Reply(200, documents.PENDING),
    f"DELETE {ORDER}": Reply(202, documents.SUMMARY),
    f"POST {ORDER}/verification": Reply(202, documents.VERIFIED),
    f"POST {ORDER}/issuance": Reply(202, documents.SUMMARY),
    f"GET {CERTIFICATES}": Reply(200, documents.page(documents.LISTED)),
    f"POST {CERTIFICATES}": Reply(201, documents.UPLOADED),
    f"GET {CERTIFICATE}": Reply(200, documents.IN_FULL, headers={"ETag": '"7"'}),
    f"PATCH {CERTIFICATE}": Reply(200, documents.SHOWN),
    f"DELETE {CERTIFICATE}": Reply(200, documents.LISTED),
    f"POST {CERTIFICATE}/versions": Reply(201, documents.UPLOADED),
    f"POST {CERTIFICATE}/replacement": Reply(201, documents.UPLOADED | {"renewal_ended": True}),
    f"POST {CERTIFICATE}/exports": Reply(200, documents.export(documents.zipped(cert="c", privkey="k"))),
    f"POST {CERTIFICATE}/renewals": Reply(202, documents.SUMMARY),
    f"POST {CERTIFICATE}/revocation": Reply(200, documents.LISTED),
    f"POST {CERTIFICATE}/restoration": Reply(200, documents.LISTED),
}

PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
KEY = "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n"
DER = b"\x30\x82\x01\x00"

ASKED: tuple[tuple[str, str, object], ...] = (
    ("scopes list", "GET /scopes", None),
    (
        "scopes put shop --kind zone --domain shop.example",
        "PUT /scopes/shop",
        {"kind": "zone", "domain": "shop.example"},
    ),
    (
        "scopes put shop --kind listener --domain a.example --solver route53 --ca-profile classic",
        "PUT /scopes/shop",
        {"kind": "listener", "domain": "a.example", "solver": "route53", "profile": "classic"},
    ),
    ("scopes show shop", "GET /scopes/shop", None),
    (
        "scopes update shop --kind listener --domain b.example --ca-profile= --no-administrators --notices-of-stack",
        "PATCH /scopes/shop",
        {
            "kind": "listener",
            "domain": "b.example",
            "profile": None,
            "administrators": None,
            "notices_enabled": None,
            "notice_days": None,
        },
    ),
    ("scopes update shop --administrator a@a.example", "PATCH /scopes/shop", {"administrators": ["a@a.example"]}),
    ("scopes delete shop --yes", "DELETE /scopes/shop", None),
    ("order -s shop a.example", f"POST {ORDERS}", {"names": ["a.example"]}),
    (
        (
            "order -s shop a.example *.a.example --name a --challenge dns-01 --solver assisted --ca-profile classic"
            " --key-type RSA-2048 --manual"
        ),
        f"POST {ORDERS}",
        {
            "names": ["a.example", "*.a.example"],
            "certificate_name": "a",
            "challenge": "dns-01",
            "solver": "assisted",
            "profile": "classic",
            "key_type": "RSA-2048",
            "steps": "manual",
        },
    ),
    (f"verify -s shop {ORDER_ID}", f"POST {ORDER}/verification", {}),
    (f"verify -s shop {ORDER_ID} --challenge dns-01", f"POST {ORDER}/verification", {"challenge": "dns-01"}),
    (f"issue -s shop {ORDER_ID}", f"POST {ORDER}/issuance", None),
    ("orders -s shop", f"GET {ORDERS}", None),
    (f"orders -s shop {ORDER_ID}", f"GET {ORDER}", None),
    (f"cancel -s shop {ORDER_ID}", f"DELETE {ORDER}", None),
    ("list -s shop", f"GET {CERTIFICATES}", None),
    (f"show -s shop {CERTIFICATE_ID}", f"GET {CERTIFICATE}", None),
    (
        (
            "upload -s shop -c cert.pem -k key.der --intermediate cert.pem --ca-bundle cert.pem --name front"
            " --domain www.shop.example --notice-days 14,7 --no-notices --expired-allowed"
        ),
        f"POST {CERTIFICATES}",
        {
            "form": "pem",
            "certificate": PEM,
            "private_key": "MIIBAA==",
            "intermediates": [PEM],
            "ca_bundle": [PEM],
            "certificate_name": "front",
            "domain": "www.shop.example",
            "notices_enabled": False,
            "notice_days": [14, 7],
            "expired_allowed": True,
        },
    ),
    ("upload -s shop --pfx key.der", f"POST {CERTIFICATES}", {"form": "pfx", "pfx": "MIIBAA==", "password": "made up"}),
    (
        f"upload -s shop -c cert.pem -k key.der --to {CERTIFICATE_ID}",
        f"POST {CERTIFICATE}/versions",
        {"form": "pem", "certificate": PEM, "private_key": "MIIBAA=="},
    ),
    (
        (
            f"upload -s shop -c cert.pem -k key.der --to {CERTIFICATE_ID} --compared-with 7"
            " --confirm-loss names_lost --confirm-loss ends_earlier"
        ),
        f"POST {CERTIFICATE}/versions",
        {
            "form": "pem",
            "certificate": PEM,
            "private_key": "MIIBAA==",
            "confirmed": {"version": 7, "losses": ["names_lost", "ends_earlier"]},
        },
    ),
    (
        f"upload -s shop -c cert.pem -k key.der --to {CERTIFICATE_ID} --compared-with 7 --confirm-loss source_changed",
        f"POST {CERTIFICATE}/replacement",
        {
            "form": "pem",
            "certificate": PEM,
            "private_key": "MIIBAA==",
            "confirmed": {"version": 7, "losses": ["source_changed"]},
        },
    ),
    (
        f"export -s shop {CERTIFICATE_ID} --to out",
        f"POST {CERTIFICATE}/exports",
        {"format": "pem", "password": "made up"},
    ),
    (
        f"export -s shop {CERTIFICATE_ID} --format pem --part chain --version 2 --reason move -o json",
        f"POST {CERTIFICATE}/exports",
        {"format": "pem", "part": "chain", "version": 2, "reason": "move"},
    ),
    (
        f"export -s shop {CERTIFICATE_ID} --format pfx --to a.pfx",
        f"POST {CERTIFICATE}/exports",
        {"format": "pfx", "password": "made up"},
    ),
    (f"renew -s shop {CERTIFICATE_ID}", f"POST {CERTIFICATE}/renewals", None),
    (f"renew -s shop {CERTIFICATE_ID} --key new", f"POST {CERTIFICATE}/renewals", {"key": "new"}),
    (
        f"update -s shop {CERTIFICATE_ID} --name b --domain b.test --notices --notice-days 7 --no-renewal --same-key",
        f"PATCH {CERTIFICATE}",
        {
            "certificate_name": "b",
            "domain": "b.test",
            "notices_enabled": True,
            "notice_days": [7],
            "renewal_enabled": False,
            "key_reused": True,
        },
    ),
    (
        f"update -s shop {CERTIFICATE_ID} --notices-of-scope",
        f"PATCH {CERTIFICATE}",
        {"notices_enabled": None, "notice_days": None},
    ),
    (
        f"revoke -s shop {CERTIFICATE_ID} --reason keyCompromise --yes",
        f"POST {CERTIFICATE}/revocation",
        {"reason": "keyCompromise"},
    ),
    (
        f"revoke -s shop {CERTIFICATE_ID} --reason superseded --version 3 --yes",
        f"POST {CERTIFICATE}/revocation",
        {"reason": "superseded", "version": 3},
    ),
    (f"rollback -s shop {CERTIFICATE_ID} --version 1", f"POST {CERTIFICATE}/versions/1/activation", {}),
    (
        f"rollback -s shop {CERTIFICATE_ID} --version 1 --compared-with 2 --confirm-loss source_changed",
        f"POST {CERTIFICATE}/versions/1/replacement",
        {"confirmed": {"version": 2, "losses": ["source_changed"]}},
    ),
    (f"delete -s shop {CERTIFICATE_ID} --yes", f"DELETE {CERTIFICATE}", None),
    (f"restore -s shop {CERTIFICATE_ID}", f"POST {CERTIFICATE}/restoration", None),
)
BY_NAME = (
    ("show -s shop front", f"GET {CERTIFICATE}"),
    ("renew -s shop front", f"POST {CERTIFICATE}/renewals"),
    ("verify -s shop shop", f"POST {ORDER}/verification"),
)
IDEMPOTENT = frozenset({"order", "verify", "issue", "upload", "renew", "rollback"})


@pytest.fixture(autouse=True)
def world(api: FakeApi, api_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An API with one of each, and files to upload."""
    assert api_url
    api.routes(ANSWERS)
    (tmp_path / "cert.pem").write_text(PEM)
    (tmp_path / "key.der").write_bytes(DER)
    monkeypatch.setenv("CERTKEEPER_PASSWORD", "made up")


def asked(call: Call) -> str:
    """As the tables have it."""
    return f"{call.method} {call.path}"


@pytest.mark.parametrize(("line", "route", "body"), ASKED, ids=[line for line, _, _ in ASKED])
def test_a_command_asks_what_the_contract_takes(
    certkeeper: Certkeeper, api: FakeApi, line: str, route: str, body: object
) -> None:
    """One call of the operation with exactly this body, signed."""
    outcome = certkeeper(*line.split())
    assert outcome.status == 0, outcome
    (call,) = [call for call in api.calls if asked(call) == route]
    assert (call.document if call.body else None) == body
    assert_signed(call, api.url)
    key = call.headers.get("idempotency-key")
    assert (key is not None) == (line.split(maxsplit=1)[0] in IDEMPOTENT)
    if (operation := operation_of(route)) and body is not None:
        assert schema_errors(operation["requestBody"]["content"]["application/json"]["schema"], body) == []


def test_every_command_is_in_the_table() -> None:
    """A new command says what it asks; the console's page asks for itself."""
    said = {line for line, _, _ in ASKED}
    for known in TALKING:
        assert known.name == "console" or any(line.startswith(f"{known.name} ") or line == known.name for line in said)


@pytest.mark.parametrize(("line", "route"), BY_NAME)
def test_a_name_does_for_an_id(certkeeper: Certkeeper, api: FakeApi, line: str, route: str) -> None:
    """It is searched for in the scope; names that only contain it do not count."""
    assert certkeeper(*line.split()).status == 0
    assert route in map(asked, api.calls)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("order -s shop a.example --timeout 5", "--timeout is for --wait"),
        (f"renew -s shop {CERTIFICATE_ID} --timeout 5", "--timeout is for --wait"),
        (f"verify -s shop {ORDER_ID} --timeout 5", "--timeout is for --wait"),
        (f"issue -s shop {ORDER_ID} --timeout 5", "--timeout is for --wait"),
        (f"orders -s shop {ORDER_ID} --limit 5", "--limit and --cursor are for a list"),
        (f"orders -s shop {ORDER_ID} --all", "--limit and --cursor are for a list"),
        ("list -s shop --url https://a.example/v1 --stack mine", "--url and --stack both"),
    ],
)
def test_options_that_would_be_ignored_are_refused(certkeeper: Certkeeper, api: FakeApi, line: str, said: str) -> None:
    """Exit 2, and nothing is asked."""
    outcome = certkeeper(*line.split())
    assert (outcome.status, outcome.out) == (2, "")
    assert said in outcome.err
    assert api.calls == []


def test_a_time_to_wait_goes_before_or_behind_the_wish_to(certkeeper: Certkeeper, api: FakeApi) -> None:
    """In any sequence of options."""
    api.routes({**ANSWERS, f"GET {ORDER}": Reply(200, documents.VALID)})
    for line in (f"orders -s shop {ORDER_ID} --timeout 5 --wait", f"orders -s shop {ORDER_ID} --wait --timeout 5"):
        assert certkeeper(*line.split()).status == 0


def test_a_name_that_nobody_has(certkeeper: Certkeeper, api: FakeApi) -> None:
    """Exit 1, and where to read on; nothing is done."""
    outcome = certkeeper("delete", "-s", "shop", "fron", "--yes")
    assert (outcome.status, outcome.out) == (1, "")
    assert "no certificate fron in the scope shop" in outcome.err
    assert [call.method for call in api.calls] == ["GET"]


def test_a_name_that_two_have(certkeeper: Certkeeper, api: FakeApi) -> None:
    """Exit 1, and both ids."""
    two = [documents.LISTED, documents.LISTED | {"certificate_id": ORDER_ID}]
    api.routes({f"GET {CERTIFICATES}": Reply(200, documents.page(*two))})
    outcome = certkeeper("delete", "-s", "shop", "front", "--yes")
    assert outcome.status == 1
    assert CERTIFICATE_ID in outcome.err
    assert ORDER_ID in outcome.err


def test_an_update_is_of_what_was_seen(certkeeper: Certkeeper, api: FakeApi) -> None:
    """The entity tag that the API showed, or the one that the person saw."""
    certkeeper("update", "-s", "shop", CERTIFICATE_ID, "--name", "b")
    assert api.calls[-1].headers["if-match"] == '"7"'
    for seen in ('"6"', "6"):
        certkeeper("update", "-s", "shop", CERTIFICATE_ID, "--name", "b", "--if-match", seen)
        assert api.calls[-1].headers["if-match"] == '"6"'


def test_an_empty_name_stands_for_the_first(certkeeper: Certkeeper, api: FakeApi) -> None:
    """What is not named is not sent, and so stays."""
    certkeeper("update", "-s", "shop", CERTIFICATE_ID, "--name", "", "--domain", "")
    assert api.calls[-1].document == {"certificate_name": None, "domain": None}


def test_a_scope_has_its_administrators(certkeeper: Certkeeper, api: FakeApi) -> None:
    """Who they are, and whether and when they are notified."""
    line = "scopes put shop --kind zone --domain a.example --administrator a@a.example --notices --notice-days 30,7"
    certkeeper(*line.split())
    assert api.calls[-1].document == {
        "kind": "zone",
        "domain": "a.example",
        "administrators": ["a@a.example"],
        "notices_enabled": True,
        "notice_days": [30, 7],
    }


def test_a_key_of_the_persons_own_makes_repeating_harmless(certkeeper: Certkeeper, api: FakeApi) -> None:
    """And without one each call has its own."""
    certkeeper("order", "-s", "shop", "a.example", "--idempotency-key", "mine")
    certkeeper("order", "-s", "shop", "a.example")
    certkeeper("order", "-s", "shop", "a.example")
    keys = [call.headers["idempotency-key"] for call in api.calls if call.method == "POST"]
    assert keys[0] == "mine"
    assert len({*keys}) == 3


def test_a_call_whose_answer_is_lost_says_how_to_repeat_it(certkeeper: Certkeeper, nobody_there: str) -> None:
    """With the key that was sent."""
    outcome = certkeeper("order", "-s", "shop", "a.example", "--url", nobody_there)
    assert re.search(r"--idempotency-key [0-9a-f-]{36} it can be repeated safely", outcome.err)


@pytest.mark.parametrize("line", [line for line, _, _ in ASKED if not line.startswith("export")])
def test_json_is_the_document_and_nothing_else(certkeeper: Certkeeper, api: FakeApi, line: str) -> None:
    """What standard output holds is JSON in ASCII, as the API answered last."""
    outcome = certkeeper(*line.split(), "--output", "json")
    assert outcome.status == 0
    assert json.loads(outcome.out) == ANSWERS[asked(api.calls[-1])].document
    assert outcome.out.isascii()


def test_the_stack_names_the_api(certkeeper: Certkeeper, api: FakeApi, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its output ApiUrl, looked up once with the same credentials."""
    monkeypatch.delenv("CERTKEEPER_URL")
    monkeypatch.setenv("AWS_ENDPOINT_URL_CLOUDFORMATION", api.url)
    described = f"""<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">
      <DescribeStacksResult><Stacks><member><StackName>mine</StackName><Outputs><member><OutputKey>ApiUrl</OutputKey>
      <OutputValue>{api.url}</OutputValue></member></Outputs></member></Stacks></DescribeStacksResult>
      </DescribeStacksResponse>"""
    api.routes({"POST ": Reply(200, body=described.encode()), **ANSWERS})
    outcome = certkeeper("scopes", "list", "--stack", "mine")
    assert outcome.status == 0, outcome
    assert b"StackName=mine" in api.calls[0].body
    assert asked(api.calls[1]) == "GET /scopes"


def operation_of(route: str) -> dict[str, Any] | None:
    """The contract's operation of a filled route, if it is there."""
    for operation in operations().values():
        pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(operation.route))
        if re.fullmatch(pattern, route):
            return operation.node
    return None


def assert_signed(call: Call, api_url: str) -> None:
    """The signature is the one that Signature Version 4 gives for what came."""
    signature = call.headers["authorization"]
    names = re.search(r"SignedHeaders=([^,]+)", signature)
    assert names
    signed = {name: call.headers[name] for name in names[1].split(";")}
    assert {"host", "x-amz-date"} <= {*signed}
    assert "/eu-west-1/execute-api/aws4_request" in signature
    query = "&".join(f"{name}={value}" for name, value in call.query.items())
    request = AWSRequest(call.method, f"{api_url}{call.path}?{query}", headers=signed, data=call.body)
    request.context["timestamp"] = signed["x-amz-date"]
    auth = SigV4Auth(Credentials("AKIDEXAMPLE", "made-up-secret"), "execute-api", "eu-west-1")
    text = auth.string_to_sign(request, auth.canonical_request(request))
    assert signature.endswith(f"Signature={auth.signature(text, request)}")
