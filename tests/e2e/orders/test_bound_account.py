"""External account binding, deployed: a CA that takes no other accounts, and a secret that only OpenOrder reads."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from infra.local.administrator import administrator_role
from infra.local.aws import Cloud
from infra.local.caller import Caller, assume
from infra.local.deploy import Deployed, deploy
from infra.local.world import IssuanceIntervals, World
from tests.e2e.changed_environment import environment
from tests.e2e.order_journey import ensure_scope, place, wait_until

KID, HMAC_KEY = "kid-1", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY"
BOUND = {"externalAccountBindingRequired": True, "externalAccountMACKeys": {KID: HMAC_KEY}}
SECRET = "certkeeper/accounts/binding"


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """A world of its own, for its CA is another one."""
    with World(seconds=900.0, pebble_overrides=BOUND) as world:
        yield world


@pytest.fixture(scope="module")
def deployed(world: World) -> Deployed:
    """The stack has been given the name of a secret that is not there yet."""
    parameters = world.parameters() | IssuanceIntervals().parameters() | {"AcmeBindingSecret": SECRET}
    # Here orders go their whole way, so the wider rights on rows are tried beside the binding.
    deployed = deploy(world.cloud, parameters | {"RowConditions": "by-function"})
    world.site.redirect_to = deployed.api_url
    return deployed


@pytest.fixture(scope="module")
def cloud(world: World) -> Cloud:
    """AWS, as whoever set it up."""
    return world.cloud


@pytest.fixture(scope="module")
def caller(cloud: Cloud, deployed: Deployed) -> Caller:
    """Who orders."""
    caller = assume(cloud, administrator_role(cloud, deployed), deployed.api_url)
    ensure_scope(caller)
    return caller


def refusal(caller: Caller, name: str) -> str:
    """What an order says that ends for want of a binding."""
    ended = wait_until(caller, place(caller, name, challenge="http-01"), "invalid")
    assert ended["failure"]["code"] == "account_binding"
    assert ended["authorizations"] == []
    return str(ended["failure"]["detail"])


def test_an_order_is_issued_once_the_secret_says_what_the_ca_gave(cloud: Cloud, caller: Caller) -> None:
    """Until then each order says what to do: no name, no secret, one that may not be read, one that nobody can."""
    secrets = cloud.session.client("secretsmanager", endpoint_url=cloud.endpoint)
    with environment(cloud, "certkeeper-open_order", ACME_BINDING_SECRET=""):
        assert "stack's parameter AcmeBindingSecret" in refusal(caller, "unnamed.example.test")
    assert "does not exist" in refusal(caller, "missing.example.test")
    secrets.create_secret(Name="elsewhere", SecretString="{}")
    with environment(cloud, "certkeeper-open_order", ACME_BINDING_SECRET="elsewhere"):
        assert "/accounts/" in refusal(caller, "elsewhere.example.test")
    secrets.create_secret(Name=SECRET, SecretString="not JSON")
    assert "must be JSON" in refusal(caller, "unreadable.example.test")
    secrets.put_secret_value(SecretId=SECRET, SecretString=json.dumps({"kid": KID, "hmac_key": HMAC_KEY}))
    issued = wait_until(caller, place(caller, "bound.example.test", challenge="http-01"), "valid")
    assert HMAC_KEY not in json.dumps(issued)
