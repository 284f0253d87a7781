"""Documents: what has an inside is stored in one attribute, as a JSON text. Failures and events stand in several kinds.

botocore walks nested attribute values one by one in Python: as such a value the authorizations of 100 names take 10 ms
to read and 12 to write, as a JSON text about one.
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
"""Made once: `json.dumps` makes one at each call that wants other than its own."""


class Document(Generic[T]):
    """The fields of a class as a JSON object. What a newer version has added is passed over."""

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
        """The object, without the fields that have the value which a missing one means."""
        document: dict[str, Any] = {}
        for name, write, default, always in self._writes:
            value = getattr(thing, name)
            if always or value != default:
                document[name] = write(value) if write else value
        return document

    def read(self, document: Mapping[str, Any]) -> T:
        """What an object holds. Raises TypeError where a field that is needed is missing."""
        values = self._defaults.copy()
        for name, read in self._reads:
            if name in document:
                values[name] = read(document[name]) if read else document[name]
        return self.factory(**values)


def unchanged_value(value: Any) -> Any:  # noqa: ANN401 - whatever JSON can say
    """What JSON says as it is: texts, numbers, truth, null."""
    return value


def _or_none(change: Callable[[Any], Any]) -> Callable[[Any], Any] | None:
    """Hundreds of challenges are read at once: what changes nothing is not called."""
    return None if change is unchanged_value else change


PLAIN = Column(unchanged_value, unchanged_value)
PLAIN_LIST = Column(list, tuple)
MOMENT_TEXT = Column(to_text, from_text)


def optional(column: Column, default: Any, *, always: bool = False) -> Column:  # noqa: ANN401 - of any field
    """A column with a meaning for a missing one."""
    return column._replace(default=default, always=always)


def enum_text(words: type[StrEnum]) -> Column:
    """A word of an enumeration, within a document."""
    return Column(unchanged_value, words)


def nested_document(document: Document[Any], default: Any = REQUIRED) -> Column:  # noqa: ANN401 - of any field
    """A document within a document."""
    return Column(document.write, document.read, default)


def document_list(document: Document[Any]) -> Column:
    """A list of documents; a missing one is empty."""
    return Column(
        lambda things: [document.write(each) for each in things],
        lambda documents: tuple([document.read(each) for each in documents]),
        default=(),
    )


def as_json(column: Column, *, always: bool = False) -> Column:
    """A column of a row that holds as a JSON text what the given column makes."""
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
