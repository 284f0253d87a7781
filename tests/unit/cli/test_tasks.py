"""The tasks of a person for an order, for each challenge and solver."""

from typing import Any

import pytest

from certkeeper_cli.views.tasks import tasks
from tests.integration.cli.documents import PENDING

API = "https://abc.execute-api.eu-west-1.amazonaws.com/v1"
CNAME = {"record_name": "_acme-challenge.www.shop.example", "target": "x.acme.example"}
PERSIST = {
    "type": "dns-persist-01",
    "record_name": "_validation-persist.shop.example",
    "record_type": "TXT",
    "record_value": "ca",
}


def order(*challenges: dict[str, Any], **changes: object) -> dict[str, Any]:
    """An order with one name."""
    authorization = PENDING["authorizations"][0]
    offered = [*(challenges or authorization["challenges"])]
    return {**PENDING, "authorizations": [{**authorization, "challenges": offered}], **changes}


def dns(**changes: object) -> dict[str, Any]:
    """Its dns-01 challenge."""
    return {**PENDING["authorizations"][0]["challenges"][1], **changes}


def test_http_01_is_a_redirect_or_a_file() -> None:
    """The redirect leads to Certkeeper's responder."""
    (task,) = tasks(order(), API)
    texts = dict(task.texts)
    assert texts["redirect"] == "http://www.shop.example/.well-known/acme-challenge/"
    assert texts["to"] == f"{API}/.well-known/acme-challenge/"
    assert texts["or serve"].startswith("http://www.shop.example/.well-known/acme-challenge/")


def test_dns_01_is_a_record_with_its_zone() -> None:
    """Name, type, value, and the zone where it is known."""
    (task,) = tasks(order(challenge="dns-01"), API)
    assert dict(task.texts)["in zone"] == "shop.example"
    (task,) = tasks(order(dns(zone=None), challenge="dns-01"), API)
    assert "in zone" not in dict(task.texts)


def test_route_53_needs_nobody() -> None:
    """Certkeeper sets the record."""
    assert tasks(order(challenge="dns-01", solver="route53"), API) == []


def test_a_delegated_name_needs_one_cname_once() -> None:
    """And nothing where the API knows of none."""
    (task,) = tasks(order(dns(cname=CNAME), challenge="dns-01", solver="delegated"), API)
    assert dict(task.texts) == {"name": CNAME["record_name"], "type": "CNAME", "value": CNAME["target"]}
    assert tasks(order(challenge="dns-01", solver="delegated"), API) == []


def test_a_persistent_record_is_set_once() -> None:
    """For all later orders."""
    (task,) = tasks(order(PERSIST, challenge="dns-persist-01"), API)
    assert "once" in task.what


def test_while_the_challenge_is_open_all_are_shown() -> None:
    """One or the other."""
    assert len(tasks(order(challenge=None), API)) == 2


def test_a_wildcard_and_its_apex_have_two_values_and_a_cname_once() -> None:
    """The same thing is said once only."""
    two = order(challenge="dns-01")
    two["authorizations"] *= 2
    assert len(tasks(two, API)) == 1
    two["authorizations"] = [order(dns(record_value=value))["authorizations"][0] for value in ("one", "two")]
    assert len(tasks(two, API)) == 2


@pytest.mark.parametrize("status", ["ready", "processing", "valid", "invalid", "expired", "cancelled"])
def test_nothing_is_left_to_do_once_the_order_is_past_it(status: str) -> None:
    """Whatever the challenges were."""
    assert tasks(order(status=status), API) == []


def test_a_name_that_is_verified_needs_nothing() -> None:
    """Only what is pending does."""
    verified = order()
    verified["authorizations"][0]["status"] = "valid"
    assert tasks(verified, API) == []
