"""Rows that are written where none stands yet, alone or as a part of a transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.dynamodb import attributes as a

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import PutTypeDef

    from certkeeper.adapters.dynamodb.attributes import Attributes
    from certkeeper.adapters.dynamodb.keys import Key
    from certkeeper.adapters.dynamodb.table import Table

NEW = "attribute_not_exists(pk)"


def put_new(table: Table, key: Key, attributes: Attributes) -> PutTypeDef:
    """A row where none stands yet."""
    return {
        "TableName": table.name,
        "Item": {**key.attributes(), **a.present(attributes)},
        "ConditionExpression": NEW,
    }
