"""Orders and notices that run: an order is cancelled, so that it removes its DNS records; what goes on is stopped."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from certkeeper_cli.api.refusals import RefusedError
from certkeeper_cli.errors import CommandError
from certkeeper_cli.invocation import Invocation
from certkeeper_cli.words import ProblemKind
from infra.deploy.delete.clock import Clock, Wait
from infra.deploy.delete.stopped import explained

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient

POLL_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Execution:
    """A running execution; `scope` and `order_id` are empty for a notice."""

    arn: str
    scope: str = ""
    order_id: str = ""

    def __str__(self) -> str:
        return f"order {self.order_id} in {self.scope}" if self.order_id else f"notice {self.arn.rpartition(':')[2]}"


def running(machines: "SFNClient", machine_arns: Iterable[str]) -> tuple[Execution, ...]:
    """Return the running executions of the state machines; none for a machine that is gone.

    `machines` is the client. Raises DeletionStopped where AWS does not say.
    """
    found: list[Execution] = []
    for machine in machine_arns:
        with explained("read the executions of the state machines"):
            try:
                pages = machines.get_paginator("list_executions").paginate(
                    stateMachineArn=machine, statusFilter="RUNNING"
                )
                arns = [each["executionArn"] for page in pages for each in page["executions"]]
            except ClientError as reason:
                if reason.response["Error"].get("Code") != "StateMachineDoesNotExist":
                    raise
                continue
            found += [_execution(arn, machines.describe_execution(executionArn=arn).get("input", "")) for arn in arns]
    return tuple(found)


def end_all(
    machines: "SFNClient",
    machine_arns: Iterable[str],
    api: Invocation | None,
    wait: Callable[[], Wait],
    say: Callable[[str], None],
) -> tuple[Execution, ...]:
    """End all executions of the state machines, and return those that had to be stopped.

    Each order is cancelled through Certkeeper's `api` where there is one, and has the time of the wait to remove its
    tokens and records. What runs then is stopped; so is everything at once where no order can be cancelled. An order
    that is placed meanwhile is cancelled, too. `machines` is the client, and `say` prints a line. Raises
    DeletionStopped where AWS refuses.
    """
    arns, bounded, asked, ends = tuple(machine_arns), wait(), set[str](), False
    while (left := running(machines, arns)) and not bounded.over():
        for each in left:
            if each.arn not in asked:
                asked.add(each.arn)
                ends |= _ends_by_itself(each, api, say)
        if not ends:
            break
        bounded.pause(f"{len(left)} to end: {_some(left)}")
    for each in left:
        with explained("stop the executions of the state machines"):
            machines.stop_execution(executionArn=each.arn, error="Deleted", cause="make delete")
        say(f"Stopped {each}." + (" Its challenges may have left DNS records." if each.order_id else ""))
    return left


def _ends_by_itself(execution: Execution, api: Invocation | None, say: Callable[[str], None]) -> bool:
    """Whether the execution is worth waiting for: a notice, an order that is cancelled, or one that the CA issues."""
    if not execution.order_id:
        return True
    if api is None:
        return False
    try:
        api.request("DELETE", f"/scopes/{execution.scope}/orders/{execution.order_id}")
    except RefusedError as refusal:
        if refusal.kind == ProblemKind.OUT_OF_ORDER:
            return True
        say(f"The {execution} cannot be cancelled: {refusal}.")
        return False
    except CommandError as reason:
        say(f"The {execution} cannot be cancelled: {reason}.")
        return False
    say(f"Cancelled {execution}.")
    return True


def _execution(arn: str, text: str) -> Execution:
    try:
        given = json.loads(text)
        return Execution(arn, given["scope"], given["order_id"])
    except (ValueError, TypeError, LookupError):
        return Execution(arn)


def _some(executions: tuple[Execution, ...]) -> str:
    return str(executions[0]) + (" and others" if len(executions) > 1 else "")


def bounded(clock: Clock, seconds: float, say: Callable[[str], None]) -> Callable[[], Wait]:
    """Return what begins a wait of these seconds by the clock, which says by `say` what it waits for."""
    return lambda: Wait(clock, seconds, say, POLL_SECONDS)
