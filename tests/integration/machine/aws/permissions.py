"""The permissions that each call to AWS needs: the action, and the rows or the secret that it is for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

import pytest
from botocore.client import BaseClient

from tests.architecture.deployed import functions, listed, statements
from tests.integration.machine.aws.calls import Calls
from tests.integration.machine.aws.intercepted_calls import OPERATE

STACK = "certkeeper"
LEADING_KEYS = "dynamodb:LeadingKeys"
BY_ID = " by its id "
"""How a version of a secret is asked for that is not asked for by its stage."""


@dataclass(frozen=True, slots=True)
class NeededPermission:
    """What one call needs: an action of a function, and what it is for (a partition key, a secret's name)."""

    function: str
    action: str
    subject: str


@dataclass(frozen=True, slots=True)
class RowRequest:
    """One request of a function to the table: its operation, its index if any, and each item's action and key.

    The key is the partition key. A request for several items has several: a transaction, or a batch.
    """

    function: str
    operation: str
    index: str
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class GrantedPermission:
    """One permission that a function's role gives; `subjects` is a pattern."""

    function: str
    action: str
    subjects: str

    def covers(self, asked: NeededPermission) -> bool:
        """Whether this allows that."""
        same = (self.function, self.action) == (asked.function, asked.action)
        return same and fnmatchcase(asked.subject, self.subjects)


def granted() -> set[GrantedPermission]:
    """All that the roles of the template's functions give."""
    return {
        GrantedPermission(each.operation, action, subjects)
        for each in functions()
        for statement in statements(each.properties)
        for action in listed(statement["Action"])
        for subjects in _subjects(statement)
    }


class PermissionCalls(Calls):
    """Calls that note what they need, `asked`, and which requests are made to the table, `requests`."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[NeededPermission] = set()
        self.requests: set[RowRequest] = set()
        self._function = ""
        self._thread = threading.get_ident()

    @contextmanager
    def within(self, name: str) -> Iterator[None]:
        """Whatever is called in here is called by this function."""
        outer, self._function = self._function, name
        try:
            with super().within(name):
                yield
        finally:
            self._function = outer

    def record(self, service: str, operation: str, given: Any) -> None:  # noqa: ANN401 - botocore's own
        """Keeps what the call needs, where a function makes it; other threads are the world outside."""
        if self._function and threading.get_ident() == self._thread:
            needed = tuple(_needed(service, operation, given))
            self.asked |= {NeededPermission(self._function, action, subject) for action, subject in needed}
            if service == "dynamodb":
                self.requests.add(RowRequest(self._function, operation, given.get("IndexName", ""), needed))


def record_permissions(calls: PermissionCalls, patch: pytest.MonkeyPatch) -> None:
    """Leads every AWS operation of this process past `calls`."""
    operate = getattr(BaseClient, OPERATE)

    def recorded(client: BaseClient, operation: str, given: Any) -> Any:  # noqa: ANN401 - botocore's own
        calls.record(client.meta.service_model.signing_name, operation, given)
        return operate(client, operation, given)

    patch.setattr(BaseClient, OPERATE, recorded)


def _needed(service: str, operation: str, given: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Actions and subjects: a transaction needs what its writes need (DynamoDB, "IAM and transactions")."""
    match operation:
        case "TransactWriteItems":
            for write in given["TransactItems"]:
                for kind, one in write.items():
                    yield from _needed(service, f"{kind}Item", one)
        case "BatchWriteItem":
            for requests in given["RequestItems"].values():
                for request in requests:
                    row = request["PutRequest"]["Item"] if "PutRequest" in request else request["DeleteRequest"]["Key"]
                    yield f"{service}:{operation}", row["pk"]["S"]
        case "Query":
            yield f"{service}:{operation}", given["ExpressionAttributeValues"][":partition"]["S"]
        case "CreateSecret":  # with the right to tag it ("CreateSecret" in Secrets Manager's API reference)
            yield from ((f"{service}:{action}", given["Name"]) for action in (operation, "TagResource"))
        case "GetSecretValue":
            yield f"{service}:{operation}", given["SecretId"] + _asked_version(given)
        case _:
            row = given.get("Key") or given.get("Item")
            yield f"{service}:{operation}", row["pk"]["S"] if row else given.get("SecretId") or given.get("Name", "")


def _asked_version(given: Any) -> str:  # noqa: ANN401
    return (
        BY_ID + given["VersionId"] if "VersionId" in given else f" {given.get('VersionStage', 'whatever is current')}"
    )


def _subjects(statement: dict[str, Any]) -> list[str]:
    """What a statement is for, as patterns; a statement for a whole resource is for every subject."""
    keys = statement.get("Condition", {}).get("ForAllValues:StringLike", {}).get(LEADING_KEYS)
    if keys:
        return list(keys)
    resource = statement["Resource"]
    secret = (
        resource["Fn::Sub"].partition(":secret:")[2] if isinstance(resource, dict) and "Fn::Sub" in resource else ""
    )
    return [(secret.replace("${AWS::StackName}", STACK) or "*") + _version(statement.get("Condition", {}))]


def _version(condition: dict[str, Any]) -> str:
    """Which of a secret's versions a statement is for, by how they are asked for; empty for all."""
    if condition.get("Null", {}).get("secretsmanager:VersionId") == "false":
        return f"{BY_ID}*"
    if like := condition.get("StringLike", {}).get("secretsmanager:VersionId"):
        return f"{BY_ID}{like}"
    stage = condition.get("StringEquals", {}).get("secretsmanager:VersionStage")
    return f" {stage}" if stage else ""
