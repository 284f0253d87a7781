"""A row that somebody has spoiled by hand is named, and the others are read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from certkeeper.domain.errors import CertkeeperError
from certkeeper.domain.scopes import BUILT_IN
from tests.contracts.rows.scopes import BLOG, SHOP
from tests.fakes.failed_items import FailedItems

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import UniversalAttributeValueTypeDef

    from certkeeper.ports.scopes import Scopes

SPOILED: dict[str, dict[str, UniversalAttributeValueTypeDef]] = {
    "an unknown kind": {"kind": {"S": "planet"}},
    "another type": {"domain": {"N": "5"}},
    "no document": {"notices": {"S": "{"}},
    "a list in the place of a document": {"notices": {"S": "[]"}},
    "a newer row": {"v": {"N": "99"}},
}


@pytest.mark.parametrize("attributes", SPOILED.values(), ids=SPOILED.keys())
def test_a_scope_that_cannot_be_read_hides_no_other(
    scopes: Scopes, dynamodb: DynamoDBClient, table: str, attributes: dict[str, UniversalAttributeValueTypeDef]
) -> None:
    """Its name is reported; a list of all scopes is refused, because it would be short of one."""
    for scope in (SHOP, BLOG):
        scopes.create(scope)
    key: dict[str, UniversalAttributeValueTypeDef] = {"pk": {"S": "SCOPES"}, "sk": {"S": "SCOPE#blog"}}
    row = dynamodb.get_item(TableName=table, Key=key)["Item"]
    dynamodb.put_item(TableName=table, Item={**row, **attributes})
    failed = FailedItems()
    assert scopes.readable(failed) == (BUILT_IN, replace(SHOP, revision=1))
    assert [*failed.raised] == ["blog"]
    with pytest.raises((ValueError, LookupError, AttributeError, CertkeeperError)):
        scopes.list()
