"""The account's log role of API Gateway, which other teams' APIs may use, is not replaced unless somebody says so."""

from collections.abc import Callable, Iterator

import boto3
import pytest
from botocore.stub import Stubber

from infra.deploy.access_logs import check_replacement, propose, role_of_others
from infra.deploy.parameters import parameters_of
from infra.deploy.refusal import DeploymentRefused
from infra.deploy.stack import StackLocation
from tests.architecture.deployed import template

PARAMETERS = parameters_of(template())
PLACE = StackLocation("certkeeper", "eu-west-1")
THEIRS = "arn:aws:iam::123456789012:role/platform/api-gateway-logs"
OWN = "arn:aws:iam::123456789012:role/certkeeper-AccessLogRole-1A2B3C4D5E6F"

STAGING = "arn:aws:iam::123456789012:role/certkeeper-staging-AccessLogRole-1A2B3C4D5E6F"


def found(prepare: Callable[[Stubber], None]) -> str | None:
    """The role of others, in an account that answers as `prepare` says."""
    client = boto3.client("apigateway", region_name=PLACE.region, aws_access_key_id="no", aws_secret_access_key="no")
    with Stubber(client) as stub:
        prepare(stub)
        return role_of_others(client, PLACE)


def answers(*lines: str) -> Callable[[str], str]:
    """A person who types these lines and then leaves."""
    typed: Iterator[str] = iter(lines)

    def prompt(_: str) -> str:
        for line in typed:
            return line
        raise EOFError

    return prompt


@pytest.mark.parametrize(
    ("account", "role"),
    [
        ({"cloudwatchRoleArn": THEIRS}, THEIRS),
        ({"cloudwatchRoleArn": STAGING}, STAGING),
        ({"cloudwatchRoleArn": OWN}, None),
        ({"cloudwatchRoleArn": ""}, None),
        ({}, None),
    ],
)
def test_a_role_is_of_others_unless_an_earlier_deployment_of_this_stack_made_it(
    account: dict[str, str], role: str | None
) -> None:
    """It stays when the stack is deleted."""
    assert found(lambda stub: stub.add_response("get_account", account)) == role


def test_an_account_that_does_not_say_is_said_and_holds_nobody_up(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever deploys through a role of CloudFormation's may have no right to read it."""
    denied = "User is not authorized to perform: apigateway:GET"
    assert found(lambda stub: stub.add_client_error("get_account", "AccessDeniedException", denied)) is None
    assert denied in capsys.readouterr().out


def test_the_role_of_others_is_what_is_proposed() -> None:
    """Enter takes nothing away from anybody."""
    asked = [PARAMETERS["LogRetentionDays"], PARAMETERS["AccessLogs"]]
    retention, logs = propose(asked, THEIRS)
    assert logs.default == "existing"
    assert THEIRS in logs.description
    assert retention == asked[0]
    assert propose(asked, None) == tuple(asked)
    assert PARAMETERS["AccessLogs"].default == "set-up"


@pytest.mark.parametrize("lines", [(), ("",), ("y",), ("no",)])
def test_set_up_over_a_role_of_others_is_refused(lines: tuple[str, ...]) -> None:
    """Wherever the value came from, SET or an answer; a pipe that ends is no consent."""
    with pytest.raises(DeploymentRefused, match=f"would replace {THEIRS}. Use SET=AccessLogs=existing"):
        check_replacement({"AccessLogs": "set-up"}, THEIRS, answers(*lines))


def test_set_up_over_a_role_of_others_needs_a_yes() -> None:
    """Said after the role was shown."""
    check_replacement({"AccessLogs": "set-up"}, THEIRS, answers("yes"))


@pytest.mark.parametrize(("changed", "role"), [({"AccessLogs": "existing"}, THEIRS), ({"AccessLogs": "set-up"}, None)])
def test_nothing_is_asked_where_nothing_is_replaced(changed: dict[str, str], role: str | None) -> None:
    """And nothing where the deployed stack keeps its value: CloudFormation does not touch the setting then."""
    check_replacement(changed, role, answers())
    check_replacement({}, THEIRS, answers())
