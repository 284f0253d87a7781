"""The policies for people: the same four for all scopes (template.yaml) and for one (infra/access.yaml)."""

from fnmatch import fnmatchcase
from typing import Any

import pytest

from certkeeper.entrypoints.contract.operations import operations
from infra.bootstrap.environments import ROOT
from infra.local.deployment.template import Template, read_template
from tests.architecture.deployed import functions, listed, template

ROLES = ("Viewer", "Operator", "Exporter", "Administrator")
ARN = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:"
STAGES = (f"{ARN}${{Api}}/v1/", f"{ARN}${{ApiId}}/${{StageName}}/")


@pytest.mark.parametrize("role", ROLES)
def test_a_policy_names_method_and_scope(role: str) -> None:
    """In a resource `*` runs across slashes: a wildcard before the scope would reach every scope."""
    for paths in _granted(template(), role).values():
        for path in paths:
            method, _, rest = path.partition("/")
            assert method in {"GET", "POST", "PUT", "PATCH", "DELETE"}
            assert rest.startswith("scopes")


@pytest.mark.parametrize("role", ROLES)
def test_a_policy_for_one_scope_reaches_nothing_outside_it(role: str) -> None:
    """Who works in one scope neither sees nor changes which there are."""
    granted = _granted(read_template(ROOT / "infra" / "access.yaml"), role)
    assert granted
    assert all(path.partition("/")[2].startswith("scopes/${Scope}/") for paths in granted.values() for path in paths)


def test_a_viewer_only_reads() -> None:
    """No key leaves through a GET: exports are POST."""
    methods = {path.partition("/")[0] for paths in _granted(template(), "Viewer").values() for path in paths}
    assert methods == {"GET"}


@pytest.mark.parametrize("role", ROLES)
def test_a_policy_allows_what_the_contract_lets_its_holders_call_and_nothing_else(role: str) -> None:
    """Also where a wildcard covers it: an operation that only resembles one of theirs would be open to them."""
    patterns = [path for paths in _granted(template(), role).values() for path in paths]
    routes = {each.operation: f"{method}{path}" for each in functions() for method, path in each.routes}
    allowed = {name for name, route in routes.items() if any(fnmatchcase(route, pattern) for pattern in patterns)}
    assert allowed == {name for name, each in operations().items() if role in each.roles and not each.public}


def test_every_route_is_granted_to_somebody() -> None:
    """A route that no policy reaches could be called by nobody but the account's administrators."""
    granted = [path for paths in _granted(template(), "Administrator").values() for path in paths]
    signed = [(method, path) for each in functions() for method, path in each.routes if path.startswith("/scopes")]
    unreached = [
        (method, path)
        for method, path in signed
        if not any(fnmatchcase(f"{method}{path}", pattern) for pattern in granted)
    ]
    assert signed
    assert not unreached


def _granted(source: Template, role: str) -> dict[str, list[str]]:
    """What each statement of a role's policy reaches: `POST/scopes/*/orders`."""
    document = source["Resources"][f"{role}Policy"]["Properties"]["PolicyDocument"]
    return {statement["Sid"]: [_path(arn) for arn in listed(statement["Resource"])] for statement in _allowed(document)}


def _allowed(document: dict[str, Any]) -> list[dict[str, Any]]:
    statements: list[dict[str, Any]] = document["Statement"]
    assert all((each["Effect"], each["Action"]) == ("Allow", "execute-api:Invoke") for each in statements)
    return statements


def _path(arn: dict[str, str]) -> str:
    text = arn["Fn::Sub"]
    return next(text.removeprefix(stage) for stage in STAGES if text.startswith(stage))
