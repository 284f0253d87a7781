"""The persistent record of dns-persist-01, as it is and as it should be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from certkeeper.domain.dns.findings import Expectation, Finding, FindingCode
from certkeeper.domain.orders.challenges import Challenge
from certkeeper.domain.orders.order import expectation
from tests.integration.lookout.small_internet import Authority, SmallInternet

APEX = "example.test"
RECORD = f"_validation-persist.{APEX}"
ACCOUNT = "https://ca.example/accounts/1"
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def persist_expectation(name: str = APEX) -> Expectation:
    """What dns-persist-01 wants to see for a name."""
    challenge = Challenge("dns-persist-01", "https://ca.example/1", "", ("ca.example", "ca.test"))
    return expectation(name, challenge, "thumbprint", account_url=ACCOUNT)


@pytest.fixture(name="net")
def a_small_internet() -> Iterator[SmallInternet]:
    """And its end."""
    net = SmallInternet()
    net.zone(APEX)
    yield net
    net.stop()


def zone_servers(net: SmallInternet) -> list[Authority]:
    """Those of the name."""
    return [one for one in net.authorities if one.host.endswith(APEX)]


def check(net: SmallInternet, name: str, *texts: str) -> Finding:
    """With these records in place."""
    for server in zone_servers(net):
        server.text(RECORD, *texts)
    (finding,) = net.lookout(clock=lambda: NOW).check([persist_expectation(name)])
    return finding


def test_the_record_to_set_is_one_for_a_name_and_its_wildcard() -> None:
    """Issuer, account and policy, ready to copy, and never anything else."""
    wanted = persist_expectation()
    assert (wanted.where, wanted.expected) == (RECORD, f"ca.example; accounturi={ACCOUNT}; policy=wildcard")
    assert persist_expectation(f"*.{APEX}").expected == wanted.expected


@pytest.mark.parametrize(
    "text",
    [
        f"ca.example; accounturi={ACCOUNT}; policy=wildcard",
        f"CA.Example.;accounturi = {ACCOUNT};POLICY=Wildcard;persistUntil=1900000000;later=x",
    ],
)
@pytest.mark.parametrize("name", [APEX, f"*.{APEX}"])
def test_a_record_that_the_ca_would_take_is_ready(net: SmallInternet, name: str, text: str) -> None:
    """However it is written, and whatever stands beside it."""
    assert check(net, name, "rival.example; accounturi=https://x", "ca.example; broken", text).ready


def test_without_its_policy_a_record_is_enough_for_the_name_alone(net: SmallInternet) -> None:
    """But not for its wildcard."""
    text = f"ca.example; accounturi={ACCOUNT}"
    assert check(net, APEX, text).ready
    finding = check(net, f"*.{APEX}", text)
    assert finding.code is FindingCode.WRONG_RECORD
    assert "policy=wildcard" in finding.advice


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("rival.example; accounturi=https://x", "add the expected value"),
        ("ca.example; accounturi=https://ca.example/accounts/2", "another account"),
        ("ca.example; policy=wildcard", "no accounturi"),
        (f"ca.example; accounturi={ACCOUNT};", "a parameter is empty"),
        (f"ca.example; accounturi={ACCOUNT}; policy=wild card", "a space"),
        (f"ca.example; accounturi={ACCOUNT}; accounturi={ACCOUNT}", "more than once"),
        (f"ca.example; accounturi={ACCOUNT}; persistUntil=1700000000", "in the past"),
        (f"ca.example; accounturi={ACCOUNT}; persistUntil=soon", "not a number"),
        (rf"\239\187\191ca.example; accounturi={ACCOUNT}", "remove what is around the expected text"),
        (rf"ca.example; accounturi={ACCOUNT}\226\128\139", "remove what is around the expected text"),
    ],
)
def test_a_record_that_the_ca_would_not_take_says_why(net: SmallInternet, text: str, advice: str) -> None:
    """In a sentence that says what to change."""
    finding = check(net, APEX, text)
    assert finding.code is FindingCode.WRONG_RECORD
    assert advice in finding.advice


def test_no_record_says_where_to_add_it(net: SmallInternet) -> None:
    """Once, and for all later orders."""
    (finding,) = net.lookout().check([persist_expectation()])
    assert finding.code is FindingCode.NO_SUCH_NAME
    assert RECORD in finding.advice


def test_servers_that_disagree_are_named(net: SmallInternet) -> None:
    """As with dns-01."""
    zone_servers(net)[0].text(RECORD, persist_expectation().expected)
    (finding,) = net.lookout().check([persist_expectation()])
    assert finding.code is FindingCode.SERVERS_DISAGREE
