"""A row is read as it was written, whatever is in it, and whichever version wrote it."""

from __future__ import annotations

import importlib
import json
import pkgutil
from dataclasses import MISSING, asdict, fields, is_dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from certkeeper.adapters import dynamodb
from certkeeper.adapters.dynamodb.rows import certificates, documents, orders
from certkeeper.adapters.dynamodb.rows.certificates import certificate_row
from certkeeper.adapters.dynamodb.rows.columns import REQUIRED, SCHEMA_VERSION, Columns, NewerRowError
from certkeeper.adapters.dynamodb.rows.documents import Document
from certkeeper.adapters.dynamodb.rows.orders import LISTED, ORDER
from certkeeper.adapters.dynamodb.scopes import read_scope
from certkeeper.domain.certificates.certificate import Certificate, CertificateStatus, Source
from certkeeper.domain.clock import to_text
from certkeeper.domain.errors import TransientError
from tests.contracts.examples import an_order, some_facts
from tests.contracts.filled import filled, types_of
from tests.unit.adapters.drawn import drawn
from tests.unit.adapters.dynamodb.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

    from certkeeper.adapters.dynamodb.rows.columns import Row

    Value = Any

FROM_THE_FUTURE: Row = {"colour": {"S": "blue"}, "wait_token": {"S": "t"}, "pk": {"S": "p"}, "sk": {"S": "s"}}
BEFORE = Path(__file__).parent / "rows_before"
"""Rows that the version of 2026-11-30 wrote, before rows had columns and a version, and what they mean."""
EACH_KIND = pytest.mark.parametrize("kind", sorted(KINDS))
DOCUMENTS = {
    name: value
    for module in (certificates, documents, orders)
    for name, value in vars(module).items()
    if isinstance(value, Document)
}


