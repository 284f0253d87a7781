"""The contract, the folders, the template's routes and the readers of bodies say the same."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate

from certkeeper.domain.certificates.certificate import CertificateStatus, Source
from certkeeper.domain.certificates.key_types import KeyChoice, KeyType
from certkeeper.domain.certificates.revocations import RevocationReason
from certkeeper.domain.dns.findings import FindingCode
from certkeeper.domain.dns.solvers import Solver
from certkeeper.domain.events import EventType
from certkeeper.domain.orders.actions import Action
from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.domain.orders.order import OrderStatus, Steps
from certkeeper.domain.renewal.next_steps import Action as NextAction
from certkeeper.domain.renewal.plan import RenewalMode
from certkeeper.domain.scopes import ScopeKind
from certkeeper.entrypoints.http.body import MOST_BYTES
from certkeeper.entrypoints.http.problem import Kind, ProblemError
from certkeeper.entrypoints.http.request import from_event
from certkeeper.entrypoints.requests import (
    changes,
    exports,
    orders,
    renewals,
    revocations,
    scopes,
    uploads,
    verification,
)
from tests.contract import document, operations, resolved, schema_errors
from tests.fakes.api_gateway import json_event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from enum import StrEnum

    from certkeeper.entrypoints.http.request import Request

FOLDERS = Path(__file__).parents[3] / "functions" / "api"
SCHEMAS = document()["components"]["schemas"]


def pages() -> dict[str, str]:
    """The text of each operation's app.py by its folder."""
    return {page.parent.name: page.read_text(encoding="utf-8") for page in FOLDERS.glob("*/app.py")}


def test_the_contract_is_an_openapi_document() -> None:
    """Of version 3.1, so that its schemas are JSON Schema 2020-12."""
    validate(document())


@pytest.mark.parametrize("name", sorted(operations()))
def test_a_page_begins_with_its_route(name: str) -> None:
    """Whoever opens the folder sees where it is called."""
    assert pages()[name].startswith(f'"""{operations()[name].route}: ')


@pytest.mark.parametrize("name", sorted(operations()))
def test_a_page_reads_the_parameters_of_the_contract(name: str) -> None:
    """No query parameter that is not promised, and no promise that nobody keeps."""
    declared = re.search(r"query=\{(.*?)\}", pages()[name])
    known = set(re.findall(r'"(\w+)"', declared[1])) if declared else set()
    assert known == operations()[name].parameter_names("query")


@pytest.mark.parametrize("name", sorted(operations()))
def test_a_page_honours_the_idempotency_key_where_the_contract_says_so(name: str) -> None:
    """And only there; an order's request reads it with the body."""
    honoured = {"idempotency_key(request)", "order_request(request)"}
    promised = "Idempotency-Key" in operations()[name].parameter_names("header")
    assert any(call in pages()[name] for call in honoured) == promised


@pytest.mark.parametrize("name", sorted(operations()))
def test_a_page_reads_if_match_where_the_contract_says_so(name: str) -> None:
    """And demands it where the contract does."""
    promised = [each.get("required", False) for each in operations()[name].parameters if each["name"] == "If-Match"]
    assert ("preconditions.required(request)" in pages()[name]) == (True in promised)
    assert ("preconditions.seen(request)" in pages()[name]) == (False in promised)


@pytest.mark.parametrize("name", sorted(operations()))
def test_an_operation_takes_a_body_where_the_contract_says_so(name: str) -> None:
    """A page that reads none refuses one."""
    assert ("has_body=True" in pages()[name]) == ("requestBody" in operations()[name].node)


@pytest.mark.parametrize("name", sorted(operations()))
def test_only_the_responder_is_public(name: str) -> None:
    """In the contract as in the code."""
    public = operations()[name].node.get("security") == []
    assert ("@public_operation" in pages()[name]) == public == (name == "serve_challenge")


READERS: dict[str, tuple[Mapping[str, object], Callable[[Request], object]]] = {
    "PutScope": (scopes.FIELDS, scopes.scope_request),
    "PlaceOrder": (orders.FIELDS, orders.order_request),
    "VerifyChallenge": (verification.FIELDS, verification.named_challenge),
    "UploadCertificate": (uploads.CERTIFICATE_FIELDS, uploads.uploaded_certificate),
    "UploadVersion": (uploads.VERSION_FIELDS, uploads.uploaded_version),
    "UpdateCertificate": (changes.FIELDS, changes.certificate_changes),
    "RevokeCertificate": (revocations.FIELDS, revocations.revocation),
    "ExportCertificate": (exports.FIELDS, exports.export_choice),
    "RenewCertificate": (renewals.FIELDS, renewals.chosen_key),
}
WORDS_OF_BODIES = [
    "zone",
    "all",
    *ChallengeType,
    *KeyType,
    *Solver,
    *Steps,
    *KeyChoice,
    "pem",
    "pfx",
    "paste",
    "HTTP-01",
    *RevocationReason,
    "",
    "a" * 253,
    "a" * 254,
]
texts = st.sampled_from(WORDS_OF_BODIES) | st.text("abc.-*", max_size=8)
values = st.none() | st.booleans() | st.integers() | texts | st.lists(texts, max_size=4)
values |= st.sampled_from([["a"] * 100, ["a"] * 101]) | st.dictionaries(texts, texts, max_size=1)


