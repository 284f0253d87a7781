"""The access of each role on the deployed stack: every route, in its own scope and in another."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

import pytest
from botocore.session import Session

from certkeeper.entrypoints.contract.operations import ALL_ROLES, operations
from certkeeper_cli.api.location import locate
from certkeeper_cli.errors import LocationError
from infra.bootstrap.environments import ROOT
from infra.local.aws import Cloud
from infra.local.caller import Answer, Caller, assume
from infra.local.deploy import Deployed
from infra.local.deployment.stack import create_stack
from infra.local.deployment.template import read_template
from infra.local.processes.emulator_process import REGION
from infra.local.roles import create_role
from tests.architecture.deployed import function

ROLES: tuple[str, ...] = ALL_ROLES
OWN, SECOND, OTHER = "shop", "desk", "bank"
"""Scopes: the policies of infra/access.yaml are for the first two."""

NAMED = "access-shop"
"""The stack of infra/access.yaml."""

FORBIDDEN = "urn:certkeeper:problem:forbidden"
UNSIGNED = "urn:certkeeper:problem:unsigned"
NO_SUCH_ID = "018bcfe5-687b-7000-8000-000000000000"

MAY = {name: set(each.roles) for name, each in operations().items() if not each.public}
"""What each role may call. Whoever has a role in named scopes may call it there only."""

OF_ALL_SCOPES = {"list_scopes", "put_scope", "update_scope", "delete_scope"}
"""What nobody may call with a role in named scopes."""

CELLS = list(product(sorted(MAY), ROLES, (OWN, OTHER)))


@dataclass(frozen=True)
class Callers:
    """Everyone by the name of the role: `Viewer`, `named-Viewer` for the one in OWN and SECOND, `nobody`."""

    by_role: Mapping[str, Caller]

    def call(self, operation: str, role: str, scope: str) -> Answer:
        """An empty request: what it says is not the question, whether it comes through is.

        It is for a revision that nothing has, so that it deletes no scope of another test.
        """
        ((method, path),) = function(operation).routes
        filled = path.format(scope=scope, order_id=NO_SUCH_ID, certificate_id=NO_SUCH_ID, version=1)
        return self.by_role[role].request(
            method, filled, body={} if method in {"PATCH", "POST", "PUT"} else None, headers={"If-Match": '"0"'}
        )


@pytest.fixture(scope="module")
def callers(cloud: Cloud, deployed: Deployed, nobody: Caller) -> Callers:
    """Four roles for all scopes, four for two of them, and somebody who signs nothing."""
    cloudformation = cloud.session.client("cloudformation", endpoint_url=cloud.endpoint)
    narrowed = create_stack(
        cloudformation,
        NAMED,
        read_template(ROOT / "infra" / "access.yaml"),
        {
            "ApiId": deployed.outputs["ApiId"],
            "StageName": deployed.outputs["StageName"],
            "Scopes": f"{OWN},{SECOND}",
            "Policies": ",".join(ROLES),
        },
    )
    policies = {role: deployed.outputs[f"{role}PolicyArn"] for role in ROLES}
    policies |= {f"named-{role}": narrowed[f"{role}PolicyArn"] for role in ROLES}
    roles = {role: create_role(cloud, f"matrix-{role}", [arn]) for role, arn in policies.items()}
    signed = {role: assume(cloud, arn, deployed.api_url) for role, arn in roles.items()}
    return Callers({**signed, "nobody": nobody})


@pytest.mark.parametrize(("operation", "role", "scope"), CELLS)
def test_a_role_for_all_scopes_may_do_what_is_declared(callers: Callers, operation: str, role: str, scope: str) -> None:
    """In every scope alike."""
    _expect(callers.call(operation, role, scope), allowed=role in MAY[operation])


@pytest.mark.parametrize(("operation", "role", "scope"), [*product(sorted(MAY), ROLES, (OWN, SECOND, OTHER))])
def test_a_role_for_named_scopes_may_do_the_same_there_and_nothing_elsewhere(
    callers: Callers, operation: str, role: str, scope: str
) -> None:
    """Another's scope is closed, and so are the scopes themselves."""
    allowed = role in MAY[operation] and scope != OTHER and operation not in OF_ALL_SCOPES
    _expect(callers.call(operation, f"named-{role}", scope), allowed=allowed)


@pytest.mark.parametrize("role", [*ROLES, *(f"named-{role}" for role in ROLES)])
def test_the_command_line_finds_the_api_with_every_role(
    callers: Callers, cloud: Cloud, deployed: Deployed, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    """By the stack's name. What other stacks of the account say stays closed."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", cloud.endpoint)
    credentials = callers.by_role[role].credentials
    assert credentials is not None
    session = Session()
    session.set_credentials(credentials.access_key, credentials.secret_key, credentials.token)
    session.set_config_variable("region", REGION)
    assert locate(session).url == deployed.outputs["ApiUrl"]
    with pytest.raises(LocationError, match="may not"):
        locate(session, stack=NAMED)


def test_only_policies_that_are_asked_for_are_made_under_the_name_that_is_wanted(
    cloud: Cloud, deployed: Deployed
) -> None:
    """As IAM Identity Center needs them: it attaches a policy by its name."""
    cloudformation = cloud.session.client("cloudformation", endpoint_url=cloud.endpoint)
    asked = {
        "ApiId": deployed.outputs["ApiId"],
        "Scopes": OWN,
        "Policies": "Exporter,Viewer",
        "PolicyNamePrefix": "keepers-",
    }
    template = read_template(ROOT / "infra" / "access.yaml")
    outputs = create_stack(cloudformation, "access-by-name", template, asked)
    assert outputs.keys() == {"ViewerPolicyArn", "ExporterPolicyArn"}
    assert {arn.partition(":policy/")[2] for arn in outputs.values()} == {"keepers-Viewer", "keepers-Exporter"}


@pytest.mark.parametrize("operation", sorted(MAY))
def test_whoever_signs_nothing_gets_nothing(callers: Callers, operation: str) -> None:
    """IAM is on every route but one."""
    answer = callers.call(operation, "nobody", OWN)
    assert (answer.status, answer.json()["type"]) == (403, UNSIGNED)


def test_the_responder_is_open_to_the_world(callers: Callers) -> None:
    """The CA signs nothing; a token that was not presented is not found."""
    assert callers.by_role["nobody"].request("GET", f"/.well-known/acme-challenge/{'x' * 43}").status == 404


def _expect(answer: Answer, *, allowed: bool) -> None:
    """Allowed: Certkeeper's own code answers, whatever it says. Refused: it never heard of the request."""
    if allowed:
        assert answer.status in {200, 201, 202, 400, 404, 409, 412, 422, 428}, answer
    else:
        assert (answer.status, answer.json()["type"]) == (403, FORBIDDEN), answer
        assert answer.headers["content-type"] == "application/problem+json"