@EACH_KIND
@settings(max_examples=40, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(data=st.data())
def test_a_row_is_read_as_it_was_written(kind: str, data: st.DataObject) -> None:
    """Also one to which a newer version, the state machine or a person has added something."""
    _, write, read, draws = KINDS[kind]
    thing = draws(data.draw(drawn(KINDS[kind].columns.factory)))  # type: ignore[arg-type]
    assert read({**write(thing), **FROM_THE_FUTURE}) == thing


@EACH_KIND
def test_every_field_has_a_column(kind: str) -> None:
    """Or stands beside the columns by name, where another part of the row, or its key, has it."""
    columns = KINDS[kind].columns
    assert {*columns.columns, *columns.extra_fields} == set(types_of(columns.factory))


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_every_field_is_in_its_document(name: str) -> None:
    """Documents have no fields beside."""
    assert set(DOCUMENTS[name].columns) == set(types_of(DOCUMENTS[name].factory))


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_a_field_of_the_future_in_a_document_is_passed_over(name: str) -> None:
    """A newer version has added it."""
    thing = filled(DOCUMENTS[name].factory)  # type: ignore[arg-type]
    assert DOCUMENTS[name].read({**DOCUMENTS[name].write(thing), "colour": "blue"}) == thing


@EACH_KIND
def test_a_field_that_was_added_with_a_default_is_no_column_that_is_needed(kind: str) -> None:
    """Rows from before it was added have none."""
    columns = KINDS[kind].columns
    if is_dataclass(columns.factory):
        optional = {each.name for each in fields(columns.factory) if each.default is not MISSING}
        assert not {name for name in optional & set(columns.columns) if columns.columns[name].default is REQUIRED}


@pytest.mark.parametrize("path", sorted(BEFORE.glob("*.json")), ids=lambda path: path.stem)
def test_a_row_of_the_version_before_means_what_it_meant(path: Path) -> None:
    """It has no version of its own, which is version 1."""
    for before in json.loads(path.read_text()):
        read = KINDS[path.stem].read(before["row"])
        means = before["means"]
        shown = json.loads(json.dumps(asdict(read) if is_dataclass(read) else read._asdict(), default=str))  # type: ignore[arg-type]
        placed = {"scope": "s", "key": "k"} if path.stem.endswith("receipt") else {}
        assert _as_far_as(means, shown) == {**means, **placed}


@pytest.mark.parametrize("path", sorted(BEFORE.glob("*.json")), ids=lambda path: path.stem)
def test_the_version_before_finds_in_a_row_what_it_wrote_itself(path: Path) -> None:
    """No more and no less, so that both can run at once; `expires_at` is written beside the receipts' columns."""
    for before in json.loads(path.read_text()):
        row = json.loads(json.dumps(KINDS[path.stem].write(KINDS[path.stem].read(before["row"]))))
        unchanged = {"expires_at": ..., "validations": ...} if path.stem == "rate_limit" else {"expires_at": ...}
        assert {**_said(row), **unchanged} == {**_said(before["row"]), **unchanged}


def _as_far_as(means: Value, shown: Value) -> Value:
    """What is shown, without the fields that were added since, in it and in what it holds."""
    if isinstance(means, dict) and isinstance(shown, dict):
        return {name: _as_far_as(value, shown[name]) for name, value in means.items()}
    if isinstance(means, list) and isinstance(shown, list) and len(means) == len(shown):
        return [_as_far_as(each, other) for each, other in zip(means, shown, strict=True)]
    return shown


@EACH_KIND
def test_a_row_says_its_version(kind: str) -> None:
    """A number, in an attribute of one letter."""
    columns, write, _, draws = KINDS[kind]
    assert write(draws(filled(columns.factory)))[SCHEMA_VERSION] == {"N": str(columns.version)}  # type: ignore[arg-type]


@EACH_KIND
def test_a_row_of_a_newer_version_is_not_read_but_tried_again(kind: str) -> None:
    """Whoever knows its version is being deployed. The error is a TransientError: what led to it is tried again."""
    columns, write, read, draws = KINDS[kind]
    newer = {SCHEMA_VERSION: {"N": str(columns.version + 1)}}
    assert issubclass(NewerRowError, TransientError)
    with pytest.raises(NewerRowError, match=f"version {columns.version + 1}"):
        read({**write(draws(filled(columns.factory))), **newer})  # type: ignore[arg-type]


def test_an_order_of_an_older_version_is_read() -> None:
    """What it does not say is what a new order begins with."""
    row = ORDER.row(an_order())
    needed = {"order_id", "scope", "certificate_id", "key_type", "steps", "status", "created_at"}
    order = ORDER.read({name: value for name, value in row.items() if name in needed})
    assert (order.names, order.revision, order.authorizations, order.failure) == ((), 0, (), None)


def test_a_list_of_orders_asks_for_the_version_too() -> None:
    """Without it every row would pass for version 1."""
    assert SCHEMA_VERSION in LISTED


def test_a_scope_from_before_there_were_notices_leaves_them_open() -> None:
    """It is for the stack to say then."""
    kind = KINDS["scope"]
    row = kind.write(filled(kind.columns.factory))  # type: ignore[arg-type]
    before = read_scope({name: value for name, value in row.items() if name != "notices"})
    assert (before.notices_enabled, before.notice_days, before.administrators) == (None, (), ())


def test_a_column_that_is_needed_is_named_where_it_is_missing() -> None:
    """A row that somebody has spoiled by hand."""
    row = {name: value for name, value in ORDER.row(an_order()).items() if name != "key_type"}
    with pytest.raises(TypeError, match="key_type"):
        ORDER.read(row)


@given(
    st.timedeltas(timedelta(seconds=1), timedelta(days=400)).map(
        lambda life: timedelta(seconds=int(life.total_seconds()))
    ),
    st.floats(0, 1.2),
)
def test_a_row_gives_the_status_as_the_domain_does(lifetime: timedelta, share: float) -> None:
    """To the second: the texts beside the facts are what filters compare."""
    certificate = Certificate(
        "c", "s", "n", Source.ISSUED, (), datetime(2026, 1, 1, tzinfo=UTC), facts=some_facts(lifetime=lifetime)
    )
    assert certificate.facts
    row = certificate_row(certificate)
    now = certificate.facts.not_before + timedelta(seconds=int(lifetime.total_seconds() * share))
    reported = CertificateStatus.ACTIVE
    if to_text(now) >= row["expiring_at"]["S"]:
        reported = CertificateStatus.EXPIRING
    if to_text(now) >= row["not_after"]["S"]:
        reported = CertificateStatus.EXPIRED
    assert reported is certificate.status(now)


def test_columns_of_every_module_are_tried_here() -> None:
    """A table of columns that is missing among the kinds is held to its class by nothing."""
    modules = [vars(module).values() for module in _modules()]
    tables = {id(value) for values in modules for value in values if isinstance(value, Columns)}
    assert tables == {id(kind.columns) for kind in KINDS.values()}


def _modules() -> list[ModuleType]:
    found = pkgutil.walk_packages(dynamodb.__path__, f"{dynamodb.__name__}.")
    return [importlib.import_module(module.name) for module in found]


def _said(row: Mapping[str, Any]) -> dict[str, Any]:
    """What attributes say: without the version, also of a row within the row, and without the sequence within JSON.

    What a search reads is left out: it says nothing of its own, and the contract of lists tries it.
    """
    said: dict[str, Any] = {}
    for name, attribute in row.items():
        (value,) = attribute.values()
        if "M" in attribute:
            said[name] = _said(value)
        elif name != SCHEMA_VERSION and not name.startswith("search_"):
            said[name] = json.loads(value) if isinstance(value, str) and value[:1] in {"[", "{"} else value
    return said
