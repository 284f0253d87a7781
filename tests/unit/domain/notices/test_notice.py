"""A notice says what, which, where, when, why and what to do, and nothing that came from outside can bend it."""

from __future__ import annotations

import json
from dataclasses import replace
from unicodedata import bidirectional

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkeeper.adapters.aws.stepfunctions import PROGRAM_PROTOCOLS, execution_input
from certkeeper.domain import event_details
from certkeeper.domain.certificates.certificate import Settings, Source
from certkeeper.domain.events import EventType
from certkeeper.domain.notices.context import DEFAULT_STACK, NoticeContext, stack_of
from certkeeper.domain.notices.notice import notice_of
from certkeeper.domain.orders.challenges import Challenge, ChallengeType
from certkeeper.domain.scopes import Scope, ScopeKind
from certkeeper_cli.api.location import STACK as COMMAND_LINES_STACK
from tests.contracts.examples import NOW
from tests.unit.domain.notices.examples import HOSTILE, HUNDRED, a_waiting_order, about

EVERY = pytest.mark.parametrize("type_", EventType)
MAX_BYTES = 256 * 1024
"""SNS's and Step Functions' limit for a message and an input."""
RIGHT_TO_LEFT = {"R", "AL", "AN", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "PDF", "PDI", "FSI"}


@EVERY
def test_a_notice_says_what_why_and_what_to_do_with_everything_that_identifies_it(type_: EventType) -> None:
    """In plain lines that a screen takes; only what cannot be broken is longer."""
    reported = about(type_)
    notice = notice_of(reported)
    for said in ("Why:", "What to do: ", "storefront", "shop.example.test", "2026-01-15T12:00:00Z"):
        assert said in notice.text
    for identity in (
        reported.event.event_id,
        reported.event.certificate_id,
        reported.event.order_id,
        reported.event.scope,
    ):
        assert identity in notice.text
    assert all(len(line) <= 78 or " " not in line.strip() for line in notice.text.splitlines() if "/" not in line)


@EVERY
@pytest.mark.parametrize("text", HOSTILE)
def test_no_name_bends_a_notice(type_: EventType, text: str) -> None:
    """No control character, nothing that turns a line around, no markup; the lines are those of a harmless name."""
    names = (text, "shop.example.test")
    notice = notice_of(about(type_, text, names))
    reported = notice.text.replace("\n", "")
    assert reported.isprintable()
    assert not {bidirectional(character) for character in reported} & RIGHT_TO_LEFT
    assert "<" not in reported
    assert ">" not in reported
    assert [line.split("  ")[0] for line in notice.text.splitlines()[-10:]] == [
        line.split("  ")[0] for line in notice_of(about(type_, "plain", names)).text.splitlines()[-10:]
    ]


@EVERY
@pytest.mark.parametrize("text", HOSTILE)
def test_a_subject_has_nothing_of_the_certificate(type_: EventType, text: str) -> None:
    """ASCII, under 100 characters, one line, the same whatever the certificate is called."""
    longest = "s" * 63
    subject = notice_of(about(type_, text, (text,), scope=longest)).subject
    assert subject == notice_of(about(type_, scope=longest)).subject
    assert subject.isascii()
    assert subject.isprintable()
    assert len(subject) < 100
    assert subject[0].isalpha()


@EVERY
@pytest.mark.parametrize("scope", ["s", "s" * 63])
@pytest.mark.parametrize("name", ["n", "n" * 39, "n" * 128])
@pytest.mark.parametrize("region", ["eu-west-1", "ap-northeast-1"])
def test_a_notice_says_which_stack_it_comes_from(type_: EventType, scope: str, name: str, region: str) -> None:
    """In the subject as far as SNS has room for it, and whole in the text, in its commands and in the document."""
    arn = f"arn:aws:cloudformation:{region}:210987654321:stack/{name}/51af3dc0"
    notice = notice_of(about(type_, scope=scope, stack=stack_of(arn)))
    assert len(notice.subject) < 100
    assert notice.subject.startswith(f"Certkeeper ({scope[:15]}")
    assert f" [{name[:15]}" in notice.subject
    assert notice.subject.endswith(f", {region}]")
    text = " ".join(notice.text.split())
    assert f"Stack {name}, {region}, account 210987654321" in text
    assert text.count(f"--stack {name}") == text.count("certkeeper ")
    stack = {"stack_id": arn, "name": name, "region": region, "account_id": "210987654321"}
    assert json.loads(notice.document)["stack"] == stack


