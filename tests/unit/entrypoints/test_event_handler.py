"""The frame around what EventBridge calls with one of Certkeeper's events."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from certkeeper.adapters.aws.events import entry_of
from certkeeper.domain.errors import CertkeeperError, TransientError
from certkeeper.domain.events import Event, EventType
from certkeeper.entrypoints.event_handler import event_handler
from certkeeper.entrypoints.unexpected import UnexpectedError
from tests.contracts.examples import NOW, new_id
from tests.event_schemas import STACK, delivered
from tests.unit.domain.notices.examples import details

if TYPE_CHECKING:
    from tests.fakes.logged import Logged

SECRET = "correct horse battery staple"


def an_envelope() -> tuple[Event, dict[str, object]]:
    """An event, and how it comes."""
    type_ = EventType.CERTIFICATE_ISSUED
    event = Event(new_id(), type_, NOW, "shop", new_id(), new_id(), details("s")[type_])
    return event, delivered(entry_of(event, STACK))


@pytest.fixture(autouse=True)
def _stack(monkeypatch: pytest.MonkeyPatch) -> None:
    """What every consumer is given."""
    monkeypatch.setenv("STACK_ID", STACK)


def test_a_consumer_gets_the_event() -> None:
    """As it was published."""
    event, envelope = an_envelope()
    seen: list[Event] = []

    @event_handler
    def handler(given: Event) -> str:
        seen.append(given)
        return "kept"

    handler(envelope, None)
    assert seen == [event]


@pytest.mark.parametrize("error", [ValueError(SECRET), TransientError("SNS"), KeyError(SECRET)])
def test_what_fails_is_raised_for_lambda_to_try_again_without_a_strangers_text(
    error: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    """By one of Certkeeper's classes, not chained; the log has class and frames."""

    @event_handler
    def handler(_given: Event) -> str:
        raise error

    with pytest.raises(UnexpectedError) as caught:
        handler(an_envelope()[1], None)
    assert isinstance(caught.value, CertkeeperError)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert SECRET not in f"{caught.value}{capsys.readouterr()}"


def test_what_is_no_event_is_not_lost() -> None:
    """It ends in the dead-letter queue, where somebody can check it."""

    @event_handler
    def handler(_given: Event) -> str:
        raise AssertionError

    with pytest.raises(UnexpectedError):
        handler({"source": "certkeeper", "detail-type": "Certificate Forgotten", "detail": {}}, None)


@pytest.mark.parametrize("detail_type", ["Certificate Issued", "Certificate Forgotten"])
def test_an_event_of_another_stack_is_dropped_and_the_log_says_so(detail_type: str, logged: Logged) -> None:
    """Also one of a version that has types of its own: nothing is done, and nothing is tried again."""

    @event_handler
    def handler(_given: Event) -> str:
        raise AssertionError

    handler({**an_envelope()[1], "detail-type": detail_type, "resources": [f"{STACK}0"]}, None)
    (line,) = logged.lines
    assert (line["message"], line["reason"]) == ("dropped", "the event belongs to another stack")


def test_a_consumer_that_is_not_given_its_stack_names_the_setting(
    monkeypatch: pytest.MonkeyPatch, logged: Logged
) -> None:
    """Its events wait in the dead-letter queue until it is."""
    monkeypatch.delenv("STACK_ID")

    @event_handler
    def handler(_given: Event) -> str:
        raise AssertionError

    with pytest.raises(UnexpectedError):
        handler(an_envelope()[1], None)
    assert "STACK_ID" in logged.lines[0]["reason"]
