"""How IAM judges the keys of rows: simulated for each function that writes several rows at once, and read in logs."""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from infra.deploy.account import CLIENT_CONFIG
from infra.probe.checks.functions import configurations, first_line
from infra.probe.finding import Check, Finding, bad, good, judged, not_known
from infra.probe.target import FUNCTION, Target

if TYPE_CHECKING:
    from mypy_boto3_iam import IAMClient

KEYS = "dynamodb:LeadingKeys"
WRITES = {f"dynamodb:{action}" for action in ("PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem")}
FOREIGN = "PROBE#no-such-row"
"""A key that no role may write: the control of the simulation."""
DENIED = "?AccessDenied ?AccessDeniedException"
"""A filter pattern of CloudWatch Logs: lines with either word."""
SEE = "docs/operate/troubleshooting.md"


def simulated_keys(target: Target) -> Finding:
    """Ask for each write with one row's key, and with the keys of all rows that the role may write by that action."""
    iam = target.session.client("iam", config=CLIENT_CONFIG)
    alone: list[str] = []
    foreign: list[str] = []
    together: list[str] = []
    asked = 0
    for function in configurations(target):
        role = function["Role"]
        actions = _keys_by_action(iam, role.rpartition("/")[2])
        for action, patterns in actions.items() if len(actions) > 1 else ():
            asked += 1
            keys = sorted(pattern.replace("*", "probe") for pattern in patterns)
            table = _table_arn(target)
            named = f"{function['FunctionName']} {action}"
            alone += [named] if not all(_allowed(iam, role, action, table, [key]) for key in keys) else []
            foreign += [named] if _allowed(iam, role, action, table, [FOREIGN]) else []
            together += [named] if not _allowed(iam, role, action, table, keys) else []
    if not asked:
        return not_known("no role has conditions on keys", "There is nothing to simulate.")
    if foreign:
        came = f"a key that no policy names is allowed for {_listed(foreign)}"
        return not_known(came, "The simulation does not judge by keys, so it says nothing about transactions.")
    came = f"{asked} writes: denied one row at a time: {_listed(alone)}; denied all rows together: {_listed(together)}"
    return judged(
        is_good=not alone and not together,
        came=came,
        means_good="Orders and uploads pass whether IAM judges each row of a transaction alone or those of one action"
        " together.",
        means_bad="If IAM judges the rows of one action together, these functions are denied their transactions.",
    )


def denials(target: Target) -> Finding:
    """Search the logs of all functions for denied calls, and see whether an order has left a log at all."""
    functions = target.of_type(FUNCTION)
    lines = {name: first_line(target, name, DENIED) for name in functions.values()}
    found = [f"{name}: {_action(line)}" for name, line in lines.items() if line]
    if found:
        return bad("; ".join(found), "A role lacks a right, or IAM judges a condition otherwise than the tests do.")
    machines = target.session.client("stepfunctions", config=CLIENT_CONFIG)
    orders = machines.list_executions(stateMachineArn=target.outputs["StateMachineArn"], maxResults=1)
    if not orders["executions"]:
        return not_known("no denied call, and no order yet", "Order once (ARGS=--write does), and probe again.")
    if not first_line(target, functions["PlaceOrder"], ""):
        return not_known("orders were placed, and the log of place_order is empty", "Logs come late: probe again.")
    return good("no denied call, and orders were placed", "The transactions of an order pass IAM.")


def _table_arn(target: Target) -> str:
    table = target.outputs["TableName"]
    return f"arn:{target.partition}:dynamodb:{target.location.region}:{target.account}:table/{table}"


def _keys_by_action(iam: "IAMClient", role: str) -> dict[str, set[str]]:
    """The patterns of keys by action that the inline policies of the role allow writes for."""
    found: dict[str, set[str]] = {}
    for name in iam.list_role_policies(RoleName=role)["PolicyNames"]:
        document: Any = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
        for statement in _list(document["Statement"]):
            patterns = set(_patterns(statement.get("Condition", {})))
            for action in _list(statement.get("Action", [])):
                if action in WRITES and patterns:
                    found.setdefault(action, set()).update(patterns)
    return found


def _patterns(condition: dict[str, Any]) -> Iterator[str]:
    for operator in condition.values():
        yield from _list(operator.get(KEYS, []))


def _allowed(iam: "IAMClient", role: str, action: str, table: str, keys: list[str]) -> bool:
    answer = iam.simulate_principal_policy(
        PolicySourceArn=role,
        ActionNames=[action],
        ResourceArns=[table],
        ContextEntries=[{"ContextKeyName": KEYS, "ContextKeyValues": keys, "ContextKeyType": "stringList"}],
    )
    return all(each["EvalDecision"] == "allowed" for each in answer["EvaluationResults"])


def _action(line: str) -> str:
    """The action that was denied, and nothing else of the line: there may be names in it."""
    found = re.search(r"not authorized to perform: ([\w-]+:\w+)", line)
    return found[1] if found else "AccessDenied"


def _list(value: Any) -> list[Any]:  # noqa: ANN401 - of a policy document, where one may stand for a list of one
    return value if isinstance(value, list) else [value]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"


CHECKS = (
    Check(
        "Keys of rows, simulated",
        f"iam:SimulatePrincipalPolicy with {KEYS}",
        "docs/adr/0020-a-role-a-boundary-and-rows-by-key.md",
        simulated_keys,
    ),
    Check("Denied calls in the logs", "logs:FilterLogEvents for AccessDenied in each function's log", SEE, denials),
)
