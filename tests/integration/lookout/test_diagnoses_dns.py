"""Every diagnosis of dns-01, from real name servers that are wrong in one way each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import dns.flags
import dns.message
import dns.rcode
import pytest

from certkeeper.domain.dns.findings import Expectation, Finding, FindingCode
from tests.integration.lookout.conftest import dns_expectation
from tests.integration.lookout.small_internet import Authority, Message, Mood, SmallInternet

APEX = "example.test"
NAME = f"shop.{APEX}"
RECORD = f"_acme-challenge.{NAME}"
ALIAS = f"{RECORD}.acme.test"
EXPECTED = dns_expectation(NAME).expected
OLDER = "A" * 43


@dataclass
class Scene:
    """`net` with the zone of the name, at its servers `one` and `two`, and the zone that delegated names lead into."""

    net: SmallInternet
    one: Authority
    two: Authority
    acme: Authority

    def both(self, name: str, *values: str) -> None:
        """Sets TXT values at both servers of the zone."""
        for server in (self.one, self.two):
            server.text(name, *values)

    def everywhere(self, name: str, kind: str, *values: str) -> None:
        """Sets any record at both servers."""
        for server in (self.one, self.two):
            server.put(name, kind, *values)

    def check(self, expectation: Expectation | None = None) -> Finding:
        """What is found."""
        (finding,) = self.net.lookout().check([expectation or dns_expectation(NAME)])
        return finding


@pytest.fixture(name="scene")
def a_scene() -> Iterator[Scene]:
    """The zone has something in it already, as zones do."""
    net = SmallInternet()
    one, two = net.zone(APEX)
    (acme,) = net.zone("acme.test", servers=1)
    scene = Scene(net, one, two, acme)
    scene.everywhere(NAME, "A", "192.0.2.1")
    yield scene
    net.stop()


def saying(rcode: dns.rcode.Rcode) -> Mood:
    """Always this code."""

    def mood(question: Message) -> bytes:
        response = dns.message.make_response(question)
        response.set_rcode(rcode)
        return response.to_wire()

    return mood


def from_a_cache(question: Message) -> bytes:
    """An empty answer of somebody who is no authority."""
    return dns.message.make_response(question).to_wire()


def silence(_question: Message) -> None:
    """Nothing at all."""


def in_moods(first: Mood, second: Mood) -> Callable[[Scene], None]:
    """Breaks both servers."""

    def arrange(scene: Scene) -> None:
        scene.one.mood, scene.two.mood = first, second

    return arrange


def lame(scene: Scene) -> None:
    """The servers do not have the zone; so the resolver fails, and its parent is asked."""
    in_moods(saying(dns.rcode.REFUSED), saying(dns.rcode.REFUSED))(scene)
    scene.net.unresolvable[scene.one.apex] = dns.rcode.SERVFAIL


def unsigned(scene: Scene) -> None:
    """The servers answer, but the resolver does not believe them."""
    scene.both(RECORD, EXPECTED)
    scene.net.unresolvable[scene.one.apex] = dns.rcode.SERVFAIL


def only_one_has_it(scene: Scene) -> None:
    """A transfer has not come through."""
    scene.one.text(RECORD, EXPECTED)


def one_is_behind(scene: Scene) -> None:
    """The same, where an older value is still there."""
    scene.both(RECORD, OLDER)
    scene.one.text(RECORD, EXPECTED)


def in_a_circle(scene: Scene) -> None:
    """Two aliases that lead to each other."""
    scene.everywhere(RECORD, "CNAME", f"b.{APEX}.")
    scene.everywhere(f"b.{APEX}", "CNAME", f"{RECORD}.")


def to_nowhere(scene: Scene) -> None:
    """Of a zone with name servers that do not exist."""
    scene.net.authorities[0].put(APEX, "NS", "ns.nowhere.invalid.")
    scene.everywhere(APEX, "NS", "ns.nowhere.invalid.")


C = FindingCode
DIAGNOSES: list[tuple[str, Callable[[Scene], None], FindingCode, str, str]] = [
    # what is wrong, how it comes about, the code, what is seen, what to change
    ("no record", lambda _: None, C.NO_SUCH_NAME, "does not exist", "add a TXT record at"),
    ("no TXT", lambda s: s.everywhere(RECORD, "A", "192.0.2.1"), C.NO_RECORD, "no TXT", "add a TXT record at"),
    (
        "SERVFAIL",
        in_moods(saying(dns.rcode.SERVFAIL), saying(dns.rcode.SERVFAIL)),
        C.SERVFAIL,
        "SERVFAIL",
        "correct the",
    ),
    ("DNSSEC", unsigned, C.SERVFAIL, "SERVFAIL", "DNSSEC"),
    ("lame", lame, C.LAME_DELEGATION, "REFUSED", "NS records of example.test"),
    ("not authoritative", in_moods(from_a_cache, from_a_cache), C.LAME_DELEGATION, "not auth", "NS records"),
    ("no name server", to_nowhere, C.LAME_DELEGATION, "ns.nowhere.invalid", "name servers that exist"),
    ("silence", in_moods(silence, silence), C.DNS_FAILURE, "no answer", "UDP and TCP"),
    ("one of two", only_one_has_it, C.SERVERS_DISAGREE, "nothing at", "wait until all name servers"),
    ("one behind", one_is_behind, C.SERVERS_DISAGREE, OLDER, "wait until all name servers"),
    ("an older order", lambda s: s.both(RECORD, OLDER), C.STALE_RECORD, OLDER, "earlier order"),
    ("another text", lambda s: s.both(RECORD, "v=spf1"), C.WRONG_RECORD, "v=spf1", "may stay"),
    ("quotes", lambda s: s.both(RECORD, f" {EXPECTED} "), C.WRONG_RECORD, EXPECTED, "quotes and blanks"),
    (
        "a mark",
        lambda s: s.both(RECORD, rf"\239\187\191{EXPECTED}"),
        C.WRONG_RECORD,
        r"\ufeff",
        "EF BB BF (a byte order",
    ),
    ("hidden", lambda s: s.both(RECORD, rf"{EXPECTED}\226\128\139"), C.WRONG_RECORD, r"\u200b", "E2 80 8B (invisible"),
    (
        "wrapped",
        lambda s: s.both(RECORD, f"{EXPECTED[:20]} {EXPECTED[20:]}"),
        C.WRONG_RECORD,
        EXPECTED[20:],
        "20 (blanks) inside",
    ),
    (
        "doubled",
        lambda s: s.both(f"{RECORD}.{APEX}", EXPECTED),
        C.DOUBLED_NAME,
        f"{RECORD}.{APEX}",
        "enter _acme-challenge.shop as the",
    ),
    ("a circle", in_a_circle, C.ENDLESS_CNAME, "leads to", "circle"),
]


@pytest.mark.parametrize(
    ("arrange", "code", "seen", "advice"), [row[1:] for row in DIAGNOSES], ids=[row[0] for row in DIAGNOSES]
)
def test_each_mistake_has_its_code_and_says_what_to_change(
    scene: Scene, arrange: Callable[[Scene], None], code: FindingCode, seen: str, advice: str
) -> None:
    """And shows what was seen there."""
    arrange(scene)
    finding = scene.check()
    assert finding.code is code
    assert seen in finding.seen
    assert advice in finding.advice
    assert finding.expected == EXPECTED


def test_in_place_everywhere_is_ready(scene: Scene) -> None:
    """All servers of the zone were asked, and the finding says where it was seen."""
    scene.both(RECORD, "another", EXPECTED)
    finding = scene.check()
    assert finding.ready
    assert finding.server == f"{scene.one.host} ({scene.one.address})"
    assert all(any(" TXT" in question for question in server.asked) for server in (scene.one, scene.two))


def test_who_lacks_the_record_is_named(scene: Scene) -> None:
    """By its name and address: somebody has to go and check there."""
    scene.one.text(RECORD, EXPECTED)
    finding = scene.check()
    assert finding.server == f"{scene.two.host} ({scene.two.address})"
    assert scene.one.host in finding.advice


@pytest.mark.parametrize("mood", [saying(dns.rcode.REFUSED), saying(dns.rcode.SERVFAIL), from_a_cache, silence])
def test_one_server_that_does_not_answer_does_not_stand_in_the_way(scene: Scene, mood: Mood) -> None:
    """A resolver goes on to the next one, and so does the CA's."""
    scene.both(RECORD, EXPECTED)
    scene.one.mood = mood
    assert scene.check().ready


