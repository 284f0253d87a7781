"""Rows that are written where none stands yet, alone or as a part of a transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.dynamodb import attributes as a

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import PutTypeDef

    from certkeeper.adapters.dynamodb.attributes import Attributes, Row
    from certkeeper.adapters.dynamodb.keys import Key
    from certkeeper.adapters.dynamodb.table import Table

NEW = "attribute_not_exists(pk)"


def put_new(table: Table, key: Key, attributes: Attributes) -> PutTypeDef:
    """A row where none stands yet."""
    return put_new_row(table, key, a.present(attributes))


def put_new_row(table: Table, key: Key, row: Row) -> PutTypeDef:
    """The same, with nothing in it that is left out."""
    return {
        "TableName": table.name,
        "Item": {**key.attributes(), **row},
        "ConditionExpression": NEW,
    }
