"""IAM statements as the template has them: what functions may do, and what people may call."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from certkeeper.adapters.dynamodb.keys import INDEXES, LEADING_KEYS
from infra.local.deployment.template import Sub
from infra.rooms import Function, Policy, Resource
from tools.generate.documents import Node

API = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:"


def statement(actions: Sequence[str], resources: Sequence[str | Node], condition: Node | None = None) -> Node:
    """Return a statement that allows actions on resources, under a condition if there is one.

    A single action or resource stands without a list.
    """
    on = [Sub(each) if isinstance(each, str) else each for each in resources]
    action, resource = (each[0] if len(each) == 1 else each for each in (list(actions), on))
    allowed = {"Effect": "Allow", "Action": action, "Resource": resource}
    return allowed | ({"Condition": condition} if condition else {})


def on_rows(rows: Mapping[str, Sequence[str]]) -> list[Node]:
    """Return the statements for actions on kinds of rows: one for all actions with the same set of key patterns.

    There are never two statements for one action on the table: IAM may check the keys of all items of one action in a
    transaction together, and a statement with a part of them would not allow it.
    """
    patterns: dict[tuple[str, str], set[str]] = defaultdict(set)
    for kind, actions in rows.items():
        resource = f"${{Table.Arn}}/index/{kind}" if kind in INDEXES else "${Table.Arn}"
        for action in actions:
            patterns[action, resource].add(LEADING_KEYS[kind])
    same: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for (action, resource), keys in sorted(patterns.items()):
        same[resource, tuple(sorted(keys))].append(f"dynamodb:{action}")
    return [
        statement(actions, [resource], {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": list(keys)}})
        for (resource, keys), actions in same.items()
    ]


def on_resources(actions: Mapping[str, Sequence[str]], resources: Mapping[str, Resource]) -> list[Node]:
    """Return one statement for each of the resources, given by name, with the actions on it."""
    named = [(allowed, resources[name]) for name, allowed in actions.items()]
    return [statement(allowed, [each.resource], each.condition) for allowed, each in named]


def policies(given: Mapping[str, Policy], functions: Sequence[Function], stage: str, scope: str | None) -> Node:
    """Return the policies for people at a stage of the API, for one scope or, without a scope, for all.

    `given` are their descriptions and paths. `callers` in them are the routes of the functions that the contract lets a
    policy's holders call, without those that Viewers may call.
    """
    roles = {each.policy_path: each.contract.roles for each in functions if each.contract}
    found = {}
    for name, policy in given.items():
        statements = []
        for sid, paths in policy.statements.items():
            callers = sorted(route for route, known in roles.items() if name in known and "Viewer" not in known)
            named = callers if paths == "callers" else paths
            reached = [path for path in named if not scope or "<scope>" in path]
            arns = [f"{API}{stage}/{path.replace('<scope>', scope or '*')}" for path in reached]
            statements += [{"Sid": sid, **statement(["execute-api:Invoke"], arns)}] if arns else []
        description = f"Certkeeper - {policy.one_scope if scope else policy.all_scopes}"
        properties = {"Description": description, "PolicyDocument": {"Version": "2012-10-17", "Statement": statements}}
        found[f"{name}Policy"] = {"Type": "AWS::IAM::ManagedPolicy", "Properties": properties}
    return found
