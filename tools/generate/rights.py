"""IAM statements as the template has them: what functions may do, and what people may call."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from textwrap import indent
from typing import Any

import yaml

from certkeeper.adapters.dynamodb.leading_keys import INDEXES, LEADING_KEYS
from tools.generate.room import Policy, Resource

API = "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:"


def value(given: str | dict[str, Any]) -> str:
    """A value in YAML: a text of Fn::Sub in its shortest form, anything else as it is, in one line."""
    if isinstance(given, dict) or "${" not in given:
        return yaml.safe_dump(given, default_flow_style=True, width=10_000).removesuffix("\n...\n").rstrip("\n")
    if one := re.fullmatch(r"\$\{([\w:.]+)\}", given):
        return f"!GetAtt {one[1]}" if "." in one[1] else f"!Ref {one[1]}"
    return f"!Sub {given}"


def statement(
    actions: Iterable[str],
    resources: Sequence[str | dict[str, Any]],
    condition: dict[str, Any] | None = None,
    sid: str | None = None,
) -> str:
    """One statement of a policy, as an entry of a list."""
    allowed, on = list(actions), [value(resource) for resource in resources]
    return "".join(
        (
            f"- Sid: {sid}\n  Effect: Allow\n" if sid else "- Effect: Allow\n",
            f"  Action: {allowed[0]}\n" if len(allowed) == 1 else f"  Action: [{', '.join(allowed)}]\n",
            f"  Resource: {on[0]}\n" if len(on) == 1 else "  Resource:\n" + "".join(f"    - {each}\n" for each in on),
            "  Condition:\n"
            + indent(yaml.safe_dump(condition, default_flow_style=None, sort_keys=False, width=10_000), "    ")
            if condition
            else "",
        )
    )


def on_rows(rows: Mapping[str, Sequence[str]]) -> str:
    """What may be done with kinds of rows: one statement for all actions that have the same union of key patterns.

    Never two statements for one action on the table: IAM may judge the keys of all items of one action in a transaction
    together, and a statement with a part of them would not allow it.
    """
    patterns: dict[tuple[str, str], set[str]] = defaultdict(set)
    for kind, actions in rows.items():
        resource = f"${{Table.Arn}}/index/{kind}" if kind in INDEXES else "${Table.Arn}"
        for action in actions:
            patterns[action, resource].add(LEADING_KEYS[kind])
    same: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for (action, resource), keys in sorted(patterns.items()):
        same[resource, tuple(sorted(keys))].append(f"dynamodb:{action}")
    return "".join(
        statement(actions, [resource], {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": list(keys)}})
        for (resource, keys), actions in same.items()
    )


def on_resources(actions: Mapping[str, Sequence[str]], resources: Mapping[str, Resource]) -> str:
    """What may be done with other resources, by their names: one statement for each."""
    return "".join(
        statement(allowed, [resources[name].resource], resources[name].condition) for name, allowed in actions.items()
    )


def policies(given: Mapping[str, Policy], callers: Mapping[str, Sequence[str]], stage: str, scope: str | None) -> str:
    """The policies for people at a stage of the API: in one scope, or without it in all and about scopes themselves."""
    return "\n".join(
        f"{name}Policy:\n"
        "  Type: AWS::IAM::ManagedPolicy\n"
        "  Properties:\n"
        f"    Description: Certkeeper - {policy.one_scope if scope else policy.all_scopes}\n"
        "    PolicyDocument:\n"
        '      Version: "2012-10-17"\n'
        "      Statement:\n"
        + indent(
            "".join(
                _calls(sid, callers[name] if paths == "callers" else paths, stage, scope)
                for sid, paths in policy.statements.items()
            ),
            " " * 8,
        )
        for name, policy in given.items()
    )


def _calls(sid: str, paths: Sequence[str], stage: str, scope: str | None) -> str:
    reached = [path for path in paths if not scope or "<scope>" in path]
    arns = [f"{API}{stage}/{path.replace('<scope>', scope or '*')}" for path in reached]
    return statement(["execute-api:Invoke"], arns, sid=sid) if arns else ""
