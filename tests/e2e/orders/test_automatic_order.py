"""One call, and a while later there is a certificate: deployed functions under their own roles, a difficult CA."""

import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography import x509

from infra.local.aws import Cloud
from infra.local.caller import Caller
from infra.local.deploy import Deployed
from infra.local.world import World
from tests.e2e.order_journey import POLL_SECONDS, SCOPE, ensure_scope, place, read_order, wait_until

pytestmark = pytest.mark.usefixtures("scope")


@pytest.fixture(scope="module")
def scope(administrator: Caller) -> None:
    """The scope to order in."""
    ensure_scope(administrator)


def test_an_order_becomes_a_certificate_that_consumers_and_people_find(
    world: World, cloud: Cloud, deployed: Deployed, operator: Caller, viewer: Caller, exporter: Caller
) -> None:
    """The list, the secret and the export are of one certificate; the CA came to the site and was redirected."""
    order = place(operator, "a.example.test", "b.example.test", certificate_name="a and b")
    issued = wait_until(viewer, order, "valid")
    assert issued["actions"] == []
    assert any(visit.from_ca and visit.host.startswith("a.example.test") for visit in world.site.visits)

    path = f"/scopes/{SCOPE}/certificates/{order['certificate_id']}"
    shown = viewer.request("GET", path).json()
    assert (shown["status"], shown["certificate_name"], shown["version"]) == ("active", "a and b", 1)
    assert sorted(shown["facts"]["names"]) == ["a.example.test", "b.example.test"]

    secrets = cloud.session.client("secretsmanager", endpoint_url=cloud.endpoint)
    name = f"{deployed.outputs['SecretPrefix']}/certificates/{order['certificate_id']}"
    bundle = json.loads(secrets.get_secret_value(SecretId=name)["SecretString"])
    exported = exporter.request("POST", f"{path}/exports", body={"format": "pem"})
    assert exported.headers["cache-control"] == "no-store"
    assert exported.json()["private_key"] == bundle["private_key"]
    leaf = x509.load_pem_x509_certificate(bundle["certificate"].encode())
    assert str(leaf.serial_number) == shown["facts"]["serial"]
    assert bundle["fingerprint"] == shown["facts"]["sha256"]


@pytest.mark.parametrize(("key_type", "algorithm", "bits"), [("P-384", "EC P-384", 384), ("RSA-2048", "RSA", 2048)])
def test_the_key_is_of_the_kind_that_was_asked_for(
    operator: Caller, viewer: Caller, key_type: str, algorithm: str, bits: int
) -> None:
    """P-256 unless something else is named."""
    order = place(operator, f"{key_type.lower()}.example.test", key_type=key_type)
    wait_until(viewer, order, "valid")
    facts = viewer.request("GET", f"/scopes/{SCOPE}/certificates/{order['certificate_id']}").json()["facts"]
    assert (facts["key_algorithm"], facts["key_bits"]) == (algorithm, bits)


def test_five_clicks_at_once_with_one_idempotency_key_are_one_order(operator: Caller, viewer: Caller) -> None:
    """All of them are answered with the same order, and it is issued once."""
    with ThreadPoolExecutor(5) as clicks:
        orders = list(clicks.map(lambda _: place(operator, "once.example.test", key="five-clicks"), range(5)))
    assert len({order["order_id"] for order in orders}) == 1
    wait_until(viewer, orders[0], "valid")
    found = viewer.request("GET", f"/scopes/{SCOPE}/certificates?search=once.example").json()["items"]
    assert [certificate["version"] for certificate in found] == [1]


def test_a_hundred_names_are_one_certificate(world: World, operator: Caller, viewer: Caller) -> None:
    """The most that one order may have; the records are set by hand, and the machine's own check finds them all."""
    names = [f"n{number}.many.example.test" for number in range(100)]
    order = place(operator, *names, certificate_name="a hundred", challenge="dns-01")
    for authorization in wait_until(viewer, order, "pending", action="verify")["authorizations"]:
        needs = {challenge["type"]: challenge for challenge in authorization["challenges"]}["dns-01"]
        world.dns.records.put(needs["record_name"], "TXT", [f'"{needs["record_value"]}"'])
    wait_until(viewer, order, "valid")
    shown = viewer.request("GET", f"/scopes/{SCOPE}/certificates/{order['certificate_id']}").json()
    assert sorted(shown["facts"]["names"]) == sorted(names)


def test_a_challenge_that_is_set_up_late_is_found_by_the_next_check(
    world: World, operator: Caller, viewer: Caller
) -> None:
    """Nobody presses anything: the machine checks every interval, and asks the CA when there is something to see."""
    world.dns.records.put("late.example.test", "A", ["127.0.0.2"])
    order = place(operator, "late.example.test")
    waiting = wait_until(viewer, order, "pending", action="verify")
    while not waiting["findings"]:
        time.sleep(POLL_SECONDS)
        waiting = read_order(viewer, order)
    assert waiting["findings"][0]["code"] == "connection_refused"
    world.dns.records.remove("late.example.test", "A")
    wait_until(viewer, order, "valid")


def test_a_wish_without_idempotency_key_for_a_taken_name_is_a_conflict(operator: Caller) -> None:
    """The name of the first test's certificate is taken in its scope."""
    order = place(operator, "taken.example.test")
    again = operator.request("POST", f"/scopes/{SCOPE}/orders", body={"names": ["taken.example.test"]})
    assert again.status == 409
    assert order["order_id"] not in again.body.decode()
