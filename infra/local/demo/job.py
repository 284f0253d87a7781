"""The main job: order, verify and issue a certificate, look at what came of it, and let time pass."""

from typing import Any

from infra.layers.local import layers
from infra.local.administrator import administrator_role
from infra.local.caller import assume
from infra.local.demo.display import Display
from infra.local.demo.execution import watch
from infra.local.demo.expiry import leave_alone, warn
from infra.local.demo.failure import DemoFailed
from infra.local.demo.notices import show_notice
from infra.local.demo.openssl import require_openssl
from infra.local.demo.outcome import export, look
from infra.local.demo.renewal import renewal
from infra.local.demo.shell import Shell
from infra.local.demo.wildcard import wildcard
from infra.local.deploy import Deployed
from infra.local.pebble_settings import Manners
from infra.local.world import World

SCOPE, DOMAIN, NAME = "shop", "example.test", "shop.example.test"
MANNERS = Manners(refused_nonces_percent=15, validation_delay_seconds=3)
STATES_OF_AN_AUTOMATIC_ORDER = 10
WORLD_SECONDS = 900.0


def play(display: Display) -> None:
    """Tell the whole story; DemoFailed where it goes wrong."""
    require_openssl()
    display.chapter("A cloud, a certificate authority, DNS and a customer's site, on this machine alone")
    with display.doing("the layers of our functions are built"):
        layers()
    with display.doing("AWS (ministack), the CA (Pebble, which refuses 15 % of nonces), DNS and the site are up"):
        world = World(seconds=WORLD_SECONDS, manners=MANNERS)
    with world:
        with display.doing("template.yaml is deployed, IAM is enforced"):
            deployed = world.deploy()
        display.say(f"API: {deployed.api_url}")
        administrator = assume(world.cloud, administrator_role(world.cloud, deployed), deployed.api_url)
        shell = Shell(administrator, SCOPE)
        order = _order(display, shell)
        _watch(display, world, deployed, order["order_id"])
        certificates = f"/scopes/{SCOPE}/certificates"
        alone = f"{certificates}/{wildcard(display, world, deployed, administrator, SCOPE, DOMAIN)}"
        look(display, shell, NAME)
        show_notice(display, world, order["certificate_id"], "Certificate Issued")
        export(display, shell, NAME, world.pebble.root_pem())
        ours = f"{certificates}/{order['certificate_id']}"
        leave_alone(administrator, alone)
        renewal(display, world, deployed, administrator, ours)
        leave_alone(administrator, ours)  # its second version began today: the next sweep's clock would renew it again
        warn(display, world, administrator, alone)


def _order(display: Display, shell: Shell) -> dict[str, Any]:
    """Define the scope and place the order."""
    display.chapter(f"A scope for {DOMAIN}, and an order for {NAME}")
    with display.doing(f"certkeeper scopes put {SCOPE} --kind zone --domain {DOMAIN}"):
        shell.certkeeper("scopes", "put", SCOPE, "--kind", "zone", "--domain", DOMAIN)
    with display.doing(f"certkeeper order {NAME} --challenge http-01"):
        order: dict[str, Any] = shell.document("order", NAME, "--challenge", "http-01")
    return order


def _watch(display: Display, world: World, deployed: Deployed, order_id: str) -> None:
    """Show the machine at work, and who came to the site."""
    display.chapter("The state machine")
    with display.states(STATES_OF_AN_AUTOMATIC_ORDER) as states:
        for entered in watch(world.cloud, deployed, order_id):
            states.entered(entered.state, entered.seconds)
    from_ca = [visit for visit in world.site.visits if visit.from_ca]
    if not from_ca:
        raise DemoFailed("the certificate authority never came to the customer's site")
    ours = len(world.site.visits) - len(from_ca)
    display.say(
        f"{NAME} was visited by ourselves ({ours}x, before the CA was told)\n"
        f"and by the CA ({len(from_ca)}x, {from_ca[0].user_agent});\n"
        "its one redirect sent both to our API"
    )
