"""A JSON Schema as a table."""

from typing import Any

import pytest

from tools.generate.reference.schema import fields, type_of


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"$ref": "#/components/schemas/OrderStatus"}, "[OrderStatus](#orderstatus)"),
        ({"anyOf": [{"type": "boolean"}, {"type": "null"}]}, "`true` or `false` or `null`"),
        ({"enum": ["issued", "uploaded"], "type": "string"}, "one of `issued`, `uploaded`"),
        ({"type": "string", "minLength": 1, "maxLength": 253}, "text, 1 to 253 characters"),
        ({"type": "integer", "minimum": 0}, "whole number, at least 0"),
        ({"type": "array", "items": {"type": "string"}, "maxItems": 5}, "list of text, at most 5"),
        ({"type": "string", "pattern": "^[0-9]$"}, "text, `^[0-9]$`"),
        ({"type": "string", "pattern": "x" * 61}, "text"),
        ({"const": "", "type": "string"}, "empty"),
        ({"type": "object"}, "object"),
    ],
)
def test_a_type_is_said_in_words(schema: dict[str, Any], expected: str) -> None:
    """With its bounds, and a link to what is described elsewhere in the page."""
    assert type_of(schema) == expected


def test_a_field_has_its_default_and_whether_it_must_be_given() -> None:
    """A default that is null says nothing."""
    schema = {
        "required": ["names"],
        "properties": {
            "names": {"type": "string", "description": "DNS names"},
            "manual": {"type": "boolean", "default": False},
            "profile": {"type": "string", "default": None},
        },
    }
    assert fields(schema).splitlines()[2:] == [
        "| `names` | text | yes | DNS names |",
        "| `manual` | `true` or `false` |  | default `false` |",
        "| `profile` | text |  |  |",
    ]
