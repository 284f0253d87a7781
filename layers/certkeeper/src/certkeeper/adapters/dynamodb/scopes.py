"""Scopes in DynamoDB. The built-in scope has no row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.rows.columns import MOMENT, REQUIRED_TEXT, TEXT, Columns, enum_column
from certkeeper.adapters.dynamodb.rows.documents import PLAIN, as_json, optional
from certkeeper.adapters.dynamodb.rows.expressions import update
from certkeeper.adapters.dynamodb.rows.table import Table
from certkeeper.domain.dns.solvers import DEFAULT_SOLVER, Solver
from certkeeper.domain.errors import NotFoundError
from certkeeper.domain.scopes import BUILT_IN, Scope, ScopeKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_dynamodb import DynamoDBClient

    from certkeeper.adapters.dynamodb.rows.columns import Attributes, Row

SCOPE = Columns(
    Scope,
    {
        "name": REQUIRED_TEXT,
        "kind": enum_column(ScopeKind),
        "domain": TEXT,
        "created_at": MOMENT,
        "solver": enum_column(Solver, DEFAULT_SOLVER, always=True),
        "profile": TEXT._replace(always=True),
    },
    extra_fields=("notices_enabled", "notice_days", "administrators"),
)
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
        if row is None:
            raise NotFoundError("scope")
        return read_scope(row)

    @translated
    def put(self, scope: Scope) -> bool:
        """Store a scope, and return whether it is new (UpdateItem). `created_at` stays as it was first stored."""
        attributes = dict(scope_attributes(scope))
        if_missing = {"created_at": attributes.pop("created_at")}
        return not self._table.write(update(keys.scope(scope.name), attributes, if_missing=if_missing), "ALL_OLD")

    @translated
    def list(self) -> tuple[Scope, ...]:
        """Return all scopes by name, the built-in one first (Query, consistent)."""
        return (BUILT_IN, *(read_scope(row) for row in self._table.partition(keys.SCOPES)))

    @translated
    def readable(self, on_failure: Callable[[str, Exception], None]) -> tuple[Scope, ...]:
        """Return the scopes that can be read, as `list` does; `on_failure` gets the name of each other one."""
        found = [BUILT_IN]
        for row in self._table.partition(keys.SCOPES):
            try:
                found.append(read_scope(row))
            except Exception as error:  # noqa: BLE001 - a row that somebody has spoiled by hand may raise anything
                on_failure(keys.scope_in(row["sk"]["S"]), error)
        return tuple(found)


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
