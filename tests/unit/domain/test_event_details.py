"""Every event has a schema, every schema an event, and what is built for an event is what its schema promises."""

from __future__ import annotations

import re

import pytest

from certkeeper.adapters.aws.events import OtherStackError, UnreadableEventError, entry_of, read_event
from certkeeper.domain import event_details
from certkeeper.domain.certificates.comparison import Loss
from certkeeper.domain.events import Event, EventType
from tests.contracts.examples import NOW, new_id
from tests.event_schemas import FOLDER, STACK, assert_promised, delivered, event_errors, schemas

CALLER = "arn:aws:sts::123456789012:assumed-role/operator/ada"
DETAILS: dict[EventType, event_details.Detail] = {
    EventType.CERTIFICATE_ISSUED: event_details.issued(name="storefront", version=2, not_after=NOW, sha256="ab" * 32),
    EventType.CERTIFICATE_RENEWED: event_details.renewed(
        name="storefront", version=2, not_after=NOW, sha256="ab" * 32, after_warning=True
    ),
    EventType.CERTIFICATE_UPLOADED: event_details.uploaded(
        name="storefront", version=2, sha256="ab" * 32, confirmed_losses=(Loss.NAMES_LOST, Loss.SOURCE_CHANGED)
    ),
    EventType.CERTIFICATE_ACTIVATED: event_details.activated(
        name="storefront", version=2, replaced=3, not_after=NOW, sha256="ab" * 32, caller="arn:ada"
    ),
    EventType.CERTIFICATE_EXPORTED: event_details.exported(
        name="storefront", version=2, format_="pem", with_key=True, caller=CALLER
    ),
    EventType.CERTIFICATE_DELETED: event_details.deleted(name="storefront", caller=CALLER, recoverable_until=NOW),
    EventType.CERTIFICATE_RESTORED: event_details.restored(name="storefront", caller=CALLER),
    EventType.CERTIFICATE_REVOKED: event_details.revoked(
        name="storefront", version=2, caller="ca", reason="keyCompromise"
    ),
    EventType.CERTIFICATE_EXPIRING: event_details.expiring(
        name="storefront", version=2, threshold_days=14, not_after=NOW
    ),
    EventType.CERTIFICATE_EXPIRED: event_details.expired(name="storefront", version=2, not_after=NOW),
    EventType.RENEWAL_FAILED: event_details.renewal_failed(
        name="storefront", version=2, code="zone_missing", reason="make a zone", attempt=3, next_attempt_at=NOW
    ),
    EventType.ACTION_REQUIRED: event_details.action_required(name="storefront", version=2, deadline=NOW),
    EventType.ORDER_FAILED: event_details.order_failed(name="storefront", status="invalid", code="zone_missing"),
}
SECRET = re.compile(r"key|password|token|secret|pem|csr", re.IGNORECASE)


def an_event(type_: EventType) -> Event:
    """One of each type."""
    return Event(new_id(), type_, NOW, "shop", new_id(), new_id(), DETAILS[type_])


def test_every_type_has_a_schema_and_every_schema_a_type() -> None:
    """Of its name."""
    assert set(schemas()) == {type_.value for type_ in EventType} == set(DETAILS)
    files = {type_.value.lower().replace(" ", "_") + ".schema.json" for type_ in EventType}
    assert {file.name for file in FOLDER.iterdir()} == files


@pytest.mark.parametrize("type_", EventType)
def test_what_is_built_is_what_is_promised(type_: EventType) -> None:
    """Field by field."""
    assert_promised(entry_of(an_event(type_), STACK))


@pytest.mark.parametrize("type_", EventType)
def test_a_field_more_or_less_breaks_the_promise(type_: EventType) -> None:
    """So that nothing drifts."""
    envelope = delivered(entry_of(an_event(type_), STACK))
    detail = envelope["detail"]
    assert event_errors({**envelope, "detail": {**detail, "more": "x"}})
    for name in detail:
        assert event_errors({**envelope, "detail": {key: detail[key] for key in detail.keys() - {name}}})
    assert event_errors({**envelope, "source": "somebody"})
    assert event_errors({key: envelope[key] for key in envelope.keys() - {"resources"}})
    for resources in ([], [STACK, STACK], ["arn:aws:s3:::bucket"], STACK):
        assert event_errors({**envelope, "resources": resources})


@pytest.mark.parametrize("type_", EventType)
def test_no_schema_has_a_place_for_key_material(type_: EventType) -> None:
    """Whether an export had the key in it is all that is said of keys."""
    fields = set(schemas()[type_]["properties"]["detail"]["properties"])
    assert {field for field in fields if SECRET.search(field)} <= {"with_key"}


@pytest.mark.parametrize("type_", EventType)
def test_an_event_is_read_as_it_was_sent(type_: EventType) -> None:
    """By whoever consumes it here."""
    event = an_event(type_)
    assert read_event(delivered(entry_of(event, STACK)), STACK) == event


@pytest.mark.parametrize(
    "envelope",
    [
        {},
        {"detail": "x", "detail-type": "Order Failed"},
        {"detail": {}, "detail-type": "Order Failed"},
        {"detail": []},
        {"resources": 1},
        {"resources": {STACK: 1}},
    ],
)
def test_what_is_no_event_of_certkeeper_is_said_to_be_none(envelope: dict[str, object]) -> None:
    """Without a word of what it was."""
    with pytest.raises(UnreadableEventError):
        read_event(envelope, STACK)


@pytest.mark.parametrize("resources", [[f"{STACK}0"], [STACK[:-1]], ["", "x"], [[STACK]], [None]])
def test_an_event_that_names_stacks_and_not_this_one_belongs_to_another(resources: list[object]) -> None:
    """Whatever else is in it: another version may have other types."""
    envelope = {**delivered(entry_of(an_event(EventType.ORDER_FAILED), STACK)), "resources": resources}
    with pytest.raises(OtherStackError):
        read_event(envelope, STACK)
    with pytest.raises(OtherStackError):
        read_event({"resources": resources}, STACK)
