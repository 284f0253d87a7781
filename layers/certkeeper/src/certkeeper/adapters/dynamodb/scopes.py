"""Scopes in DynamoDB."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.dynamodb import attributes as a
from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.table import Table
from certkeeper.domain.dns.solvers import DEFAULT_SOLVER, Solver
from certkeeper.domain.errors import NotFoundError
from certkeeper.domain.scopes import BUILT_IN, Scope, ScopeKind

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

    from certkeeper.adapters.dynamodb.attributes import Attributes, Document, Row


class DynamoScopes:
    """Fulfils `ports.scopes.Scopes`."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = Table(table, client)

    @translated
    def get(self, name: str) -> Scope:
        """See `Scopes.get`."""
        if name == BUILT_IN.name:
            return BUILT_IN
        row = self._table.read(keys.scope(name))
        if row is None:
            raise NotFoundError("scope")
        return read_scope(row)

    @translated
    def put(self, scope: Scope) -> bool:
        """See `Scopes.put`."""
        answer = self._table.client.update_item(
            TableName=self._table.name,
            Key=keys.scope(scope.name).attributes(),
            UpdateExpression="SET #name = :name, kind = :kind, #domain = :domain, solver = :solver, "
            "profile = :profile, notices = :notices, created_at = if_not_exists(created_at, :created_at)",
            ExpressionAttributeNames={"#name": "name", "#domain": "domain"},
            ExpressionAttributeValues={f":{name}": value for name, value in a.present(scope_attributes(scope)).items()},
            ReturnValues="ALL_OLD",
        )
        return "Attributes" not in answer

    @translated
    def list(self) -> tuple[Scope, ...]:
        """See `Scopes.list`."""
        return (BUILT_IN, *(read_scope(row) for row in self._table.partition(keys.SCOPES)))


def scope_attributes(scope: Scope) -> Attributes:
    """Every attribute of a scope; a profile that is empty is written, for it replaces one."""
    notices = {
        "enabled": scope.notices_enabled,
        "days": list(scope.notice_days),
        "administrators": list(scope.administrators),
    }
    return {
        "name": a.text(scope.name),
        "kind": a.text(scope.kind),
        "domain": a.text(scope.domain),
        "solver": a.text(scope.solver),
        "profile": {"S": scope.profile},
        "notices": a.document(notices),
        "created_at": a.moment(scope.created_at),
    }


def read_scope(row: Row) -> Scope:
    """The scope that a row holds."""
    notices: Document = a.read_document(row, "notices") or {}
    return Scope(
        name=row["name"]["S"],
        kind=ScopeKind(row["kind"]["S"]),
        domain=a.read_text(row, "domain"),
        created_at=a.read_moment(row, "created_at"),
        solver=Solver(a.read_text(row, "solver") or DEFAULT_SOLVER),
        profile=a.read_text(row, "profile"),
        notices_enabled=notices.get("enabled"),
        notice_days=tuple(notices.get("days", ())),
        administrators=tuple(notices.get("administrators", ())),
    )
