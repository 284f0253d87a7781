"""How IAM judges the keys of rows: simulated for each function that writes several rows at once, and read in logs."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from infra.deploy.account import CLIENT_CONFIG
from infra.probe.checks.functions import LOG_AGE, configurations, first_line
from infra.probe.finding import Check, Finding, bad, good, judged, not_known
from infra.probe.target import FUNCTION, Target

if TYPE_CHECKING:
    from mypy_boto3_iam import IAMClient

KEYS = "dynamodb:LeadingKeys"
WRITES = {f"dynamodb:{action}" for action in ("PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem")}
FOREIGN = "PROBE#no-such-row"
"""A key that no role may write: the control of the simulation."""
DENIED = "AccessDenied"
"""How the error codes of AWS begin that mean a right is missing."""
SEE = "docs/operate/troubleshooting.md"


@dataclass(frozen=True, slots=True)
class Write:
    """An action with which a role writes rows, and a key for each kind of row that it may write with it."""

    function: str
    role: str
    action: str
    keys: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.function} {self.action}"


def _simulated_keys(target: Target) -> Finding:
    """Ask for each write with one row's key, and with the keys of all rows that the role may write by that action."""
    iam, table = target.session.client("iam", config=CLIENT_CONFIG), _table_arn(target)
    writes = list(_writes(iam, target))
    if not writes:
        return not_known("no role has conditions on keys", "There is nothing to simulate.")
    if _allowed(iam, writes[0], table, [FOREIGN]):
        came = f"a key that no policy names is allowed for {writes[0]}"
        return not_known(came, "The simulation does not judge by keys, so it says nothing about transactions.")
    alone = [str(each) for each in writes if not all(_allowed(iam, each, table, [key]) for key in each.keys)]
    together = [str(each) for each in writes if not _allowed(iam, each, table, each.keys)]
    came = f"{len(writes)} writes: denied alone: {_listed(alone)}; denied with all rows: {_listed(together)}"
    return judged(
        is_good=not alone and not together,
        came=came,
        means_good="Orders and uploads pass whether IAM judges each row of a transaction alone or those of one action"
        " together.",
        means_bad="If IAM judges the rows of one action together, these functions are denied their transactions.",
    )


def _denials(target: Target) -> Finding:
    """Search the logs of all functions for denied calls, and see whether an order has left a log at all."""
    functions = target.of_type(FUNCTION)
    logs, since = target.session.client("logs", config=CLIENT_CONFIG), target.now - LOG_AGE
    lines = {name: first_line(logs, name, DENIED, since) for name in functions.values()}
    found = [f"{name}: {_action(line)}" for name, line in lines.items() if line]
    if found:
        return bad("; ".join(found), "A role lacks a right, or IAM judges a condition otherwise than the tests do.")
    machines = target.session.client("stepfunctions", config=CLIENT_CONFIG)
    orders = machines.list_executions(stateMachineArn=target.outputs["StateMachineArn"], maxResults=1)
    if not orders["executions"]:
        return not_known("no denied call, and no order yet", "Order once (ARGS=--write does), and probe again.")
    if not first_line(logs, functions["PlaceOrder"], "", since):
        return not_known("orders were placed, and the log of place_order is empty", "Logs come late: probe again.")
    return good("no denied call, and orders were placed", "The transactions of an order pass IAM.")


def _table_arn(target: Target) -> str:
    table = target.outputs["TableName"]
    return f"arn:{target.partition}:dynamodb:{target.location.region}:{target.account}:table/{table}"


def _writes(iam: "IAMClient", target: Target) -> Iterator[Write]:
    """The writes of functions that may write in more than one way: those have transactions."""
    for function in configurations(target):
        role = function["Role"]
        found = _keys_by_action(iam, role.rpartition("/")[2])
        for action, patterns in found.items() if len(found) > 1 else ():
            keys = sorted(pattern.replace("*", "probe") for pattern in patterns)
            yield Write(function["FunctionName"], role, action, tuple(keys))


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


def _allowed(iam: "IAMClient", write: Write, table: str, keys: Sequence[str]) -> bool:
    answer = iam.simulate_principal_policy(
        PolicySourceArn=write.role,
        ActionNames=[write.action],
        ResourceArns=[table],
        ContextEntries=[{"ContextKeyName": KEYS, "ContextKeyValues": list(keys), "ContextKeyType": "stringList"}],
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
        _simulated_keys,
    ),
    Check("Denied calls in the logs", "logs:FilterLogEvents for AccessDenied in each function's log", SEE, _denials),
)
