"""Documents: objects with an inside are stored in one attribute, as a JSON text.

botocore walks nested attribute values one by one in Python. As such a value the authorizations of 100 names take 10 ms
to read and 12 ms to write, as a JSON text about one.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from certkeeper.adapters.dynamodb.rows.columns import REQUIRED, Column, default_values
from certkeeper.domain.clock import from_text, to_text
from certkeeper.domain.events import Event, EventType
from certkeeper.domain.orders.failures import Failure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from enum import StrEnum

T = TypeVar("T")

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
"""The encoder of documents, made once: `json.dumps` makes one at each call that has options."""


class Document(Generic[T]):
    """The fields of a class as a JSON object. Fields that a newer version has added are ignored."""

    def __init__(self, factory: Callable[..., T], columns: Mapping[str, Column]) -> None:
        self.factory = factory
        self.columns = columns
        self._writes = [
            (name, _or_none(column.write), column.default, column.always or column.default is REQUIRED)
            for name, column in columns.items()
        ]
        self._reads = [(name, _or_none(column.read)) for name, column in columns.items()]
        self._defaults = default_values(columns)

    def write(self, thing: T) -> dict[str, Any]:
        """Return the JSON object of a thing, without the fields that have their default."""
        document: dict[str, Any] = {}
        for name, write, default, always in self._writes:
            value = getattr(thing, name)
            if always or value != default:
                document[name] = write(value) if write else value
        return document

    def read(self, document: Mapping[str, Any]) -> T:
        """Return the object that a JSON document holds; a missing field that is required raises TypeError."""
        values = self._defaults.copy()
        for name, read in self._reads:
            if name in document:
                values[name] = read(document[name]) if read else document[name]
        return self.factory(**values)


def unchanged_value(value: Any) -> Any:  # noqa: ANN401 - whatever JSON can say
    """Return the value as it is: a text, a number, true, false or null."""
    return value


def _or_none(change: Callable[[Any], Any]) -> Callable[[Any], Any] | None:
    """Return None for the function that changes nothing.

    Hundreds of challenges are read at once, so it is not called.
    """
    return None if change is unchanged_value else change


PLAIN = Column(unchanged_value, unchanged_value)
PLAIN_LIST = Column(list, tuple)
MOMENT_TEXT = Column(to_text, from_text)


def optional(column: Column, default: Any, *, always: bool = False) -> Column:  # noqa: ANN401 - of any field
    """Return the column with a default for a missing field; `always` stores it nevertheless."""
    return column._replace(default=default, always=always)


def enum_text(words: type[StrEnum]) -> Column:
    """Return the column of an enumeration, given as `words`, within a document."""
    return Column(unchanged_value, words)


def nested_document(document: Document[Any], default: Any = REQUIRED) -> Column:  # noqa: ANN401 - of any field
    """Return the column of a document within a document; `default` stands for a missing one."""
    return Column(document.write, document.read, default)


def document_list(document: Document[Any]) -> Column:
    """Return the column of a list of documents; a missing one is empty."""
    return Column(
        lambda things: [document.write(each) for each in things],
        lambda documents: tuple([document.read(each) for each in documents]),
        default=(),
    )


def as_json(column: Column, *, always: bool = False) -> Column:
    """Return the column of a row that stores, as a JSON text, what the given column writes."""
    return Column(
        lambda value: {"S": _JSON.encode(column.write(value))},
        lambda attribute: column.read(json.loads(attribute["S"])),
        column.default,
        always,
    )


FAILURE = Document(Failure, {"code": PLAIN, "detail": PLAIN, "acme_type": PLAIN, "names": PLAIN_LIST})
PAIRS = Column(
    lambda pairs: [list(pair) for pair in pairs],
    lambda pairs: tuple((name, value) for name, value in pairs),
    default=(),
    always=True,
)
EVENT = Document(
    Event,
    {
        "event_id": PLAIN,
        "type": enum_text(EventType),
        "occurred_at": MOMENT_TEXT,
        "scope": PLAIN,
        "certificate_id": PLAIN,
        "order_id": PLAIN,
        "detail": PAIRS,
    },
)
