"""The state machine's own role is sufficient, asked of IAM: the emulator does not enforce it while the machine runs."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from infra.local.aws import Cloud
from infra.local.deploy import STACK, Deployed

SDK_CALL = re.compile(r"arn:aws:states:::aws-sdk:dynamodb:(\w+?)(?:\.waitForTaskToken)?")


def test_the_role_may_make_every_call_of_the_deployed_definition(cloud: Cloud, deployed: Deployed) -> None:
    """Every call of every state, with the resource that it is made on, is allowed by the role as it was deployed."""
    machines = cloud.session.client("stepfunctions", endpoint_url=cloud.endpoint)
    iam = cloud.session.client("iam", endpoint_url=cloud.endpoint)
    machine = machines.describe_state_machine(stateMachineArn=deployed.outputs["StateMachineArn"])
    calls = set(_calls(json.loads(machine["definition"]), deployed.outputs))
    denied = [
        (action, resource, found["EvalDecision"])
        for action, resource in sorted(calls)
        for found in iam.simulate_principal_policy(
            PolicySourceArn=machine["roleArn"], ActionNames=[action], ResourceArns=[resource]
        )["EvaluationResults"]
        if found["EvalDecision"] != "allowed"
    ]
    assert {action for action, _ in calls} == {"dynamodb:UpdateItem", "lambda:InvokeFunction", "states:StartExecution"}
    assert not denied


def test_the_machines_have_a_part_of_the_stacks_id_in_their_names(deployed: Deployed) -> None:
    """A stack that is deployed again under its name has another id, and so machines that are not being deleted."""
    creation = deployed.outputs["StackId"].rpartition("/")[2].partition("-")[0]
    assert len(creation) == 8
    for machine, output in (("issuance", "StateMachineArn"), ("notices", "NoticeMachineArn")):
        assert deployed.outputs[output].endswith(f":stateMachine:{STACK}-{machine}-{creation}")


def test_the_role_may_not_do_what_no_state_does(cloud: Cloud, deployed: Deployed) -> None:
    """Neither another action on the table nor a function that no state calls."""
    machines = cloud.session.client("stepfunctions", endpoint_url=cloud.endpoint)
    iam = cloud.session.client("iam", endpoint_url=cloud.endpoint)
    role = machines.describe_state_machine(stateMachineArn=deployed.outputs["StateMachineArn"])["roleArn"]
    table = _table_arn(deployed.outputs["StateMachineArn"], deployed.outputs["TableName"])
    export = (
        role.rpartition(":role/")[0].replace(":iam::", ":lambda:us-east-1:") + ":function:certkeeper-export_certificate"
    )
    for action, resource in (("dynamodb:DeleteItem", table), ("lambda:InvokeFunction", export)):
        (found,) = iam.simulate_principal_policy(PolicySourceArn=role, ActionNames=[action], ResourceArns=[resource])[
            "EvaluationResults"
        ]
        assert found["EvalDecision"] == "implicitDeny"


def test_the_role_of_notices_may_publish_to_certkeepers_topic_and_nowhere_else(
    cloud: Cloud, deployed: Deployed
) -> None:
    """As it was deployed; somebody else's topic is none of its business."""
    machines = cloud.session.client("stepfunctions", endpoint_url=cloud.endpoint)
    iam = cloud.session.client("iam", endpoint_url=cloud.endpoint)
    machine = machines.describe_state_machine(stateMachineArn=deployed.outputs["NoticeMachineArn"])
    (state,) = json.loads(machine["definition"])["States"].values()
    topic = deployed.outputs["NoticesTopicArn"]
    assert (state["Resource"], state["Parameters"]["TopicArn"]) == ("arn:aws:states:::sns:publish", topic)
    for resource, decision in ((topic, "allowed"), (f"{topic}-another", "implicitDeny")):
        (found,) = iam.simulate_principal_policy(
            PolicySourceArn=machine["roleArn"], ActionNames=["sns:Publish"], ResourceArns=[resource]
        )["EvaluationResults"]
        assert found["EvalDecision"] == decision, resource


def _calls(definition: dict[str, Any], outputs: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Action and resource of each task."""
    for name, state in definition["States"].items():
        if state["Type"] != "Task":
            continue
        resource: str = state["Resource"]
        if ":function:" in resource:
            yield "lambda:InvokeFunction", resource
        elif found := SDK_CALL.fullmatch(resource):
            action = found[1][0].upper() + found[1][1:]
            yield f"dynamodb:{action}", _table_arn(outputs["StateMachineArn"], state["Parameters"]["TableName"])
        elif resource == "arn:aws:states:::states:startExecution":
            yield "states:StartExecution", outputs["StateMachineArn"]
        else:
            raise AssertionError(f"what does {name} need? {resource}")


def _table_arn(machine_arn: str, table: str) -> str:
    """In the account and region of the machine."""
    _, partition, _, region, account, *_ = machine_arn.split(":")
    return f"arn:{partition}:dynamodb:{region}:{account}:table/{table}"
