"""No key of a row is longer than DynamoDB takes, whatever text of a file or of a stranger is in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.keys import Key
from certkeeper.domain.certificates.names import MAX_NAME_CHARACTERS
from certkeeper.domain.dns.names import MAX_CHARACTERS
from certkeeper.domain.errors import NotFoundError
from tests.contracts.examples import new_id
from tests.unit.services.batches import an_event

WIDEST = "🛒"
"""Four bytes, the most that a character has in UTF-8."""
MAX_PARTITION_BYTES, MAX_SORT_BYTES = 2048, 1024
"""DynamoDB, "Service, account, and table quotas"."""
SCOPE = "s" * 63
ID = new_id()
MOMENT = "2026-01-15T12:00:00Z"
LONGEST = {
    "the name that a person types": keys.certificate_name(SCOPE, WIDEST * MAX_NAME_CHARACTERS),
    "the name that an order gives": keys.certificate_name(SCOPE, WIDEST * MAX_CHARACTERS),
    "an Idempotency-Key": keys.receipt(SCOPE, "~" * 128),
    "an Idempotency-Key of an upload": keys.upload_receipt(SCOPE, "~" * 128),
    "an event's id": keys.history(replace(an_event(ID), event_id="e" * 80)),
    "a token": keys.challenge("t" * keys.MAX_TOKEN_BYTES),
    "a DNS name": keys.validations("n" * MAX_CHARACTERS, MOMENT),
    "a directory": keys.account("https://" + "d" * 4000),
    "a digest": keys.fingerprint(SCOPE, "f" * 64),
    "a note": keys.intent(MOMENT, ID),
}


@pytest.mark.parametrize("key", LONGEST.values(), ids=LONGEST.keys())
def test_the_longest_text_that_is_let_through_fits(key: Key) -> None:
    """The bounds are those of whoever reads the text."""
    assert 0 < len(key.partition.encode()) <= MAX_PARTITION_BYTES
    assert 0 < len(key.sort.encode()) <= MAX_SORT_BYTES


@pytest.mark.parametrize("token", ["", WIDEST * 129, "t" * 513, "\ud800" * 512], ids=["none", "wide", "long", "half"])
def test_a_token_that_no_key_can_hold_is_not_there(token: str) -> None:
    """It is measured in bytes, as DynamoDB does."""
    with pytest.raises(NotFoundError):
        keys.challenge(token)
