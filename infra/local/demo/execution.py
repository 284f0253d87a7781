"""Following an execution of the state machine, as Step Functions records it."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from infra.local.aws import Cloud
from infra.local.demo.failure import DemoFailed
from infra.local.deploy import Deployed

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient

POLL_SECONDS = 0.1
MAX_SECONDS = 180.0


@dataclass(frozen=True, slots=True)
class EnteredState:
    """A state that was entered, and how many seconds after the beginning."""

    state: str
    seconds: float


def watch_order(cloud: Cloud, deployed: Deployed, order_id: str) -> Iterator[EnteredState]:
    """Yield each state of the deployed state machine in the cloud as the execution of the order enters it.

    `order_id` names the execution. Raises DemoFailed where it does not succeed within MAX_SECONDS.
    """
    machines = cloud.session.client("stepfunctions", endpoint_url=cloud.endpoint)
    yield from entered_states(machines, deployed.outputs["StateMachineArn"], order_id)


def entered_states(machines: "SFNClient", machine_arn: str, order_id: str) -> Iterator[EnteredState]:
    """Yield each state as the execution of an order enters it, until it has succeeded.

    `machines` is the client of Step Functions; the execution is that of `machine_arn` named `order_id`. Raises
    DemoFailed where it ends otherwise or is still running after MAX_SECONDS.
    """
    execution = f"{machine_arn.replace(':stateMachine:', ':execution:')}:{order_id}"
    deadline = time.monotonic() + MAX_SECONDS
    shown = 0
    while True:
        # Status before history: what is in the history when it has ended is all there will be.
        status = machines.describe_execution(executionArn=execution)["status"]
        entered = _entered(machines, execution)
        yield from entered[shown:]
        shown = len(entered)
        if status == "SUCCEEDED":
            return
        if status != "RUNNING":
            raise DemoFailed(f"the execution has ended {status} after {entered[-1].state if entered else 'nothing'}")
        if time.monotonic() > deadline:
            raise DemoFailed(f"the execution is still running after {MAX_SECONDS:.0f} s")
        time.sleep(POLL_SECONDS)


def _entered(machines: "SFNClient", execution: str) -> list[EnteredState]:
    """All states that were entered so far."""
    pages = machines.get_paginator("get_execution_history").paginate(executionArn=execution)
    events = [event for page in pages for event in page["events"]]
    return [
        EnteredState(
            event["stateEnteredEventDetails"]["name"], (event["timestamp"] - events[0]["timestamp"]).total_seconds()
        )
        for event in events
        if "stateEnteredEventDetails" in event
    ]
