"""An order for a wildcard and its apex; Certkeeper sets and removes the records in Route 53."""

import dns.name
import dns.rdatatype

from infra.local.caller import Caller
from infra.local.demo.display import Display
from infra.local.demo.execution import watch_order
from infra.local.demo.failure import DemoFailed, require_status
from infra.local.deploy import Deployed
from infra.local.dns.hosted_zones import wait_until_public
from infra.local.world import World

RECORD_VALUES = 2
STATES = 10


def order_wildcard(display: Display, world: World, deployed: Deployed, caller: Caller, scope: str, domain: str) -> str:
    """Order a certificate for a domain and its wildcard in a scope through Route 53, and return the certificate's id.

    `caller` places the order; its execution in the deployed `world` is shown on `display`. Raises DemoFailed where the
    TXT records are not set, or not removed.
    """
    names = [domain, f"*.{domain}"]
    display.heading(f"A wildcard, {names[1]}: a hosted zone is all it needs")
    with display.step(f"Route 53 has a hosted zone for {domain}"):
        zones = world.cloud.session.client("route53", endpoint_url=world.cloud.endpoint)
        zones.create_hosted_zone(Name=domain, CallerReference="demo")
        wait_until_public()
    path = f"/scopes/{scope}/orders"
    with display.step(f'POST {path}, "solver": "route53"'):
        order = require_status(
            caller.request("POST", path, body={"names": names, "solver": "route53"}), 202, path
        ).json()
    record = f"_acme-challenge.{domain}"
    during = 0
    with display.states(STATES) as states:
        for entered in watch_order(world.cloud, deployed, order["order_id"]):
            during = max(during, _values(world, record))
            states.entered(entered.state, entered.seconds)
    wait_until_public()
    if (during, _values(world, record)) != (RECORD_VALUES, 0):
        raise DemoFailed(f"{record} had {during} values during the order and {_values(world, record)} after it")
    display.write(f"{record} had {during} TXT values while the CA validated, one for each name; now it has none")
    return str(order["certificate_id"])


def _values(world: World, record: str) -> int:
    return len(world.dns.records.find(dns.name.from_text(record), dns.rdatatype.TXT))
