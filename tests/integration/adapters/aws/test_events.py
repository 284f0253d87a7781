"""Changes are published on EventBridge."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from boto3.session import Session
from botocore.stub import Stubber

from certkeeper.adapters.aws.events import EventBridgeBus
from certkeeper.domain.errors import TransientError
from certkeeper.domain.events import Event, EventType
from tests.contracts.examples import NOW
from tests.event_schemas import STACK
from tests.integration.adapters.conftest import REGION

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient

EVENT = Event("id-1", EventType.CERTIFICATE_ISSUED, NOW, "shop", "c-1", "o-1", (("name", "storefront"),))


@pytest.fixture
def events(aws: Session) -> EventBridgeClient:
    """A client."""
    return aws.client("events", REGION)


def test_an_event_says_what_happened_to_which_certificate(events: EventBridgeClient) -> None:
    """The detail carries the ids, the moment and what else there is to say; the envelope says whose stack's it is."""
    detail = {
        "name": "storefront",
        "event_id": "id-1",
        "occurred_at": "2026-01-15T12:00:00Z",
        "scope": "shop",
        "certificate_id": "c-1",
        "order_id": "o-1",
    }
    entry = {
        "EventBusName": "default",
        "Source": "certkeeper",
        "DetailType": "Certificate Issued",
        "Time": NOW,
        "Resources": [STACK],
        "Detail": json.dumps(detail),
    }
    with Stubber(events) as stub:
        stub.add_response("put_events", {"FailedEntryCount": 0, "Entries": [{"EventId": "1"}]}, {"Entries": [entry]})
        EventBridgeBus(events, "default", STACK).publish(EVENT)
        stub.assert_no_pending_responses()


def test_the_bus_takes_it(events: EventBridgeClient) -> None:
    """As moto understands the call."""
    EventBridgeBus(events, "default", STACK).publish(EVENT)


def test_an_entry_that_was_not_taken_is_tried_again(events: EventBridgeClient) -> None:
    """PutEvents answers 200 all the same."""
    refused = {"FailedEntryCount": 1, "Entries": [{"ErrorCode": "InternalFailure", "ErrorMessage": "x"}]}
    with Stubber(events) as stub:
        stub.add_response("put_events", refused)
        with pytest.raises(TransientError):
            EventBridgeBus(events, "default", STACK).publish(EVENT)