def test_the_schemas_of_bodies_are_those_that_are_read() -> None:
    """One for each operation that takes a body."""
    asked = [
        each.node["requestBody"]["content"]["application/json"]
        for each in operations().values()
        if "requestBody" in each.node
    ]
    assert {media["schema"]["$ref"].rsplit("/", 1)[-1] for media in asked} == set(READERS)


@pytest.mark.parametrize("name", READERS)
def test_a_body_has_the_fields_of_its_schema(name: str) -> None:
    """In the same sequence, which is that of the sentence in an error."""
    assert list(READERS[name][0]) == list(SCHEMAS[name]["properties"])


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=200)
@given(data=st.data())
def test_a_body_is_taken_where_its_schema_allows_it(name: str, data: st.DataObject) -> None:
    """And refused where it does not: whatever the schema says, the hand-written reader does."""
    fields, reader = READERS[name]
    document = data.draw(st.dictionaries(st.sampled_from([*fields, *fields, "another"]), values, max_size=5))
    event = json_event("POST /x", {"scope": "shop"}, document)
    try:
        reader(from_event(event))
        taken = True
    except ProblemError:
        taken = False
    assert taken == (schema_errors(SCHEMAS[name], document) == [])


WORDS: list[tuple[Iterable[str], type[StrEnum]]] = [
    (SCHEMAS["OrderStatus"]["enum"], OrderStatus),
    (SCHEMAS["CertificateStatus"]["enum"], CertificateStatus),
    (SCHEMAS["RevocationReason"]["enum"], RevocationReason),
    (SCHEMAS["ChallengeType"]["enum"], ChallengeType),
    (SCHEMAS["KeyType"]["enum"], KeyType),
    (SCHEMAS["Solver"]["enum"], Solver),
    (SCHEMAS["Steps"]["enum"], Steps),
    (SCHEMAS["Scope"]["properties"]["kind"]["enum"], ScopeKind),
    (SCHEMAS["Certificate"]["properties"]["source"]["enum"], Source),
    (SCHEMAS["Finding"]["properties"]["code"]["enum"], FindingCode),
    (SCHEMAS["Renewal"]["properties"]["mode"]["enum"], RenewalMode),
    (SCHEMAS["NextAction"]["properties"]["action"]["enum"], NextAction),
    (SCHEMAS["Order"]["properties"]["actions"]["items"]["enum"], Action),
    (SCHEMAS["Problem"]["properties"]["allowed"]["items"]["enum"], Action),
    (SCHEMAS["Happening"]["properties"]["type"]["enum"], EventType),
]


@pytest.mark.parametrize(("promised", "words"), WORDS, ids=lambda value: getattr(value, "__name__", ""))
def test_the_words_of_the_contract_are_the_domains(promised: Iterable[str], words: type[StrEnum]) -> None:
    """A status that the contract does not know would break a client."""
    assert set(promised) == set(words)


def test_every_type_of_problem_is_promised() -> None:
    """Clients decide by it."""
    assert set(SCHEMAS["Problem"]["properties"]["type"]["enum"]) == {kind.type for kind in Kind}


@pytest.mark.parametrize("name", sorted(operations()))
def test_an_operation_declares_what_its_frame_can_answer(name: str) -> None:
    """Whatever the operation does: a bad query or body, nobody in particular, trouble of ours and of others."""
    declared = {int(status) for status in operations()[name].node["responses"]}
    kinds = {Kind.INTERNAL, Kind.UNAVAILABLE}
    if name != "serve_challenge":
        kinds |= {Kind.INVALID_PARAMETER, Kind.UNKNOWN_CALLER}
    if "requestBody" in operations()[name].node:
        kinds |= {Kind.BODY_TOO_LARGE, Kind.UNSUPPORTED_MEDIA_TYPE}
    assert {kind.status for kind in kinds} <= declared


def test_the_bound_of_a_body_is_told() -> None:
    """In bytes, as it is counted."""
    assert str(MOST_BYTES) in document()["components"]["responses"]["ContentTooLarge"]["description"]


def examples() -> Iterator[tuple[str, dict[str, Any], object]]:
    """Each example of the contract with the schema that it is an example of."""
    for name, operation in operations().items():
        bodies = [operation.node.get("requestBody", {}), *map(resolved, operation.node["responses"].values())]
        for body in bodies:
            for media in body.get("content", {}).values():
                for title, example in media.get("examples", {}).items():
                    yield f"{name}: {title}", media["schema"], example["value"]


@pytest.mark.parametrize(("schema", "example"), [row[1:] for row in examples()], ids=[row[0] for row in examples()])
def test_an_example_is_one(schema: dict[str, Any], example: object) -> None:
    """People copy examples before they read schemas."""
    assert schema_errors(schema, example) == []
