"""The deployed stack that is tried, as its account sees it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import boto3

from certkeeper_cli.invocation import ApiOptions, Invocation
from infra.deploy.account import CLIENT_CONFIG
from infra.deploy.refusal import DeploymentRefused
from infra.deploy.stack import StackLocation, deployed_stack

FUNCTION = "AWS::Lambda::Function"
MACHINE = "AWS::StepFunctions::StateMachine"
ALARM = "AWS::CloudWatch::Alarm"
LOG_GROUP = "AWS::Logs::LogGroup"


@dataclass(frozen=True, slots=True)
class Options:
    """What a person asks for: `url` in place of the stack's, a `scope` to write in, a public `name` to resolve."""

    url: str | None = None
    scope: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """The stack: its parameters and outputs by name, its resources' physical ids by type and logical id.

    `created_at` and `now` are in UTC.
    """

    session: boto3.Session
    location: StackLocation
    options: Options
    parameters: Mapping[str, str]
    outputs: Mapping[str, str]
    resources: Mapping[str, Mapping[str, str]]
    created_at: datetime
    now: datetime

    @property
    def url(self) -> str:
        """The API's address with its stage."""
        return (self.options.url or self.outputs["ApiUrl"]).rstrip("/")

    @property
    def api(self) -> Invocation:
        """The API, called with the credentials of the session."""
        return Invocation(ApiOptions(self.options.url, None, self.location.region, self.location.stack), "json")

    @property
    def partition(self) -> str:
        """The partition of AWS, as in ARNs."""
        return self.outputs["StackId"].split(":")[1]

    @property
    def account(self) -> str:
        """The number of the account."""
        return self.outputs["StackId"].split(":")[4]

    def of_type(self, kind: str) -> Mapping[str, str]:
        """Return the physical ids of resources of this kind, a type of CloudFormation's, by logical id."""
        return self.resources.get(kind, {})


def read_target(session: boto3.Session, location: StackLocation, options: Options, now: datetime) -> Target:
    """Return the stack at the location, as the session sees it now, to be tried with these options.

    Raises DeploymentRefused where there is none that could be tried.
    """
    client = session.client("cloudformation", config=CLIENT_CONFIG)
    if deployed_stack(client, location) is None:
        raise DeploymentRefused(f"There is no stack {location}. Deploy it first (make deploy).")
    (stack,) = client.describe_stacks(StackName=location.stack)["Stacks"]
    resources: dict[str, dict[str, str]] = {}
    for page in client.get_paginator("list_stack_resources").paginate(StackName=location.stack):
        for each in page["StackResourceSummaries"]:
            physical_ids = resources.setdefault(each["ResourceType"], {})
            physical_ids[each["LogicalResourceId"]] = each.get("PhysicalResourceId", "")
    return Target(
        session=session,
        location=location,
        options=options,
        parameters={each["ParameterKey"]: each["ParameterValue"] for each in stack.get("Parameters", ())},
        outputs={each["OutputKey"]: each["OutputValue"] for each in stack.get("Outputs", ())},
        resources=resources,
        created_at=stack["CreationTime"],
        now=now,
    )
