"""Orders that end without a certificate: each with its reason, and with nothing left behind."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from infra.local.aws import Cloud
from infra.local.caller import Caller
from infra.local.deploy import Deployed
from infra.local.site import CA_USER_AGENT
from infra.local.world import World
from tests.e2e.changed_environment import lifetime_of_orders
from tests.e2e.order_journey import POLL_SECONDS, ensure_scope, place, wait_until

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

pytestmark = pytest.mark.usefixtures("scope")


@pytest.fixture(scope="module")
def scope(administrator: Caller) -> None:
    """The scope to order in."""
    ensure_scope(administrator)


def assert_nothing_left(cloud: Cloud, deployed: Deployed, viewer: Caller, order: dict[str, Any]) -> None:
    """A red execution; after it no certificate, and no secret that is not on its way out."""
    machines = cloud.session.client("stepfunctions", endpoint_url=cloud.endpoint)
    execution = f"{deployed.outputs['StateMachineArn'].replace(':stateMachine:', ':execution:')}:{order['order_id']}"
    while (status := machines.describe_execution(executionArn=execution)["status"]) == "RUNNING":
        time.sleep(POLL_SECONDS)
    assert status == "FAILED"
    shown = viewer.request("GET", f"/scopes/{order['scope']}/certificates/{order['certificate_id']}")
    assert shown.status == 404
    secrets = cloud.session.client("secretsmanager", endpoint_url=cloud.endpoint)
    secret_id = f"{deployed.outputs['SecretPrefix']}/certificates/{order['certificate_id']}"
    assert not still_there(secrets, secret_id)


def test_a_name_that_the_ca_refuses_ends_with_the_cas_own_problem(
    cloud: Cloud, deployed: Deployed, operator: Caller, viewer: Caller
) -> None:
    """Nothing was verified, so nothing was spent."""
    order = place(operator, "blocked.test", scope="all")
    ended = wait_until(viewer, order, "invalid")
    assert ended["failure"]["acme_type"] == "urn:ietf:params:acme:error:rejectedIdentifier"
    assert_nothing_left(cloud, deployed, viewer, order)


def test_a_name_that_only_the_ca_could_not_verify_is_named_with_what_it_saw(
    world: World, cloud: Cloud, deployed: Deployed, operator: Caller, viewer: Caller
) -> None:
    """A site that treats the CA differently from Certkeeper: Certkeeper's check was fine, the CA's was not."""
    name = "two-faced.example.test"
    with two_faced_site(world, deployed, "127.0.0.3"):
        world.dns.records.put(name, "A", ["127.0.0.3"])
        order = place(operator, name)
        ended = wait_until(viewer, order, "invalid")
    assert ended["failure"]["code"] == "validation_failed"
    assert ended["failure"]["names"] == [name]
    assert ended["failure"]["acme_type"].startswith("urn:ietf:params:acme:error:")
    assert_nothing_left(cloud, deployed, viewer, order)


def test_an_order_past_its_deadline_is_expired(
    world: World, cloud: Cloud, deployed: Deployed, operator: Caller, viewer: Caller
) -> None:
    """The deadline is bounded by a parameter; here, by a few seconds."""
    name = "too-late.example.test"
    world.dns.records.put(name, "A", ["127.0.0.2"])
    with lifetime_of_orders(cloud, seconds=6):
        order = place(operator, name)
        ended = wait_until(viewer, order, "expired")
    assert ended["failure"]["code"] == "deadline_passed"
    assert ended["findings"][0]["code"] == "connection_refused"
    assert_nothing_left(cloud, deployed, viewer, order)


def still_there(secrets: SecretsManagerClient, secret_id: str) -> bool:
    """Whether the secret is neither gone nor on its way out."""
    try:
        return "DeletedDate" not in secrets.describe_secret(SecretId=secret_id)
    except secrets.exceptions.ResourceNotFoundException:
        return False


@contextmanager
def two_faced_site(world: World, deployed: Deployed, address: str) -> Iterator[None]:
    """A site on another loopback address that redirects everyone but the CA."""

    class TwoFaced(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if CA_USER_AGENT in self.headers.get("User-Agent", ""):
                self.send_response(403)
            else:
                self.send_response(301)
                self.send_header("Location", deployed.api_url + self.path)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer((address, world.site.port), TwoFaced)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
