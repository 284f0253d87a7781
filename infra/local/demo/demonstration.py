"""The steps of `make demo`: order, verify and issue, show what was issued, renew, and warn of an expiry."""

from typing import Any

from infra.layers.local import layers
from infra.local.administrator import administrator_role
from infra.local.caller import assume
from infra.local.demo.command_line import CommandLine
from infra.local.demo.display import Display
from infra.local.demo.execution import watch_order
from infra.local.demo.expiry import disable_renewal, show_expiry_notice
from infra.local.demo.failure import DemoFailed
from infra.local.demo.issued_certificate import export_and_verify, show_certificate
from infra.local.demo.notices import show_notice
from infra.local.demo.openssl import require_openssl
from infra.local.demo.renewal import show_renewal
from infra.local.demo.wildcard import order_wildcard
from infra.local.deploy import Deployed
from infra.local.pebble_settings import PebbleSettings
from infra.local.world import World

SCOPE, DOMAIN, NAME = "shop", "example.test", "shop.example.test"
PEBBLE_SETTINGS = PebbleSettings(refused_nonces_percent=15, validation_delay_seconds=3)
STATES_OF_AN_AUTOMATIC_ORDER = 10
WORLD_SECONDS = 900.0


def run_demonstration(display: Display) -> None:
    """Show the whole demonstration on `display`; raises DemoFailed where a step fails."""
    require_openssl()
    display.heading("AWS, a certificate authority, DNS and a customer's site, on this machine only")
    with display.step("the layers of the functions are built"):
        layers()
    with display.step("AWS (ministack), the CA (Pebble, which refuses 15 % of nonces), DNS and the site are up"):
        world = World(seconds=WORLD_SECONDS, pebble_settings=PEBBLE_SETTINGS)
    with world:
        with display.step("template.yaml is deployed, IAM is enforced"):
            deployed = world.deploy()
        display.write(f"API: {deployed.api_url}")
        administrator = assume(world.cloud, administrator_role(world.cloud, deployed), deployed.api_url)
        command_line = CommandLine(administrator, SCOPE)
        order = _order(display, command_line)
        _show_execution(display, world, deployed, order["order_id"])
        certificates = f"/scopes/{SCOPE}/certificates"
        without_renewal = f"{certificates}/{order_wildcard(display, world, deployed, administrator, SCOPE, DOMAIN)}"
        show_certificate(display, command_line, NAME)
        show_notice(display, world, order["certificate_id"], "Certificate Issued")
        export_and_verify(display, command_line, NAME, world.pebble.root_pem())
        renewed = f"{certificates}/{order['certificate_id']}"
        disable_renewal(administrator, without_renewal)
        show_renewal(display, world, deployed, administrator, renewed)
        disable_renewal(
            administrator, renewed
        )  # its second version began today: the next sweep's clock would renew it again
        show_expiry_notice(display, world, administrator, without_renewal)


def _order(display: Display, command_line: CommandLine) -> dict[str, Any]:
    """Define the scope and place the order."""
    display.heading(f"A scope for {DOMAIN}, and an order for {NAME}")
    with display.step(f"certkeeper scopes put {SCOPE} --kind zone --domain {DOMAIN}"):
        command_line.run("scopes", "put", SCOPE, "--kind", "zone", "--domain", DOMAIN)
    with display.step(f"certkeeper order {NAME} --challenge http-01"):
        order: dict[str, Any] = command_line.run_as_json("order", NAME, "--challenge", "http-01")
    return order


def _show_execution(display: Display, world: World, deployed: Deployed, order_id: str) -> None:
    """Show the states of the execution, and who requested the proof from the site."""
    display.heading("The state machine")
    with display.states(STATES_OF_AN_AUTOMATIC_ORDER) as states:
        for entered in watch_order(world.cloud, deployed, order_id):
            states.entered(entered.state, entered.seconds)
    from_ca = [visit for visit in world.site.visits if visit.from_ca]
    if not from_ca:
        raise DemoFailed("the certificate authority never requested the proof from the customer's site")
    own = len(world.site.visits) - len(from_ca)
    display.write(
        f"{NAME} was visited by Certkeeper ({own}x, before the CA was asked to validate)\n"
        f"and by the CA ({len(from_ca)}x, {from_ca[0].user_agent});\n"
        "its one redirect sent both to Certkeeper's API"
    )
