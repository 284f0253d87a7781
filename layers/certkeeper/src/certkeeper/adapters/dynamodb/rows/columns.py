"""Columns: how the fields of a class are stored in a row. Each kind of row has one table, which writes it and reads it.

A field that a newer version has added does not disturb an older one, and a missing one has the default of its column. A
change that an older version cannot understand gets another version of the row (ADR 85).
"""

from __future__ import annotations

from datetime import timedelta
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar

from certkeeper.domain.clock import from_text, to_text
from certkeeper.domain.errors import TransientError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from enum import StrEnum

    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    Row = Mapping[str, AttributeValueTypeDef]
    Attributes = Mapping[str, AttributeValueTypeDef | None]

T = TypeVar("T")
REQUIRED: Final = object()
"""The default of a column without which a row cannot be read."""
SCHEMA_VERSION = "v"
"""The attribute with the version of the row; a row without it has version 1."""


class NewerRowError(TransientError):
    """A row has a version that this code does not know: a newer Certkeeper is being deployed. A retry may help."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(f"a row of version {found} was written by a newer Certkeeper; this one knows version {known}")


class Column(NamedTuple):
    """The storage of one field: `write` turns its value into an attribute, and `read` turns that back.

    `default` is the value that a missing attribute stands for, or `REQUIRED`. It is not stored, unless `always` is set.
    """

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]
    default: Any = REQUIRED
    always: bool = False


class Columns(Generic[T]):
    """The columns of one kind of row by the names of the fields, which are the names of the attributes.

    `factory` makes the object of the fields, as its class does. `extra_fields` are those that the caller gives when a
    row is read, since they are no attributes. `upgrades` turn a row of one version into one of the next. An attribute
    keeps its meaning for ever, so an upgrade adds one under a new name if it is missing, and does nothing to a row that
    has it. `stamp` is the attribute with the version.
    """

    def __init__(
        self,
        factory: Callable[..., T],
        columns: Mapping[str, Column],
        *,
        extra_fields: Sequence[str] = (),
        version: int = 1,
        upgrades: Mapping[int, Callable[[Row], Row]] | None = None,
    ) -> None:
        self.factory = factory
        self.columns = columns
        self.extra_fields = tuple(extra_fields)
        self.version = version
        self.stamp: dict[str, AttributeValueTypeDef] = {SCHEMA_VERSION: {"N": str(version)}}
        self._upgrades = upgrades or {}
        self._defaults = default_values(columns)
        self._reads = [(name, column.read) for name, column in columns.items()]
        self._writes = [
            (name, column.write, column.default, column.always or column.default is REQUIRED)
            for name, column in columns.items()
        ]

    def row(self, thing: T) -> dict[str, AttributeValueTypeDef]:
        """Return the attributes of a thing that are stored."""
        row = self.stamp.copy()
        for name, write, default, always in self._writes:
            value = getattr(thing, name)
            if always or value != default:
                row[name] = write(value)
        return row

    def attributes(self, thing: T) -> dict[str, AttributeValueTypeDef | None]:
        """Return every attribute of a thing, for an update of the whole row.

        One that is not stored is None, which removes it.
        """
        return {**dict.fromkeys(self.columns), **self.row(thing)}

    def part(self, **values: Any) -> dict[str, AttributeValueTypeDef | None]:  # noqa: ANN401 - of any field
        """Return the attributes of some fields, for an update of those only. The row keeps its version."""
        written: dict[str, AttributeValueTypeDef | None] = {}
        for name, value in values.items():
            column = self.columns[name]
            written[name] = column.write(value) if column.always or value != column.default else None
        return written

    def read(self, row: Row, **extra_fields: Any) -> T:  # noqa: ANN401 - of any field
        """Return the object that a row holds.

        Raises NewerRowError for a row of a newer version, and TypeError if a required attribute is missing.
        """
        if row.get(SCHEMA_VERSION) != self.stamp[SCHEMA_VERSION]:
            row = self._upgraded(row)
        values = self._defaults | extra_fields
        for name, read in self._reads:
            if name in row:
                values[name] = read(row[name])
        return self.factory(**values)

    def _upgraded(self, row: Row) -> Row:
        found = int(row[SCHEMA_VERSION]["N"]) if SCHEMA_VERSION in row else 1
        if found > self.version:
            raise NewerRowError(found, self.version)
        for version in range(found, self.version):
            row = self._upgrades[version](row)
        return row


def default_values(columns: Mapping[str, Column]) -> dict[str, Any]:
    """Return the values of the columns for a row that has nothing but the required ones."""
    return {name: column.default for name, column in columns.items() if column.default is not REQUIRED}


def present(attributes: Attributes) -> dict[str, AttributeValueTypeDef]:
    """Return the attributes that are not None."""
    return {name: value for name, value in attributes.items() if value is not None}


def following_second(moment: datetime) -> datetime:
    """Return the first full second that is not before a moment: texts of moments have no fractions."""
    return moment if not moment.microsecond else moment.replace(microsecond=0) + timedelta(seconds=1)


def _text(value: str) -> AttributeValueTypeDef:
    return {"S": value}


def _moment(value: datetime) -> AttributeValueTypeDef:
    return {"S": to_text(value)}


def _read_moment(attribute: AttributeValueTypeDef) -> datetime:
    return from_text(attribute["S"])


REQUIRED_TEXT = Column(_text, itemgetter("S"))
TEXT = REQUIRED_TEXT._replace(default="")
NUMBER = Column(lambda value: {"N": str(value)}, lambda attribute: int(attribute["N"]), default=0, always=True)
FLAG = Column(lambda value: {"BOOL": value}, itemgetter("BOOL"), default=False)
REQUIRED_MOMENT = Column(_moment, _read_moment)
MOMENT = REQUIRED_MOMENT._replace(default=None)
TEXTS = Column(
    lambda values: {"L": [{"S": value} for value in values]},
    lambda attribute: tuple(value["S"] for value in attribute["L"]),
    default=(),
)


def enum_column(words: type[StrEnum], default: StrEnum | object | None = REQUIRED, *, always: bool = False) -> Column:
    """Return the column of an enumeration, given as `words`; `default` and `always` are as in `Column`."""
    return Column(_text, lambda attribute: words(attribute["S"]), default, always)


def nested_row(columns: Columns[T], write: Callable[[T], Row] | None = None) -> Column:
    """Return the column of a row within a row, which has a version of its own.

    `write` makes the inner row if it has more than its columns.
    """
    make = write or columns.row
    return Column(lambda thing: {"M": make(thing)}, lambda attribute: columns.read(attribute["M"]))
