"""The policies for people: the same four for all scopes (template.yaml) and for named ones (infra/access.yaml)."""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

import pytest

from certkeeper.entrypoints.contract.operations import operations
from infra.bootstrap.environments import ROOT
from infra.deploy.parameters import parameters_of
from infra.local.deployment.template import Template, read_template
from tests.architecture.deployed import functions, listed
from tests.iam import allows, managed_statements
from tests.resolution import Stack
from tests.sam_translation import translated

ROLES = ("Viewer", "Operator", "Exporter", "Administrator")
NAMED = {"ApiId": "abc123", "Scopes": "shop", "Policies": "Operator"}
Resources = Mapping[str, Mapping[str, Any]]


@pytest.mark.parametrize("role", ROLES)
def test_a_policy_names_method_and_scope(role: str) -> None:
    """In a resource `*` runs across slashes: a wildcard before the scope would reach every scope."""
    for paths in _granted(everything(), role).values():
        for path in paths:
            method, _, rest = path.partition("/")
            assert method in {"GET", "POST", "PUT", "PATCH", "DELETE"}
            assert rest.startswith("scopes")


@pytest.mark.parametrize("count", [1, 2, 3, 4])
@pytest.mark.parametrize("role", ROLES)
def test_a_policy_for_named_scopes_reaches_nothing_outside_them(role: str, count: int) -> None:
    """Who works in some scopes reads these, and neither lists nor changes any. In each of them all may do the same."""
    names = ["shop", "bank", "all", "x-1"][:count]
    granted = _granted(Stack(access(), given=NAMED | {"Scopes": ",".join(names), "Policies": role}).resources(), role)
    reached = [path for paths in granted.values() for path in paths]
    everywhere = [path for paths in _granted(everything(), role).values() for path in paths if "/scopes/*/" in path]
    below = [path.replace("/scopes/*/", f"/scopes/{name}/") for path in everywhere for name in names]
    assert sorted(reached) == sorted([*below, *(f"GET/scopes/{name}" for name in names)])


@pytest.mark.parametrize("asked", ["Viewer", "Operator,Exporter", "Administrator,Viewer", ",".join(ROLES)])
def test_only_the_policies_that_are_asked_for_are_made(asked: str) -> None:
    """A role takes ten managed policies, and an account 1,500 (IAM User Guide, "IAM and AWS STS quotas")."""
    made = Stack(access(), given=NAMED | {"Policies": asked}).resources()
    assert made.keys() == {f"{role}Policy" for role in asked.split(",")}


@pytest.mark.parametrize(("prefix", "name"), [("", None), ("certkeeper-shop-", "certkeeper-shop-Operator")])
def test_a_policy_has_a_name_if_one_is_wanted(prefix: str, name: str | None) -> None:
    """IAM Identity Center attaches policies by name (its API reference, CustomerManagedPolicyReference)."""
    made = Stack(access(), given=NAMED | {"PolicyNamePrefix": prefix}).resources()
    assert made["OperatorPolicy"]["Properties"].get("ManagedPolicyName") == name


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("Scopes", text) for text in ("", "*", "shop,", "shop, bank", "Shop", "a,b,c,d,e", "shop/*", "s" * 64)),
        *(("Policies", text) for text in ("", "Owner", "Viewer,", "viewer", "Viewer Operator")),
        ("PolicyNamePrefix", "a name"),
        ("StackName", "*"),
    ],
)
def test_a_value_that_would_reach_further_is_refused(name: str, value: str) -> None:
    """Before anything is made."""
    assert parameters_of(access())[name].violation(value)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("stack", ["everywhere", "named"])
def test_every_policy_lets_its_holders_find_the_api(role: str, stack: str) -> None:
    """The command line asks CloudFormation for the output ApiUrl of the stack, by name."""
    made = everything() if stack == "everywhere" else Stack(access(), given=NAMED | {"Policies": role}).resources()
    arn = "arn:aws:cloudformation:eu-central-1:123456789012:stack/certkeeper"
    statements = managed_statements(made, f"{role}Policy")
    assert allows(statements, "cloudformation:DescribeStacks", f"{arn}/0a1b2c3d", {})
    assert not allows(statements, "cloudformation:DescribeStacks", f"{arn}-other/0a1b2c3d", {})


def test_a_viewer_only_reads() -> None:
    """No key leaves through a GET: exports are POST."""
    methods = {path.partition("/")[0] for paths in _granted(everything(), "Viewer").values() for path in paths}
    assert methods == {"GET"}


@pytest.mark.parametrize("role", ROLES)
def test_a_policy_allows_what_the_contract_lets_its_holders_call_and_nothing_else(role: str) -> None:
    """Also where a wildcard covers it: an operation that only resembles one of theirs would be open to them."""
    patterns = [path for paths in _granted(everything(), role).values() for path in paths]
    routes = {each.operation: f"{method}{path}" for each in functions() for method, path in each.routes}
    allowed = {name for name, route in routes.items() if any(fnmatchcase(route, pattern) for pattern in patterns)}
    assert allowed == {name for name, each in operations().items() if role in each.roles and not each.public}


def test_every_route_is_granted_to_somebody() -> None:
    """A route that no policy reaches could be called by nobody but the account's administrators."""
    granted = [path for paths in _granted(everything(), "Administrator").values() for path in paths]
    signed = [(method, path) for each in functions() for method, path in each.routes if path.startswith("/scopes")]
    unreached = [
        (method, path)
        for method, path in signed
        if not any(fnmatchcase(f"{method}{path}", pattern) for pattern in granted)
    ]
    assert signed
    assert not unreached


def access() -> Template:
    """infra/access.yaml."""
    return read_template(ROOT / "infra" / "access.yaml")


def everything() -> Resources:
    """The resources of the template, evaluated."""
    return Stack(translated()).resources()


def _granted(made: Resources, role: str) -> dict[str, list[str]]:
    """What each statement of a role's policy reaches in the API: `POST/scopes/*/orders`."""
    statements = managed_statements(made, f"{role}Policy")
    assert all(each["Effect"] == "Allow" for each in statements)
    in_api = [each for each in statements if each["Action"] == "execute-api:Invoke"]
    assert [each["Action"] for each in statements if each not in in_api] == ["cloudformation:DescribeStacks"]
    return {each["Sid"]: [_path(arn) for arn in listed(each["Resource"])] for each in in_api}


def _path(arn: str) -> str:
    assert arn.startswith("arn:aws:execute-api:eu-central-1:123456789012:")
    _, stage, path = arn.split("/", 2)
    assert stage == "v1"
    return path
