"""Updates of all functions while orders run: each of them is issued, and nothing ends in a queue."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from infra.bootstrap.environments import BUILD, ROOT
from infra.layers.build import FUNCTIONS, LAYERS
from infra.layers.compiling import compile_all
from infra.layers.local import layers
from infra.layers.target import host_target
from infra.local.aws import Cloud
from infra.local.caller import Caller
from infra.local.deploy import STACK, Deployed
from infra.local.deployment.packaging import Packager
from infra.local.deployment.stack import update_stack
from infra.local.deployment.template import read_template
from infra.local.world import World
from tests.architecture.deployed import functions
from tests.e2e.order_journey import MAX_SECONDS, POLL_SECONDS, ensure_scope, issue, place, verify, wait_until

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

TASK = "functions/issuance/finalize_order/app.py"
"""The code of a task that every order comes to."""

FAULT = "import certkeeper.gone\n"
"""What its function cannot be started with."""


class Releases:
    """The deployed stack, and releases of the functions' code that it can be updated to."""

    def __init__(self, cloud: Cloud, deployed: Deployed, scratch: Path) -> None:
        self._cloud = cloud
        self._scratch = scratch
        self.machine = deployed.outputs["StateMachineArn"]
        self.lambda_: LambdaClient = cloud.session.client("lambda", endpoint_url=cloud.endpoint)

    def faulty(self) -> Path:
        """A release in which the function of TASK cannot be started."""
        built = self._copy("faulty")
        task = built / FUNCTIONS / TASK
        with task.open("a", encoding="utf-8") as code:
            code.write(FAULT)
        shutil.rmtree(task.parent / "__pycache__")
        return built

    def renamed(self) -> Path:
        """A release in which a package of Certkeeper has another name: no function runs on the code before."""
        built = self._copy("renamed")
        entrypoints = built / FUNCTIONS / "certkeeper" / "entrypoints"
        (entrypoints / "wiring").rename(entrypoints / "joined")
        for file in (built / FUNCTIONS).rglob("*.py"):
            text = file.read_text(encoding="utf-8")
            file.write_text(text.replace("entrypoints.wiring", "entrypoints.joined"), encoding="utf-8")
        compile_all(host_target(), built / FUNCTIONS, "/var/task")
        return built

    def _copy(self, name: str) -> Path:
        built = self._scratch / name
        shutil.copytree(layers() / FUNCTIONS, built / FUNCTIONS)
        for layer in LAYERS:
            (built / layer).symlink_to(layers() / layer)
        return built

    def deploy(self, built: Path) -> None:
        """Update the stack to the code in a folder of built artifacts."""
        s3 = self._cloud.session.client("s3", endpoint_url=self._cloud.endpoint)
        cloudformation = self._cloud.session.client("cloudformation", endpoint_url=self._cloud.endpoint)
        packager = Packager(s3, layers=built, cache=BUILD / "zips" if built == layers() else self._scratch / "zips")
        update_stack(cloudformation, STACK, packager.url(packager.package(read_template(ROOT / "template.yaml"), ROOT)))

    def deployed(self) -> list[str]:
        """The hashes of the code that the functions have."""
        names = (f"{STACK}-{each.operation}" for each in functions())
        return [self.lambda_.get_function_configuration(FunctionName=name)["CodeSha256"] for name in names]


@pytest.fixture(scope="module")
def releases(cloud: Cloud, deployed: Deployed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Releases]:
    """The stack that other tests use, which gets back what it had."""
    made = Releases(cloud, deployed, tmp_path_factory.mktemp("releases"))
    before = made.deployed()
    yield made
    if made.deployed() != before:
        made.deploy(layers())


@pytest.fixture
def own_dns(world: World) -> Iterator[None]:
    """DNS without the emulator's hosted zones: it answers nothing for two seconds while it reads a new template.

    The CA would not wait for DNS that long.
    """
    zones, world.dns.records.zones = world.dns.records.zones, None
    yield
    world.dns.records.zones = zones


@pytest.mark.usefixtures("own_dns")
def test_orders_that_run_while_all_functions_are_replaced_are_issued(
    cloud: Cloud, releases: Releases, administrator: Caller
) -> None:
    """Those that are busy and one that waits for a person; with a release first whose code cannot be imported."""
    ensure_scope(administrator)
    faulty, renamed = releases.faulty(), releases.renamed()
    before, letters = releases.deployed(), in_queues(cloud)
    assert len(set(before)) == 1
    asleep = place(administrator, "asleep.example.test", steps="manual")
    running = [place(administrator, f"before-{number}.example.test") for number in range(2)]

    releases.deploy(faulty)
    running += [place(administrator, f"between-{number}.example.test") for number in range(2)]
    wait_for_failed_task(cloud, releases.machine, running, "certkeeper.gone")

    releases.deploy(renamed)
    running.append(place(administrator, "after.example.test"))
    assert {*releases.deployed()}.isdisjoint(before)

    wait_until(administrator, asleep, "pending", action="verify")
    assert verify(administrator, asleep, "http-01").status == 202
    wait_until(administrator, asleep, "ready", action="issue")
    assert issue(administrator, asleep).status == 202
    for order in (*running, asleep):
        wait_until(administrator, order, "valid")
    assert in_queues(cloud) == letters


def wait_for_failed_task(cloud: Cloud, machine: str, orders: list[dict[str, Any]], cause: str) -> None:
    """Returns when a task of one of the orders has failed for this cause."""
    machines = cloud.session.client("stepfunctions", endpoint_url=cloud.endpoint)
    deadline = time.monotonic() + MAX_SECONDS
    while time.monotonic() < deadline:
        for order in orders:
            execution = f"{machine.replace(':stateMachine:', ':execution:')}:{order['order_id']}"
            events = machines.get_execution_history(executionArn=execution, maxResults=1000)["events"]
            if cause in str([event for event in events if "Failed" in event["type"]]):
                return
        time.sleep(POLL_SECONDS)
    raise AssertionError(f"no task has failed for {cause}")


def in_queues(cloud: Cloud) -> dict[str, str]:
    """How many messages each queue has, by its address: events and runs that nobody could process."""
    sqs = cloud.session.client("sqs", endpoint_url=cloud.endpoint)
    counted = {}
    for url in sqs.list_queues()["QueueUrls"]:
        if url.endswith("-inbox"):  # where this world's notices arrive
            continue
        attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        counted[url] = attributes["ApproximateNumberOfMessages"]
    assert counted
    return counted
