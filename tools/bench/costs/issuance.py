"""What one automatic issuance costs, on the deployed template in the local world."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from infra.local.administrator import administrator_role
from infra.local.caller import Caller, assume
from infra.local.deploy import Deployed
from infra.local.pebble_settings import PebbleSettings
from infra.local.world import IssuanceIntervals, World
from tests.e2e import order_journey

INTERVALS = IssuanceIntervals(poll_seconds=5)
"""The template's default first pause between polls."""
PEBBLE_SETTINGS = PebbleSettings(refused_nonces_percent=0, validation_delay_seconds=3)
"""A CA that takes up to 3 seconds to validate, as Let's Encrypt may, and refuses no nonce."""
ACME_REQUEST = b"-> calling handler()"
"""How Pebble's log notes a request."""


@dataclass(frozen=True, slots=True)
class IssuanceCost:
    """`states` entered and `retries` are the state machine's transitions; CPU is that of the functions, warm."""

    states: int
    retries: int
    acme_requests: int
    cpu_seconds: float

    @property
    def transitions(self) -> int:
        """What AWS charges for."""
        return self.states + self.retries


def issuance_cost() -> IssuanceCost:
    """Issue two certificates and return what the second took: the first finds no account, and cold functions."""
    with World(pebble_settings=PEBBLE_SETTINGS) as world:
        deployed = world.deploy(INTERVALS)
        administrator = assume(world.cloud, administrator_role(world.cloud, deployed), deployed.api_url)
        order_journey.ensure_scope(administrator)
        _issue(administrator, "first.example.test")
        asked, cpu = _acme_requests(world), _cpu_seconds(world.emulator.pid)
        order_id = _issue(administrator, "second.example.test")
        states, retries = _transitions(world, deployed, order_id)
        return IssuanceCost(states, retries, _acme_requests(world) - asked, _cpu_seconds(world.emulator.pid) - cpu)


def _issue(administrator: Caller, name: str) -> str:
    order = order_journey.place(administrator, name, challenge="http-01")
    order_journey.wait_until(administrator, order, "valid")
    order_id: str = order["order_id"]
    return order_id


def _transitions(world: World, deployed: Deployed, order_id: str) -> tuple[int, int]:
    """States entered, and attempts of tasks beyond the first."""
    arn = deployed.outputs["StateMachineArn"].replace(":stateMachine:", ":execution:") + f":{order_id}"
    machines = world.cloud.session.client("stepfunctions", endpoint_url=world.cloud.endpoint)
    history = machines.get_execution_history(executionArn=arn, maxResults=1000)["events"]
    types = [event["type"] for event in history]
    tasks, tries = types.count("TaskStateEntered"), types.count("TaskScheduled")
    return sum(type_.endswith("StateEntered") for type_ in types), tries - tasks


def _acme_requests(world: World) -> int:
    return (world.directory / "pebble.log").read_bytes().count(ACME_REQUEST)


def _cpu_seconds(supervisor: int) -> float:
    """Return the seconds of all processes below the emulator, which run the functions, without the emulator's own."""
    below: dict[int, list[int]] = {}
    ticks: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, rest = stat.parent.name, stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        below.setdefault(int(rest[1]), []).append(int(pid))
        ticks[int(pid)] = int(rest[11]) + int(rest[12])  # proc(5): utime, stime

    def total(pid: int) -> int:
        return ticks[pid] + sum(map(total, below.get(pid, [])))

    functions = [child for emulator in below.get(supervisor, []) for child in below.get(emulator, [])]
    return sum(map(total, functions)) / os.sysconf("SC_CLK_TCK")