def test_of_a_wildcard_and_its_apex_the_second_value_is_asked_for(scene: Scene) -> None:
    """They share a record: with one value there, one is ready, and the other asked to stand beside it."""
    apex = dns_expectation(NAME)
    wildcard = replace(apex, name=f"*.{NAME}", expected="B" * 43)
    scene.both(RECORD, EXPECTED)
    of_apex, of_wildcard = scene.net.lookout().check([apex, wildcard])
    assert of_apex.ready
    assert of_wildcard.code is FindingCode.WRONG_RECORD
    assert "beside the one that is there" in of_wildcard.advice
    assert sum("TXT" in question for question in scene.one.asked) == 2  # the record once, the doubled name once


def test_a_delegated_name_is_followed_to_the_other_zone(scene: Scene) -> None:
    """Whoever answers there."""
    scene.everywhere(RECORD, "CNAME", f"{ALIAS}.")
    scene.acme.text(ALIAS, EXPECTED)
    finding = scene.check(replace(dns_expectation(NAME), alias=ALIAS))
    assert finding.ready
    assert finding.server.startswith(scene.acme.host)


@pytest.mark.parametrize(
    ("target", "code", "seen", "advice"),
    [
        (
            "",
            FindingCode.MISSING_CNAME,
            f"no CNAME at {RECORD}",
            f"set a CNAME record at {RECORD} that leads to {ALIAS}",
        ),
        (
            f"{ALIAS}.{APEX}.",
            FindingCode.WRONG_CNAME,
            f"leads to {ALIAS}.{APEX}",
            f"to {ALIAS}; if the provider appends the zone",
        ),
        (
            "elsewhere.acme.test.",
            FindingCode.WRONG_CNAME,
            "leads to elsewhere.acme.test",
            f"point the CNAME at {RECORD} to {ALIAS}",
        ),
    ],
)
def test_a_delegation_that_is_missing_or_wrong_is_named(
    scene: Scene, target: str, code: FindingCode, seen: str, advice: str
) -> None:
    """The value is in place where it should lead."""
    scene.acme.text(ALIAS, EXPECTED)
    if target:
        scene.everywhere(RECORD, "CNAME", target)
    finding = scene.check(replace(dns_expectation(NAME), alias=ALIAS))
    assert finding.code is code
    assert seen in finding.seen
    assert advice in finding.advice


