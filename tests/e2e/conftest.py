"""The world that end-to-end tests share: the real template, IAM enforced, against a Pebble that is difficult."""

from collections.abc import Iterator

import pytest

from infra.local.aws import Cloud
from infra.local.caller import Caller, anonymous, assume
from infra.local.deploy import Deployed
from infra.local.pebble_settings import PebbleSettings
from infra.local.roles import create_role
from infra.local.world import DELEGATION_ZONE, IssuanceIntervals, World
from tests.e2e.dns import hosted_zone

# As Pebble comes it validates after up to 15 s; 3 s are enough to make every order wait.
DIFFICULT = PebbleSettings(refused_nonces_percent=15, validation_delay_seconds=3)
INTERVALS = IssuanceIntervals(verify_seconds=10, poll_seconds=1, retry_seconds=1)
WORLD_SECONDS = 3600.0


@pytest.fixture(scope="session")
def world() -> Iterator[World]:
    """A world without Certkeeper's template, for all tests of a run."""
    with World(seconds=WORLD_SECONDS, pebble_settings=DIFFICULT) as world:
        yield world


@pytest.fixture(scope="session")
def cloud(world: World) -> Cloud:
    """AWS, as whoever set it up."""
    return world.cloud


@pytest.fixture(scope="session")
def delegation(cloud: Cloud) -> str:
    """The id of the hosted zone that CNAMEs lead into: one, for nobody could distinguish two of one name."""
    return hosted_zone(cloud, DELEGATION_ZONE)


@pytest.fixture(scope="session")
def deployed(world: World) -> Deployed:
    """The real template, deployed once; the customer's site redirects to it."""
    return world.deploy(INTERVALS)


def _caller(cloud: Cloud, deployed: Deployed, role: str) -> Caller:
    arn = create_role(cloud, f"e2e-{role.lower()}", [deployed.outputs[f"{role}PolicyArn"]])
    return assume(cloud, arn, deployed.api_url, session_name=f"a-{role.lower()}")


@pytest.fixture(scope="session")
def viewer(cloud: Cloud, deployed: Deployed) -> Caller:
    """Who sees everything but private keys, in all scopes."""
    return _caller(cloud, deployed, "Viewer")


@pytest.fixture(scope="session")
def operator(cloud: Cloud, deployed: Deployed) -> Caller:
    """Who orders and renews, in all scopes."""
    return _caller(cloud, deployed, "Operator")


@pytest.fixture(scope="session")
def exporter(cloud: Cloud, deployed: Deployed) -> Caller:
    """Who takes certificates with their keys, in all scopes."""
    return _caller(cloud, deployed, "Exporter")


@pytest.fixture(scope="session")
def administrator(cloud: Cloud, deployed: Deployed) -> Caller:
    """Who may do everything."""
    return _caller(cloud, deployed, "Administrator")


@pytest.fixture(scope="session")
def nobody(deployed: Deployed) -> Caller:
    """Who signs nothing."""
    return anonymous(deployed.api_url)
