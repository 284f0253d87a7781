"""A certificate without automatic renewal: administrators are notified two weeks before its end."""

from certkeeper.domain.clock import from_text
from infra.local.caller import Caller
from infra.local.demo.display import Display
from infra.local.demo.failure import require_status
from infra.local.demo.notices import show_notice
from infra.local.sweeping import sweep_at
from infra.local.world import World


def disable_renewal(caller: Caller, path: str) -> None:
    """Switch the automatic renewal of the certificate at this path of the API off, as `caller`."""
    headers = {"If-Match": require_status(caller.request("GET", path), 200, f"GET {path}").headers["etag"]}
    require_status(
        caller.request("PATCH", path, body={"renewal_enabled": False}, headers=headers), 200, f"PATCH {path}"
    )


def show_expiry_notice(display: Display, world: World, caller: Caller, path: str) -> None:
    """Sweep at the moment at which the next notice about the certificate at `path` is due, and show it on `display`.

    `world` is swept and delivers the notice; `caller` reads the certificate.
    """
    certificate = require_status(caller.request("GET", path), 200, f"GET {path}").json()
    following = certificate["next_action"]
    display.heading(f"{certificate['certificate_name']}, whose renewal was switched off")
    display.write(f"next: {following['action']} at {following['at']}\nwhy:  {following['why']}")
    with display.step(f"the sweep of {following['at']}"):
        sweep_at(world.cloud, from_text(following["at"]))
    show_notice(display, world, certificate["certificate_id"], "Certificate Expiring")
