"""Listing, showing and exporting certificates."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.dynamodb.history import DynamoHistory
from certkeeper.domain.events import Event, EventType
from tests.contracts.examples import NOW, new_id
from tests.integration.api.conftest import TABLE
from tests.integration.api.stored_orders import PRIVATE_KEY, issued, placed
from tests.unit.domain.notices.examples import details

if TYPE_CHECKING:
    from tests.integration.api.conftest import Api


def listed(api: Api, **query: str) -> list[str]:
    """The names of the certificates in the scope `all`."""
    answer = api.call("list_certificates", scope="all", query={name: [value] for name, value in query.items()})
    return [certificate["certificate_name"] for certificate in answer.document["items"]]


def test_certificates_are_filtered_and_searched(api: Api) -> None:
    """By their status at this moment, and by name or domain whatever the case."""
    placed(api, "new.example.org", scope="all")
    issued(api, "www.example.org", scope="all", certificate_name="Shop front")
    issued(api, "mail.example.org", scope="all", days=5)
    issued(api, "old.example.org", scope="all", days=-1)
    assert listed(api) == ["old.example.org", "mail.example.org", "Shop front", "new.example.org"]
    assert listed(api, status="pending") == ["new.example.org"]
    assert listed(api, status="active") == ["Shop front"]
    assert listed(api, status="expiring") == ["mail.example.org"]
    assert listed(api, status="expired") == ["old.example.org"]
    assert listed(api, search="shop") == ["Shop front"]
    assert listed(api, search="WWW.") == ["Shop front"]
    assert listed(api, search="") == listed(api)


def test_a_certificate_is_found_by_the_name_as_it_was_ordered(api: Api) -> None:
    """It is kept in A-labels; and by its numbers and issuer, as the API shows them."""
    issued(api, "m\u00fcnchen.example.org", scope="all", certificate_name="city")
    issued(api, "berlin.example.org", scope="all")
    for text in ("M\u00fcnchen.example.org", "xn--mnchen-3ya", "xn--MNCHEN-3YA.example.org"):
        assert listed(api, search=text) == ["city"]
    facts = api.call("list_certificates", scope="all", query={"search": ["city"]}).document["items"][0]["facts"]
    for text in ("sha256", "sha1", "serial", "serial_hex", "issuer"):
        assert listed(api, search=facts[text].swapcase()) == ["berlin.example.org", "city"]


def test_certificates_come_in_pages(api: Api) -> None:
    """A page is full while there is more."""
    for letter in "abc":
        issued(api, f"{letter}.example.org", scope="all")
    first = api.call("list_certificates", scope="all", query={"limit": ["2"]}).document
    second = api.call("list_certificates", scope="all", query={"limit": ["2"], "cursor": [first["next"]]}).document
    assert [len(page["items"]) for page in (first, second)] == [2, 1]
    assert second["next"] is None


def test_a_certificate_shows_its_facts_and_its_chain(api: Api) -> None:
    """And no key."""
    order = issued(api)
    answer = api.call("get_certificate", scope=order.scope, certificate_id=order.certificate_id)
    shown = answer.document
    assert (shown["status"], shown["days_left"], shown["version"]) == ("active", 90, 1)
    assert shown["facts"]["serial_hex"] == "4F854A"
    assert shown["certificate_pem"].startswith("-----BEGIN CERTIFICATE-----")
    assert "PRIVATE KEY" not in answer.text


def test_a_pending_certificate_is_shown_without_facts(api: Api) -> None:
    """It has an id already."""
    order = placed(api)
    shown = api.call("get_certificate", scope="shop", certificate_id=order["certificate_id"]).document
    assert (shown["status"], shown["facts"], shown["certificate_pem"]) == ("pending", None, None)


def test_a_certificate_shows_what_has_happened_to_it(api: Api) -> None:
    """Newest first, each with what its event said; in the contract, whatever type it is."""
    order = placed(api)
    history = DynamoHistory(TABLE, client("dynamodb"))
    for minutes, (type_, detail) in enumerate(details("storefront").items()):
        moment = NOW + timedelta(minutes=minutes)
        history.keep(Event(new_id(), type_, moment, "shop", order["certificate_id"], order["order_id"], detail))
    shown = api.call("get_certificate", scope="shop", certificate_id=order["certificate_id"]).document["history"]
    assert [each["type"] for each in shown] == [*reversed(EventType)]
    (last, *_) = shown
    assert last["order_id"] == order["order_id"]
    assert last["detail"] == {"name": "storefront", "status": "invalid", "code": "zone_missing"}


def test_an_export_is_all_that_a_web_server_wants(api: Api) -> None:
    """PEM texts, and never in a cache."""
    order = issued(api)
    where: dict[str, Any] = {"scope": order.scope, "certificate_id": order.certificate_id}
    answer = api.call("export_certificate", body={"format": "pem"}, **where)
    assert answer.status == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.document["private_key"] == PRIVATE_KEY
    assert answer.document["fullchain"] == answer.document["certificate"] + answer.document["chain"]


def test_what_is_not_issued_cannot_be_exported(api: Api) -> None:
    """409 while the first order runs."""
    order = placed(api)
    where: dict[str, Any] = {"scope": "shop", "certificate_id": order["certificate_id"]}
    answer = api.call("export_certificate", body={"format": "pem"}, **where)
    assert (answer.status, answer.problem) == (409, "not-issued")


@pytest.mark.parametrize("operation", ["get_certificate", "export_certificate"])
def test_a_certificate_of_another_scope_is_as_if_it_never_was(api: Api, operation: str) -> None:
    """404, with the same words."""
    order = issued(api)
    body = {"format": "pem"} if operation == "export_certificate" else None
    foreign = api.call(operation, scope="all", certificate_id=order.certificate_id, body=body)
    never = api.call(operation, scope="all", certificate_id=order.order_id, body=body)
    assert foreign.status == never.status == 404
    assert foreign.text == never.text
    assert "PRIVATE KEY" not in foreign.text