@EVERY
def test_a_command_names_no_stack_where_it_means_the_right_one_without(type_: EventType) -> None:
    """The stack has the name that the command line takes if none is given."""
    assert "--stack" not in notice_of(about(type_)).text
    assert DEFAULT_STACK == COMMAND_LINES_STACK


@EVERY
def test_a_notice_about_a_hundred_names_fits_into_a_message(type_: EventType) -> None:
    """With every form of it, whatever stands in the names; the first of them are named, and how many more there are."""
    for names in (HUNDRED, tuple(f"\u202e{'א' * 250}{number:02d}" for number in range(100))):
        notice = notice_of(about(type_, names[0], names))
        assert "and 92 more" in notice.text
        document = json.loads(notice.document)
        assert (len(document["names"]), document["names_left_out"]) == (20, 80)
        assert len(execution_input(notice).encode()) < MAX_BYTES
        assert len(json.loads(execution_input(notice))["message"].encode()) < MAX_BYTES


@EVERY
def test_people_get_text_and_programs_get_json(type_: EventType) -> None:
    """By the protocol of their subscription; the document has the text, too."""
    notice = notice_of(about(type_))
    given = json.loads(execution_input(notice))
    message = json.loads(given["message"])
    assert message["default"] == notice.text
    for protocol in PROGRAM_PROTOCOLS:
        document = json.loads(message[protocol])
        assert document["text"] == notice.text
        assert document["type"] == type_
        assert document["severity"] == given["severity"] == notice.severity
        assert document["subject"] == given["subject"] == notice.subject
    assert (given["scope"], given["type"]) == ("shop", type_)
    assert message.keys() == {"default", *PROGRAM_PROTOCOLS}


@EVERY
@given(text=st.text(min_size=1, max_size=60))
def test_any_text_can_be_shown(type_: EventType, text: str) -> None:
    """Printable, in lines that Certkeeper wrote."""
    notice = notice_of(about(type_, text, (text,)))
    assert notice.text.replace("\n", "").isprintable()
    json.loads(notice.document)


@EVERY
def test_a_certificate_that_has_gone_is_reported_all_the_same(type_: EventType) -> None:
    """With what the event itself says."""
    reported = about(type_)
    notice = notice_of(NoticeContext(reported.event, reported.stack, reported.policy))
    assert "storefront" in notice.text
    assert json.loads(notice.document)["names"] == []


def test_an_action_shows_the_records_to_set() -> None:
    """Name, value and zone, each on a line of its own; a wildcard and its apex have two values at one name."""
    reported = about(EventType.ACTION_REQUIRED, names=("shop.example.test", "*.shop.example.test"))
    notice = notice_of(reported)
    assert reported.order
    wanted = [each.expected for each in reported.order.expectations()]
    assert len(set(wanted)) == 2
    assert notice.text.count("    Name   _acme-challenge.shop.example.test\n") == 2
    assert notice.text.count("TXT, in the zone example.test\n") == 2
    assert all(f"    Value  {value}\n" in notice.text for value in wanted)
    assert [record["value"] for record in json.loads(notice.document)["records"]] == wanted


def test_many_records_are_left_to_the_order() -> None:
    """How many is said."""
    notice = notice_of(about(EventType.ACTION_REQUIRED, names=HUNDRED))
    assert notice.text.count("    Value  ") == 20
    assert "and 80 more, which the order shows" in notice.text
    assert json.loads(notice.document)["records_left_out"] == 80


def test_what_certkeepers_own_responder_answers_is_not_reported() -> None:
    """Of http-01 a person has nothing to copy: the site needs its redirect."""
    reported = about(EventType.ACTION_REQUIRED)
    order = a_waiting_order("shop.example.test")
    http = ChallengeType.HTTP_01
    challenges = (Challenge(http, "https://ca/3", "secretish"),)
    waiting = tuple(replace(each, challenges=challenges) for each in order.authorizations)
    order = replace(order, authorizations=waiting, challenge=http)
    notice = notice_of(NoticeContext(reported.event, reported.stack, reported.policy, reported.certificate, order))
    assert "http://shop.example.test/.well-known/acme-challenge/secretish" in notice.text
    assert "secretish.print" not in notice.text + notice.document


