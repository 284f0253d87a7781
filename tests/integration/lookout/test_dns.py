"""Checks of DNS records."""

import time
from collections.abc import Callable, Iterator

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset
import pytest

from certkeeper.adapters.lookout.lookout import ChallengeLookout
from certkeeper.domain.dns.findings import Expectation, Finding, FindingCode
from infra.local.dns.server import DnsServer
from tests.integration.lookout.conftest import (
    NAME,
    NAME_SECONDS,
    SLACK_SECONDS,
    STEP_SECONDS,
    dns_expectation,
    http_expectation,
)
from tests.integration.lookout.scripted_name_server import Script, ScriptedNameServer

RECORD = f"_acme-challenge.{NAME}"


EXPECTATION = dns_expectation()


@pytest.fixture(name="name_server")
def scripted_name_servers() -> Iterator[Callable[[Script], str]]:
    """Makes name servers, gives their addresses, and stops them all."""
    started: list[ScriptedNameServer] = []

    def start(script: Script) -> str:
        started.append(ScriptedNameServer(script))
        return started[-1].address

    yield start
    for one in started:
        one.stop()


def response(question: dns.message.Message, *records: str, rcode: dns.rcode.Rcode = dns.rcode.NOERROR) -> bytes:
    """An answer with these records, each `owner type value`."""
    message = dns.message.make_response(question)
    message.set_rcode(rcode)
    if rcode in {dns.rcode.NOERROR, dns.rcode.NXDOMAIN}:  # the authority itself: who was named is believed that
        message.flags |= dns.flags.AA
    for owner, kind, value in (record.split(" ", 2) for record in records):
        message.answer.append(dns.rrset.from_text(owner, 60, "IN", kind, value))
    return message.to_wire()


def check(nameserver: str, expectation: Expectation) -> Finding:
    """One check that asks this name server."""
    lookout = ChallengeLookout(nameserver=nameserver, name_seconds=NAME_SECONDS, step_seconds=STEP_SECONDS)
    (finding,) = lookout.check([expectation])
    return finding


def test_the_expected_record_is_ready(dns: DnsServer) -> None:
    """Alone or among others: a wildcard and its apex share one name with two values."""
    expectation = dns_expectation()
    dns.records.put(RECORD, "TXT", ['"another"', f'"{expectation.expected}"'])
    assert check(dns.address, expectation).ready


def test_a_record_in_several_strings_is_one_text(dns: DnsServer) -> None:
    """Some providers cut values into pieces."""
    expectation = dns_expectation()
    dns.records.put(RECORD, "TXT", [f'"{expectation.expected[:10]}" "{expectation.expected[10:]}"'])
    assert check(dns.address, expectation).ready


def test_no_record_says_where_to_add_it(dns: DnsServer) -> None:
    """The record's full name stands in the advice."""
    finding = check(dns.address, dns_expectation())
    assert finding.code is FindingCode.NO_RECORD
    assert RECORD in finding.advice


def test_other_records_are_shown(dns: DnsServer) -> None:
    """What is there may stay: the advice says so."""
    dns.records.put(RECORD, "TXT", ['"v=spf1 -all"', '"older"'])
    finding = check(dns.address, dns_expectation())
    assert finding.code is FindingCode.WRONG_RECORD
    assert finding.seen == "older, v=spf1 -all"


def test_a_name_without_an_address_says_so(dns: DnsServer) -> None:
    """Nothing to connect to."""
    finding = check(dns.address, http_expectation("nowhere.example.com"))
    assert finding.code is FindingCode.NO_ADDRESS
    assert "nowhere.example.com" in finding.advice


def test_a_delegated_record_is_found(name_server: Callable[[Script], str]) -> None:
    """A CNAME into another zone is followed, as the CA does."""
    cname = f"{RECORD}. CNAME shop.challenges.example.test."
    txt = f'shop.challenges.example.test. TXT "{EXPECTATION.expected}"'
    assert check(name_server(lambda question, _tcp: response(question, cname, txt)), EXPECTATION).ready


def test_an_answer_too_long_for_a_datagram_is_fetched_over_tcp(name_server: Callable[[Script], str]) -> None:
    """Truncated over UDP, whole over TCP."""

    def script(question: dns.message.Message, tcp: bool) -> bytes:  # noqa: FBT001 - a script's own form
        if tcp:
            return response(question, f'{RECORD}. TXT "{EXPECTATION.expected}"')
        message = dns.message.make_response(question)
        message.flags |= dns.flags.TC | dns.flags.AA
        return message.to_wire()

    assert check(name_server(script), EXPECTATION).ready


def test_a_name_that_does_not_exist_has_no_record(name_server: Callable[[Script], str]) -> None:
    """NXDOMAIN is an answer, not a failure."""
    nameserver = name_server(lambda question, _tcp: response(question, rcode=dns.rcode.NXDOMAIN))
    assert check(nameserver, EXPECTATION).code is FindingCode.NO_SUCH_NAME
    assert check(nameserver, http_expectation()).code is FindingCode.NO_ADDRESS


@pytest.mark.parametrize("rcode", [dns.rcode.SERVFAIL, dns.rcode.REFUSED])
def test_a_failing_name_server_is_named(name_server: Callable[[Script], str], rcode: dns.rcode.Rcode) -> None:
    """Broken delegation or DNSSEC: the response code is shown."""
    nameserver = name_server(lambda question, _tcp: response(question, rcode=rcode))
    for expectation in (EXPECTATION, http_expectation()):
        finding = check(nameserver, expectation)
        assert finding.code is (FindingCode.SERVFAIL if rcode is dns.rcode.SERVFAIL else FindingCode.DNS_FAILURE)
        assert dns.rcode.to_text(rcode) in finding.seen


def test_a_failing_kind_of_address_does_not_hide_the_other(name_server: Callable[[Script], str]) -> None:
    """Some name servers cannot answer for AAAA: the A record counts."""

    def script(question: dns.message.Message, _tcp: bool) -> bytes:  # noqa: FBT001 - a script's own form
        if question.question[0].rdtype == dns.rdatatype.AAAA:
            return response(question, rcode=dns.rcode.SERVFAIL)
        return response(question, f"{NAME}. A 127.0.0.1")

    assert check(name_server(script), http_expectation()).code is FindingCode.PRIVATE_ADDRESS


def test_a_lost_datagram_is_asked_for_again(name_server: Callable[[Script], str]) -> None:
    """The first question gets no answer, the second does."""
    asked: list[str] = []

    def script(question: dns.message.Message, _tcp: bool) -> bytes | None:  # noqa: FBT001 - a script's own form
        asked.append("once")
        return response(question, f'{RECORD}. TXT "{EXPECTATION.expected}"') if len(asked) > 1 else None

    assert check(name_server(script), EXPECTATION).ready


def test_a_silent_name_server_is_left_in_time(name_server: Callable[[Script], str]) -> None:
    """The name's seconds, whatever the questions."""
    nameserver = name_server(lambda _question, _tcp: None)
    for expectation in (EXPECTATION, http_expectation()):
        started = time.monotonic()
        finding = check(nameserver, expectation)
        assert time.monotonic() - started < NAME_SECONDS + SLACK_SECONDS
        assert finding.code is FindingCode.DNS_FAILURE


@pytest.mark.parametrize("wire", [b"", b"rubbish", b"\0" * 12, b"\xff" * 600])
def test_rubbish_from_a_name_server_is_a_failure(name_server: Callable[[Script], str], wire: bytes) -> None:
    """Nothing that comes back raises."""
    assert check(name_server(lambda _question, _tcp: wire), EXPECTATION).code is FindingCode.DNS_FAILURE
