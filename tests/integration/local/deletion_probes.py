"""Probes of the patches for deletions: each asks the emulator one question that the patch is about."""

import json
import time
from typing import Any

from infra.local.deployment.stack import DeployFailed, create_stack
from infra.local.roles import create_role
from tests.integration.local.conftest import Probe

POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sns:Publish", "Resource": "*"}]}
SLEEPS = {"StartAt": "Sleep", "States": {"Sleep": {"Type": "Wait", "Seconds": 600, "End": True}}}


def machine_of_a_deleted_stack(probe: Probe) -> list[str]:
    """Delete a stack whose machine runs; whether it can be created again at once, and when the execution has ended."""
    machines = probe.cloud.session.client("stepfunctions", endpoint_url=probe.cloud.endpoint)
    role = create_role(probe.cloud, "sleeps", [])
    properties = {"StateMachineName": "sleeps", "RoleArn": role, "DefinitionString": json.dumps(SLEEPS)}
    machine = {"Type": "AWS::StepFunctions::StateMachine", "Properties": properties}
    template = {"Resources": {"Machine": machine}, "Outputs": {"Arn": {"Value": {"Ref": "Machine"}}}}

    def created(stack: str) -> str:
        try:
            create_stack(_cloudformation(probe), stack, template, {})
        except DeployFailed as failure:
            return "refused" if "StateMachineDeleting" in str(failure) else str(failure)
        return "made"

    arn = create_stack(_cloudformation(probe), "sleeps", template, {})["Arn"]
    execution = machines.start_execution(stateMachineArn=arn)["executionArn"]
    _delete(probe, "sleeps")
    at_once = created("sleeps-at-once")
    if at_once == "made":
        return [at_once]
    machines.stop_execution(executionArn=execution)
    return [at_once, created("sleeps-later")]


def end_of_a_stack_with_an_attached_policy(probe: Probe) -> str:
    """The status of a stack that is deleted while a role of somebody else has its policy."""
    policy = {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": POLICY}}
    template = {"Resources": {"Policy": policy}, "Outputs": {"Arn": {"Value": {"Ref": "Policy"}}}}
    arn = create_stack(_cloudformation(probe), "attached", template, {})["Arn"]
    create_role(probe.cloud, "has-the-policy", [arn])
    return _delete(probe, "attached")


def _delete(probe: Probe, name: str) -> str:
    """Delete a stack; its last status."""
    cloudformation = _cloudformation(probe)
    stack = cloudformation.describe_stacks(StackName=name)["Stacks"][0]["StackId"]
    cloudformation.delete_stack(StackName=stack)
    for _ in range(probe.calls):
        status: str = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]
        if status in {"DELETE_COMPLETE", "DELETE_FAILED"}:
            return status
        time.sleep(0.05)
    return "still there"


def _cloudformation(probe: Probe) -> Any:  # noqa: ANN401 - a client
    return probe.cloud.session.client("cloudformation", endpoint_url=probe.cloud.endpoint)
