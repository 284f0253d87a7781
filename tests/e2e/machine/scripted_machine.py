"""The real state machine with tasks that follow a script, in the emulator: its paths, quickly and on purpose."""

import json
import time
import uuid
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.bootstrap.environments import BUILD, ROOT
from infra.layers.local import layers
from infra.local.aws import Cloud
from infra.local.deployment.packaging import Packager
from infra.local.deployment.stack import create_stack
from infra.local.deployment.template import read_template
from tests.architecture.deployed import FUNCTION

STACK = "scripted"
SCRIPTED = Path(__file__).parent.relative_to(ROOT) / "scripted"
MAX_SECONDS = 120.0
POLL_SECONDS = 0.1
FAILED_TRIES = {"LambdaFunctionFailed", "TaskFailed"}
"""AWS's name for it, and the emulator's."""

Script = dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Run:
    """How an execution ended, through which states, and after how many transitions as AWS counts them."""

    status: str
    error: str
    states: tuple[str, ...]
    transitions: int
    order_id: str


class ScriptedMachine:
    """The machine of a stack whose functions are all the scripted one."""

    def __init__(self, cloud: Cloud) -> None:
        """Deploy it: Certkeeper's template, with other code."""
        self._machines = cloud.session.client("stepfunctions", endpoint_url=cloud.endpoint)
        self._table = cloud.session.client("dynamodb", endpoint_url=cloud.endpoint)
        template = deepcopy(read_template(ROOT / "template.yaml"))
        for resource in template["Resources"].values():
            if resource["Type"] == FUNCTION:
                resource["Properties"] |= {"CodeUri": str(SCRIPTED), "Handler": "app.handler"}
        s3 = cloud.session.client("s3", endpoint_url=cloud.endpoint)
        packager = Packager(s3, layers=layers(), cache=BUILD / "zips")
        packaged = packager.package(template, ROOT)
        cloudformation = cloud.session.client("cloudformation", endpoint_url=cloud.endpoint)
        quick = {"PollIntervalSeconds": "1", "RetryIntervalSeconds": "1", "AccessLogs": "off"}
        self._outputs = create_stack(cloudformation, STACK, packager.url(packaged), quick)

    def run(self, script: Script | None = None, *, steps: str = "automatic", wake_count: int = 0) -> Run:
        """Run an order to its end. `wake_count` are the calls that came before the machine could fall asleep."""
        order_id = str(uuid.uuid4())
        row = {"pk": {"S": "SCOPE#shop#ORDERS"}, "sk": {"S": order_id}, "wake_count": {"N": str(wake_count)}}
        self._table.put_item(TableName=self._outputs["TableName"], Item=row)
        given = {"scope": "shop", "order_id": order_id, "steps": steps, "run": 1, "script": script or {}}
        started = self._machines.start_execution(
            stateMachineArn=self._outputs["StateMachineArn"], name=order_id, input=json.dumps(given)
        )
        return self._ended(started["executionArn"], order_id)

    def next_run(self, run: Run) -> Run:
        """The execution that went on with the order."""
        arn = self._outputs["StateMachineArn"].replace(":stateMachine:", ":execution:")
        return self._ended(f"{arn}:{run.order_id}-2", run.order_id)

    def _ended(self, execution: str, order_id: str) -> Run:
        deadline = time.monotonic() + MAX_SECONDS
        while (found := self._machines.describe_execution(executionArn=execution))["status"] == "RUNNING":
            assert time.monotonic() < deadline, found
            time.sleep(POLL_SECONDS)
        events = self._machines.get_execution_history(executionArn=execution, maxResults=1000)["events"]
        entered = [event["stateEnteredEventDetails"]["name"] for event in events if "stateEnteredEventDetails" in event]
        retried = sum(event["type"] in FAILED_TRIES for event in events)
        return Run(found["status"], found.get("error", ""), tuple(entered), len(entered) + retried, order_id)
