"""Scopes in DynamoDB. The built-in scope has no row."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.rows.columns import MOMENT, NUMBER, REQUIRED_TEXT, TEXT, TEXTS, Columns, enum_column
from certkeeper.adapters.dynamodb.rows.documents import PLAIN, as_json, optional
from certkeeper.adapters.dynamodb.rows.expressions import NEW, put, update, when
from certkeeper.adapters.dynamodb.rows.table import ConditionsFailedError, Table
from certkeeper.domain.dns.solvers import DEFAULT_SOLVER, Solver
from certkeeper.domain.errors import LostUpdateError, NotFoundError
from certkeeper.domain.scopes import BUILT_IN, HeldCertificate, Scope, ScopeKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient

    from certkeeper.adapters.dynamodb.rows.columns import Attributes, Row
    from certkeeper.adapters.dynamodb.rows.expressions import Condition, Write

SCOPE = Columns(
    Scope,
    {
        "name": REQUIRED_TEXT,
        "kind": enum_column(ScopeKind),
        "domain": TEXT,
        "created_at": MOMENT,
        "solver": enum_column(Solver, DEFAULT_SOLVER, always=True),
        "profile": TEXT._replace(always=True),
        "revision": NUMBER._replace(always=False),
    },
    extra_fields=("notices_enabled", "notice_days", "administrators"),
)
DELETED = "deleted_at"
"""The attribute of a row whose scope was deleted.

The row stays, so that a request which has read the scope before cannot bring a certificate into it afterwards.
"""
_NOTICES = as_json(optional(PLAIN, {}))
"""The settings of notices are stored as one document."""


class DynamoScopes:
    """Scopes by name; fulfils `ports.scopes.Scopes`."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = Table(table, client)

    @translated
    def get(self, name: str) -> Scope:
        """Return the scope with a name (GetItem, consistent); raise NotFoundError if there is none."""
        if name == BUILT_IN.name:
            return BUILT_IN
        row = self._table.read(keys.scope(name))
        if row is None or DELETED in row:
            raise NotFoundError("scope")
        return read_scope(row)

    @translated
    def create(self, scope: Scope) -> Scope | None:
        """Store a new scope, and return it with its revision; return None if it exists (PutItem).

        The row of one that was deleted is replaced. Revisions go on from its last one, so that no ETag fits both.
        """
        gone = self._table.read(keys.scope(scope.name)) or {}
        created = replace(scope, revision=NUMBER.read(gone["revision"]) + 1 if "revision" in gone else 1)
        free = when(f"attribute_exists({DELETED}) AND revision = :read", read=NUMBER.write(created.revision - 1))
        try:
            self._table.write(put(keys.scope(scope.name), scope_attributes(created), free if gone else NEW))
        except ConditionsFailedError:
            return None
        return created

    @translated
    def replace(self, scope: Scope) -> Scope:
        """Store a scope where its revision is still the stored one, and return it with the next (PutItem)."""
        following = _next(scope)
        self._write(put(keys.scope(scope.name), scope_attributes(following), _unchanged(scope)))
        return following

    @translated
    def held(self, name: str, now: datetime) -> list[HeldCertificate]:
        """Return the certificates of the scope with a name, without those that are gone for good at `now` (Query)."""
        query = self._table.query(keys.certificates(name))
        query["FilterExpression"] = "attribute_not_exists(deleted_at) OR recoverable_until > :now"
        query["ExpressionAttributeValues"] = {**query["ExpressionAttributeValues"], ":now": MOMENT.write(now)}
        query["ProjectionExpression"] = "sk, #name, #names"
        query["ExpressionAttributeNames"] = {"#name": "name", "#names": "names"}
        return [_held(row) for row in self._table.rows(query)]

    @translated
    def close(self, scope: Scope, now: datetime) -> Scope:
        """Mark the row of a scope as closed at `now`, and return it with its next revision (UpdateItem).

        Raises LostUpdateError if it has another one.
        """
        mark = {"closed_at": MOMENT.write(now)}
        self._write(update(keys.scope(scope.name), mark, _unchanged(scope), add={"revision": 1}))
        return _next(scope)

    @translated
    def reopen(self, scope: Scope) -> None:
        """Remove the mark of `close` from the row of a scope, unless it was changed since (UpdateItem)."""
        with suppress(LostUpdateError):
            self._write(update(keys.scope(scope.name), {"closed_at": None}, _unchanged(scope), add={"revision": 1}))

    @translated
    def delete(self, scope: Scope, now: datetime) -> None:
        """Replace the row of a scope by one that says only that it was deleted, at `now` (PutItem)."""
        gone = {DELETED: MOMENT.write(now), "revision": NUMBER.write(scope.revision + 1)}
        self._write(put(keys.scope(scope.name), gone, _unchanged(scope)))

    @translated
    def list(self) -> tuple[Scope, ...]:
        """Return all scopes by name, the built-in one first (Query, consistent)."""
        return (BUILT_IN, *(read_scope(row) for row in self._rows()))

    @translated
    def readable(self, on_failure: Callable[[str, Exception], None]) -> tuple[Scope, ...]:
        """Return the scopes that can be read, as `list` does; `on_failure` gets the name of each other one."""
        found = [BUILT_IN]
        for row in self._rows():
            try:
                found.append(read_scope(row))
            except Exception as error:  # noqa: BLE001 - a row that somebody has spoiled by hand may raise anything
                on_failure(keys.scope_in(row["sk"]["S"]), error)
        return tuple(found)

    def _rows(self) -> Iterator[Row]:
        return (row for row in self._table.partition(keys.SCOPES) if DELETED not in row)

    def _write(self, write: Write) -> None:
        try:
            self._table.write(write)
        except ConditionsFailedError as error:
            raise LostUpdateError("scope") from error


def _held(row: Row) -> HeldCertificate:
    """Return the certificate of a row. One that somebody has spoiled by hand counts as well, without what it lacks."""
    name, names = row.get("name", {"S": ""}), row.get("names", {"L": []})
    return HeldCertificate(row["sk"]["S"], name["S"], TEXTS.read(names))


def _unchanged(scope: Scope) -> Condition:
    """Return the condition that nobody has written or deleted the row since it was read.

    Revision 0 is of a row from before there were revisions.
    """
    if not scope.revision:
        return when(f"attribute_exists(pk) AND attribute_not_exists(revision) AND attribute_not_exists({DELETED})")
    return when(f"revision = :read AND attribute_not_exists({DELETED})", read=NUMBER.write(scope.revision))


def _next(scope: Scope) -> Scope:
    return replace(scope, revision=scope.revision + 1)


def scope_attributes(scope: Scope) -> Attributes:
    """Return every attribute of the row of a scope; None for those that are not stored."""
    notices = {
        "enabled": scope.notices_enabled,
        "days": list(scope.notice_days),
        "administrators": list(scope.administrators),
    }
    return {**SCOPE.attributes(scope), "notices": _NOTICES.write(notices)}


def read_scope(row: Row) -> Scope:
    """Return the scope that a row holds; a row from before there were notices leaves their settings to the stack."""
    notices: dict[str, Any] = _NOTICES.read(row["notices"]) if "notices" in row else {}
    return SCOPE.read(
        row,
        notices_enabled=notices.get("enabled"),
        notice_days=tuple(notices.get("days", ())),
        administrators=tuple(notices.get("administrators", ())),
    )
