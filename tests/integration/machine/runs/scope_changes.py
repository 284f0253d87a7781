"""Runs of changes to scopes: defined, shown, replaced, changed and deleted."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.integration.machine.aws.account_contents import Account


def change_scopes(account: Account) -> None:
    """A scope in which nothing was ordered, from its definition to its deletion."""
    call, scope = account.handlers.call, {"scope": "changed"}
    definition = {"kind": "zone", "domain": "changed.test", "administrators": ["changed@example.test"]}
    narrower = {"kind": "listener", "administrators": ["another@example.test"]}
    answers = [
        call("put_scope", "PUT", path=scope, body=definition),
        call("get_scope", "GET", path=scope),
        call("put_scope", "PUT", path=scope, body={**definition, "domain": "replaced.test"}, tag="*"),
        call("update_scope", "PATCH", path=scope, body=narrower, tag="*"),
        call("delete_scope", "DELETE", path=scope),
    ]
    assert {answer.status for answer in answers} <= {HTTPStatus.OK, HTTPStatus.CREATED}