def test_a_delegation_that_is_right_leaves_the_record_to_blame(scene: Scene) -> None:
    """The CNAME is good, what it leads to is not there yet."""
    scene.everywhere(RECORD, "CNAME", f"{ALIAS}.")
    finding = scene.check(replace(dns_expectation(NAME), alias=ALIAS))
    assert finding.code is FindingCode.NO_SUCH_NAME
    assert finding.seen.startswith(ALIAS)


def test_a_cut_that_the_resolver_does_not_know_is_followed(scene: Scene) -> None:
    """The zone's servers refer to others: those are the ones that count."""
    (below,) = scene.net.zone(NAME, servers=1)
    below.text(RECORD, EXPECTED)
    scene.net.unknown_zones.add(below.apex)
    finding = scene.check()
    assert finding.ready
    assert finding.server.startswith(below.host)


def test_name_servers_inside_are_not_asked(scene: Scene) -> None:
    """A delegation to a private address must not lead Certkeeper there."""
    scene.both(RECORD, EXPECTED)
    before = list(scene.one.asked)
    (finding,) = scene.net.lookout(allow_private=False).check([dns_expectation(NAME)])
    assert finding.code is FindingCode.LAME_DELEGATION
    assert "without a public address" in finding.seen
    assert scene.one.asked == before


def test_a_hundred_names_share_what_they_find_out(scene: Scene) -> None:
    """Side by side; the zone is searched for once, and each name costs its own questions only."""
    names = [f"s{number}.{APEX}" for number in range(100)]
    wanted = [dns_expectation(name) for name in names]
    for one in wanted:
        scene.both(one.where, one.expected)
    lookout = scene.net.lookout()
    findings = lookout.check(wanted)
    assert all(finding.ready for finding in findings)
    assert [finding.name for finding in findings] == names
    assert sum(lookout.queries.values()) <= 4 * len(names) + 10
    assert set(lookout.queries) == set(names)


def test_an_answer_too_long_for_a_datagram_comes_over_tcp(scene: Scene) -> None:
    """From the zone's own servers, too."""
    scene.both(RECORD, EXPECTED)

    def cut_short_at_first(question: Message) -> bytes:
        response = scene.one.honest(question)
        if sum(" TXT" in asked for asked in scene.one.asked) == 1:
            response.answer.clear()
            response.flags |= dns.flags.TC
        return response.to_wire()

    scene.one.mood = cut_short_at_first
    assert scene.check().ready
    assert sum(" TXT" in asked for asked in scene.one.asked) == 2


def test_an_answer_to_another_question_is_not_believed(scene: Scene) -> None:
    """Whoever guesses must guess the number."""

    def forged(question: Message) -> bytes:
        lie = scene.two.honest(question)
        lie.id ^= 1
        return lie.to_wire()

    scene.two.text(RECORD, EXPECTED)
    scene.one.mood = scene.two.mood = forged
    assert scene.check().code is FindingCode.DNS_FAILURE