def test_who_uploaded_is_asked_to_upload_a_successor() -> None:
    """Nobody else can bring one."""
    for type_ in (EventType.CERTIFICATE_EXPIRING, EventType.CERTIFICATE_EXPIRED, EventType.CERTIFICATE_UPLOADED):
        reported = about(type_, source=Source.UPLOADED)
        text = notice_of(reported).text.replace("\n", " ")
        assert f"/scopes/shop/certificates/{reported.event.certificate_id}/versions" in text
        assert "/renewals" not in text


def test_who_switched_renewal_off_is_reminded_of_it() -> None:
    """It is the reason."""
    reported = about(EventType.CERTIFICATE_EXPIRING, settings=Settings(renewal_enabled=False))
    assert "Its renewal is switched off" in notice_of(reported).text


def test_an_end_is_reported_in_the_days_of_its_threshold() -> None:
    """The sweep comes some minutes after the threshold, and the text does not lose a day by that."""
    notice = notice_of(about(EventType.CERTIFICATE_EXPIRING))
    assert notice.subject == "Certkeeper (shop): expires in 7 days [certkeeper, us-east-1]"
    assert notice.severity == "warning"


@pytest.mark.parametrize(
    "type_", [EventType.CERTIFICATE_EXPIRING, EventType.CERTIFICATE_EXPIRED, EventType.RENEWAL_FAILED]
)
def test_a_warning_that_comes_late_sends_nobody_out_of_bed(type_: EventType) -> None:
    """What has been replaced meanwhile is said to be."""
    assert "Nothing: version 3" in notice_of(about(type_, version=3)).text


def test_a_renewal_that_is_given_up_says_so() -> None:
    """There is no next attempt to wait for."""
    detail = event_details.renewal_failed(
        name="storefront", version=2, code="caa", reason="allow it", attempt=9, next_attempt_at=None
    )
    text = notice_of(about(EventType.RENEWAL_FAILED, detail=detail)).text.replace("\n", " ")
    assert "does not try again by itself" in text


def test_the_cas_own_revocation_is_critical() -> None:
    """Nobody here expected it."""
    detail = event_details.revoked(name="storefront", version=2, caller="ca", reason="keyCompromise")
    notice = notice_of(about(EventType.CERTIFICATE_REVOKED, detail=detail))
    assert notice.severity == "critical"
    assert "The CA itself" in notice.text
    assert notice_of(about(EventType.CERTIFICATE_REVOKED)).severity == "warning"


def test_an_end_within_hours_is_reported_in_hours() -> None:
    """Half a day would round to nothing."""
    for hours, said in ((30, "30 hours"), (1, "an hour"), (0, "a moment")):
        moment = NOW.replace(day=NOW.day + (NOW.hour + hours) // 24, hour=(NOW.hour + hours) % 24)
        detail = event_details.expiring(name="s", version=2, threshold_days=1, not_after=moment)
        notice = notice_of(about(EventType.CERTIFICATE_EXPIRING, detail=detail))
        assert f": expires in {said} [" in notice.subject
        assert notice.severity == "critical"


@pytest.mark.parametrize(
    ("name", "argument"),
    [
        ("storefront", "storefront"),
        ("my shop; rm -rf /", "'my shop; rm -rf /'"),
        ("it's", None),
        ("--force", None),
        ("n" * 65, None),
        ("x\r\ny", None),
    ],
)
def test_a_notice_has_the_command_to_type(name: str, argument: str | None) -> None:
    """With the certificate's name as a shell takes it, and its id where that is not safe or cannot be read."""
    context = about(EventType.CERTIFICATE_EXPIRING, name)
    expected = f"\n  certkeeper renew {argument or context.event.certificate_id} --scope shop\n"
    assert expected in notice_of(context).text


@EVERY
def test_a_notice_says_which_names_are_outside_the_scope(type_: EventType) -> None:
    """Since the scope was narrowed; nothing of it where all are inside."""
    inside = about(type_)
    assert "Outside scope" not in notice_of(inside).text
    narrowed = notice_of(replace(inside, scope=Scope("shop", ScopeKind.ZONE, "moved.test"))).text
    assert "Outside scope" in narrowed
    assert "nobody can renew the certificate by hand" in " ".join(narrowed.split())
