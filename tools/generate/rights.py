"""IAM statements as the template has them: what functions may do, and what people may call."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from certkeeper.adapters.dynamodb.keys import INDEXES, LEADING_KEYS
from infra.local.deployment.template import Sub
from infra.rooms import Function, Policy, Resource
from tools.generate import table
from tools.generate.documents import Node

API = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:"
STACK = "arn:${{AWS::Partition}}:cloudformation:${{AWS::Region}}:${{AWS::AccountId}}:stack/{}/*"


WRITES = frozenset({"ConditionCheckItem", "DeleteItem", "PutItem", "UpdateItem"})
"""The actions of the items of TransactWriteItems (Amazon DynamoDB Developer Guide, "Using IAM with transactions")."""

NOTHING = Sub("${AWS::NoValue}")


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
        index = kind if kind in INDEXES else ""
        for action in actions:
            patterns[action, index].add(LEADING_KEYS[kind])
    same: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for (action, index), keys in sorted(patterns.items()):
        same[index, tuple(sorted(keys))].append(f"dynamodb:{action}")
    return [
        statement(actions, [table.arn(index)], {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": list(keys)}})
        for (index, keys), actions in same.items()
    ]


def in_transactions(rows: Mapping[str, Sequence[str]]) -> list[Node]:
    """Return the statement that a function which writes `rows` in transactions has unless RowConditions is `by-action`.

    It is for the case that IAM checks the keys of all items of a transaction for each of its actions: `by-function`
    allows each action that writes on all kinds of rows that the function writes, and `off` on all rows.
    """
    written = {kind: WRITES.intersection(actions) for kind, actions in rows.items() if WRITES.intersection(actions)}
    keys = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": sorted(LEADING_KEYS[kind] for kind in written)}}
    actions = [f"dynamodb:{action}" for action in sorted(set().union(*written.values()))]
    condition = {"Fn::If": ["RowsByFunction", keys, NOTHING]}
    return [{"Fn::If": ["RowsByAction", NOTHING, statement(actions, [table.arn()], condition)]}]


def on_resources(actions: Mapping[str, Sequence[str]], resources: Mapping[str, Resource]) -> list[Node]:
    """Return one statement for each of the resources, given by name, with the actions on it."""
    named = [(allowed, resources[name]) for name, allowed in actions.items()]
    return [statement(allowed, [each.resource], each.condition) for allowed, each in named]


def all_together(functions: Sequence[Function]) -> list[Node]:
    """Return the statements of the permissions boundary: what all functions may do, on all kinds of rows."""
    found: dict[str, set[str]] = defaultdict(set)
    reached: dict[str, tuple[str | Node, Node | None]] = {}
    for function in functions:
        for kind, actions in function.room.rows.items():
            on = (table.arn(kind if kind in INDEXES else ""), None)
            reached[json.dumps(on)] = on
            found[json.dumps(on)] |= {f"dynamodb:{action}" for action in actions}
        for name, allowed in function.actions.items():
            each = function.resources[name]
            to = (each.boundary or each.resource, each.condition)
            reached[json.dumps(to)] = to
            found[json.dumps(to)] |= set(allowed)
    # In the sequence of the services, so that what belongs together stands together.
    sequence = sorted(found, key=lambda each: (min(found[each]), each))
    return [statement(sorted(found[each]), [reached[each][0]], reached[each][1]) for each in sequence]


@dataclass(frozen=True, slots=True)
class Reach:
    """What the policies of a file are for: a stage of an API, such as `${Api}/v1`, and the name of a stack.

    `slots` are the conditions of the named scopes, each of which says that the list is long enough, and none for the
    first. Without `slots` the policies are for all scopes.
    """

    stage: str
    stack: str
    slots: tuple[str, ...] = ()

    def arns(self, path: str) -> list[str | Node]:
        """Return what a path with `<scope>` reaches; a path without it is for all scopes only."""
        text = f"{API}{self.stage}/{path}"
        if not self.slots:
            return [text.replace("<scope>", "*")]
        return [self._in_slot(text, place) for place in range(len(self.slots)) if "<scope>" in path]

    def if_asked(self, name: str, properties: Node) -> Node:
        """Return the policy of that name without its type, `properties` among it.

        In a file for named scopes it is made only if it is asked for, and may have a name.
        """
        if not self.slots:
            return {"Properties": properties}
        named = {"Fn::If": ["HasName", Sub(f"${{PolicyNamePrefix}}{name}"), NOTHING]}
        return {"Condition": f"Makes{name}", "Properties": {"ManagedPolicyName": named, **properties}}

    def _in_slot(self, text: str, place: int) -> Node:
        commas = "," * (len(self.slots) - 1)
        scope = {"Fn::Select": [place, {"Fn::Split": [",", {"Fn::Sub": f"${{Scopes}}{commas}"}]}]}
        arn = {"Fn::Sub": [text.replace("<scope>", "${Scope}"), {"Scope": scope}]}
        return {"Fn::If": [self.slots[place], arn, NOTHING]} if self.slots[place] else arn


def policies(given: Mapping[str, Policy], functions: Sequence[Function], reach: Reach) -> dict[str, Node]:
    """Return the policies for people by logical id.

    `given` are their paths, and `reach` says what they are for. `callers` in the paths are the routes of the functions
    that the contract lets a policy's holders call, without those that Viewers may call.
    """
    roles = {each.policy_path: each.contract.roles for each in functions if each.contract}
    found = {}
    for name, policy in given.items():
        statements = [{"Sid": "FindApi", **statement(["cloudformation:DescribeStacks"], [STACK.format(reach.stack)])}]
        for sid, paths in policy.statements.items():
            callers = {route for route, known in roles.items() if name in known and "Viewer" not in known}
            asked = shortened(callers, roles) if paths == "callers" else paths
            reached = [arn for path in asked for arn in reach.arns(path)]
            statements += [{"Sid": sid, **statement(["execute-api:Invoke"], reached)}] if reached else []
        properties = {"PolicyDocument": {"Version": "2012-10-17", "Statement": statements}}
        found[f"{name}Policy"] = {"Type": "AWS::IAM::ManagedPolicy"} | reach.if_asked(name, properties)
    return found


def shortened(wanted: Collection[str], routes: Collection[str]) -> list[str]:
    """Return paths that reach the wanted routes and no other of all `routes`, sorted.

    A path with `*` at its end stands for several: a managed policy has at most 6,144 characters (IAM User Guide, "IAM
    and AWS STS quotas").
    """
    found = set()
    for route in wanted:
        begins = [each for each in wanted if route.startswith(each) and _reached(each, routes) <= set(wanted)]
        shortest = min(begins, key=len, default=route)
        found.add(f"{shortest}*" if len(_reached(shortest, wanted)) > 1 and shortest in begins else route)
    return sorted(found)


def _reached(beginning: str, routes: Collection[str]) -> set[str]:
    return {route for route in routes if route.startswith(beginning)}
