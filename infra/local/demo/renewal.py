"""Sweeps at later moments, and a certificate that is renewed by one of them."""

from datetime import UTC, datetime
from typing import Any

from certkeeper.domain.clock import from_text, to_text
from infra.local.caller import Caller
from infra.local.demo.display import Display
from infra.local.demo.execution import watch_order
from infra.local.demo.failure import DemoFailed, require_status
from infra.local.deploy import Deployed
from infra.local.sweeping import sweep_at
from infra.local.world import World

STATES = 10


def show_renewal(display: Display, world: World, deployed: Deployed, caller: Caller, path: str) -> datetime:
    """Sweep today, sweep again at the moment at which the CA wants the certificate renewed, and return that moment.

    The certificate is the one at `path`, read by `caller`; the executions of the deployed state machine in `world` are
    shown on `display`. Raises DemoFailed where nothing is renewed.
    """
    display.heading("A renewal: sweeps at the moments that Certkeeper names")
    with display.step("today's sweep asks the CA when it wants the certificate to be renewed (RFC 9773)"):
        sweep_at(world.cloud, datetime.now(UTC))
    following = _certificate(caller, path)["next_action"]
    display.write(f"next: {following['action']} at {following['at']}\nwhy:  {following['why']}")
    moment = from_text(following["at"])
    with display.step(f"the sweep of {to_text(moment)}"):
        sweep_at(world.cloud, moment)
    order_id = _certificate(caller, path)["renewal"]["order_id"]
    if not order_id:
        raise DemoFailed("the sweep has begun no renewal")
    with display.states(STATES) as states:
        for entered in watch_order(world.cloud, deployed, order_id):
            states.entered(entered.state, entered.seconds)
    renewed = _certificate(caller, path)
    if renewed["version"] != 2:  # noqa: PLR2004 - the second
        raise DemoFailed(f"the certificate has version {renewed['version']} after its renewal")
    newer, older = renewed["versions"]
    display.write(
        f"version {older['version']}  {older['sha256'][:16]}...  until {older['not_after']}\n"
        f"version {newer['version']}  {newer['sha256'][:16]}...  until {newer['not_after']}, with another key;\n"
        "id, name and secret are the same"
    )
    return moment


def _certificate(caller: Caller, path: str) -> dict[str, Any]:
    return dict(require_status(caller.request("GET", path), 200, f"GET {path}").json())
