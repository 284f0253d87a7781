"""The whole life of certificates through the page: the deployed template behind it, a real CA, a real browser."""

import json
import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from playwright.sync_api import Browser

from certkeeper_cli.api.client import Api
from infra.local.aws import Cloud
from infra.local.caller import Caller
from infra.local.deploy import Deployed
from infra.local.dns.set_record import update
from infra.local.processes.emulator_process import REGION
from infra.local.world import World
from tests.e2e.clients.command_line import Shell
from tests.e2e.order_journey import MAX_SECONDS
from tests.integration.api.certificate_files import INTERMEDIATE, leaf, pem
from tests.integration.console.browser import Guest, let_in, new_context, open_browser, running_console

DOMAIN = "page.test"
PASSWORD = "correct horse battery"
ORDER_MS = MAX_SECONDS * 1000


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for the module."""
    with open_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def guest(browser: Browser, deployed: Deployed, administrator: Caller) -> Iterator[Guest]:
    """An administrator in front of the page, who has defined a scope with it."""
    with running_console(Api(deployed.api_url, REGION, administrator.credentials)) as server:
        context = new_context(browser)
        guest = let_in(context, server)
        guest.go("/scopes")
        guest.fill("Name", "page")
        guest.fill("Domain", DOMAIN)
        guest.press("Save scope")
        guest.page.locator("main tbody").get_by_text(DOMAIN).wait_for()
        yield guest
        context.close()
    assert not guest.complaints


def order(guest: Guest, *names: str) -> None:
    """Fill in the first step, in Certkeeper's scope, and send it."""
    guest.go("/add/order")
    guest.field("Scope").select_option("page")
    guest.fill("Domain", names[0])
    guest.fill("More names", "\n".join(names[1:]))
    guest.press("Order")
    guest.page.locator("#do-verify").wait_for(timeout=ORDER_MS)


def issue(guest: Guest) -> None:
    """The third step, and on to the certificate."""
    guest.page.get_by_role("button", name="Issue certificate").click(timeout=ORDER_MS)
    guest.page.get_by_role("link", name="Open the certificate").click(timeout=ORDER_MS)
    guest.reads("SHA-256")


def openssl(*arguments: str) -> str:
    """What openssl prints; it must succeed."""
    return subprocess.run(["openssl", *arguments], capture_output=True, text=True, check=True).stdout


def exported(guest: Guest, folder: Path, form: str, password: str = "") -> Path:
    """Take the certificate that is shown out; the file in the folder."""
    guest.press("Export")
    guest.field("Format").select_option(form)
    if password:
        guest.fill("Password", password)
    with guest.page.expect_download() as download:
        guest.page.locator("dialog").get_by_role("button", name="Export", exact=True).click()
    target = folder / download.value.suggested_filename
    download.value.save_as(target)
    return target


def test_an_order_over_http_in_three_steps(world: World, guest: Guest, tmp_path: Path) -> None:
    """What is missing is shown, with when to press again; leaving loses nothing; what comes out opens with openssl."""
    name = f"http.{DOMAIN}"
    world.dns.records.put(name, "A", ["127.0.0.2"])
    order(guest, name)
    guest.page.get_by_role("radio", name="HTTP", exact=True).check()
    guest.reads(f"http://{name}/.well-known/acme-challenge/")
    guest.press("Verify challenge")
    guest.reads("Connection refused")
    guest.reads("again in 0:")
    address = guest.page.url
    guest.go("/")
    guest.reads("order waits")
    world.dns.records.remove(name, "A")
    guest.page.goto(address)
    guest.page.get_by_role("radio", name="HTTP", exact=True).check()
    guest.page.locator("#do-verify:not([disabled])").click(timeout=ORDER_MS)
    issue(guest)
    assert guest.page.locator("#list").get_by_role("link", name=name).get_by_text("active", exact=True).is_visible()

    bundle = exported(guest, tmp_path, "pem")
    with zipfile.ZipFile(bundle) as files:
        files.extractall(tmp_path)
    assert name in openssl("x509", "-in", str(tmp_path / "fullchain.pem"), "-noout", "-ext", "subjectAltName")
    of_key = openssl("pkey", "-in", str(tmp_path / "privkey.pem"), "-pubout")
    assert of_key == openssl("x509", "-in", str(tmp_path / "cert.pem"), "-noout", "-pubkey")


def test_an_order_over_dns_in_three_steps(world: World, guest: Guest) -> None:
    """A wildcard and its apex: the records that the page shows are set, then it goes on."""
    order(guest, f"dns.{DOMAIN}", f"*.dns.{DOMAIN}")
    guest.page.get_by_role("radio", name="DNS", exact=True).check()
    shown = guest.page.locator("main .need")
    assert shown.count() == 2
    for need in shown.all():
        values = need.locator(".facts").first.locator("code").all_inner_texts()
        assert values[0] == f"_acme-challenge.dns.{DOMAIN}"
        assert update(world.dns.address, values[0], "TXT", values[1]) == "NOERROR"
    guest.press("Verify challenge")
    issue(guest)
    guest.reads(f"*.dns.{DOMAIN}")
    assert guest.page.locator(".chain rect").count() >= 2
    assert not guest.violations()


def test_files_are_brought_and_taken_out(guest: Guest, tmp_path: Path) -> None:
    """PEM in three files; a PKCS#12 file with a wrong password first; and out again as one that openssl opens."""
    signed = leaf(f"pem.{DOMAIN}")
    contents = {"c.pem": signed.pem, "i.pem": INTERMEDIATE.pem, "k.pem": signed.key_pem}
    for name, content in contents.items():
        (tmp_path / name).write_text(content)
    upload(guest, "pem", *(tmp_path / name for name in contents))
    guest.press("Save certificate")
    guest.reads("Key, certificate and chain fit together")
    guest.reads("incomplete")

    signed = leaf(f"pfx.{DOMAIN}")
    encrypted = BestAvailableEncryption(PASSWORD.encode())
    chain = [INTERMEDIATE.certificate]
    file = tmp_path / "shop.pfx"
    file.write_bytes(pkcs12.serialize_key_and_certificates(b"x", signed.key, signed.certificate, chain, encrypted))
    upload(guest, "pfx", file)
    guest.fill("Password of the file", "wrong")
    guest.press("Save certificate")
    guest.page.locator('main [aria-invalid="true"]').wait_for()
    assert guest.field("Password of the file").get_attribute("aria-invalid") == "true"
    guest.fill("Password of the file", PASSWORD)
    guest.press("Save certificate")
    guest.reads("Key, certificate and chain fit together")
    out = exported(guest, tmp_path, "pfx", PASSWORD)
    said = openssl("pkcs12", "-nodes", "-passin", f"pass:{PASSWORD}", "-in", str(out))
    assert said.count("BEGIN CERTIFICATE") == 2
    assert "BEGIN PRIVATE KEY" in said


def upload(guest: Guest, way: str, *files: Path) -> None:
    """Choose files, in Certkeeper's scope."""
    guest.go(f"/add/{way}")
    guest.field("Scope").select_option("page")
    guest.page.locator("main input[type=file]").set_input_files(files)
    guest.page.locator("main .files li").nth(len(files) - 1).wait_for()


def handed_out(cloud: Cloud, deployed: Deployed, certificate_id: str) -> str:
    """The certificate that consumers of the secret read."""
    secrets = cloud.session.client("secretsmanager", endpoint_url=cloud.endpoint)
    secret = f"{deployed.outputs['SecretPrefix']}/certificates/{certificate_id}"
    found: str = json.loads(secrets.get_secret_value(SecretId=secret)["SecretString"])["certificate"]
    return found


def offer(guest: Guest, certificate_id: str, file: Path) -> None:
    """Upload a successor, and wait for what it loses."""
    guest.go(f"/scopes/page/certificates/{certificate_id}/successor")
    guest.page.locator("main input[type=file]").set_input_files(file)
    guest.page.locator("main .files li").wait_for()
    guest.press("Save certificate")
    guest.reads("Something would be lost")


def confirm_all(guest: Guest, button: str) -> None:
    """Tick each loss, and go on."""
    for box in guest.page.locator("dialog").get_by_role("checkbox").all():
        box.check()
    guest.page.locator("dialog").get_by_role("button", name=button, exact=True).click()


def test_a_wrong_successor_is_refused_at_each_door_and_taken_back(
    cloud: Cloud, deployed: Deployed, operator: Caller, guest: Guest, tmp_path: Path
) -> None:
    """Over HTTP, by command and in the page; once it is confirmed, consumers get it, and then the old one again."""
    good, bad = leaf(f"old.{DOMAIN}", f"lost.{DOMAIN}"), leaf(f"old.{DOMAIN}", days=90)
    answer = operator.request("POST", "/scopes/page/certificates", body=pem(good, certificate_name="taken back"))
    certificate_id = answer.json()["certificate_id"]
    path = f"/scopes/page/certificates/{certificate_id}"
    refused = operator.request("POST", f"{path}/versions", body=pem(bad))
    assert (refused.status, refused.json()["comparison"]["losses"][0]["before"]) == (409, [f"lost.{DOMAIN}"])
    shell, file = Shell(operator, tmp_path, "page"), tmp_path / "bad.pem"
    file.write_text(bad.pem + INTERMEDIATE.pem + bad.key_pem)
    by_command = shell.certkeeper("upload", "--certificate", file.name, "--to", certificate_id)
    assert (by_command.status, f"lost.{DOMAIN}" in by_command.err) == (2, True), by_command
    offer(guest, certificate_id, file)
    guest.reads(f"lost.{DOMAIN}")
    assert handed_out(cloud, deployed, certificate_id) == good.pem
    confirm_all(guest, "Replace it")
    guest.reads("Key, certificate and chain fit together")
    assert handed_out(cloud, deployed, certificate_id) == bad.pem

    assert shell.document("rollback", certificate_id, "--compared-with", "2", "--confirm-loss", "ends_earlier")
    assert handed_out(cloud, deployed, certificate_id) == good.pem
    guest.page.reload()
    guest.press("Use this version again (version 2)")
    confirm_all(guest, "Use version 2 again")
    guest.reads("tick each loss")
    confirm_all(guest, "Use version 2 again")
    guest.reads("Version 2 is current again")
    assert handed_out(cloud, deployed, certificate_id) == bad.pem


def test_an_upload_takes_the_place_of_an_order_by_an_administrator_only(
    cloud: Cloud, deployed: Deployed, operator: Caller, guest: Guest, tmp_path: Path
) -> None:
    """It ends automatic renewal, which the page says before and after; the way back brings renewal with it."""
    (ordered,) = operator.request("GET", f"/scopes/page/certificates?search=dns.{DOMAIN}").json()["items"]
    path = f"/scopes/page/certificates/{ordered['certificate_id']}"
    issued = handed_out(cloud, deployed, ordered["certificate_id"])
    uploaded = leaf(*ordered["names"])
    file = tmp_path / "both.pem"
    file.write_text(uploaded.pem + INTERMEDIATE.pem + uploaded.key_pem)
    refused = operator.request("POST", f"{path}/versions", body=pem(uploaded))
    assert refused.json()["type"].endswith(":replacement-needs-administrator")
    comparison = refused.json()["comparison"]
    meant = {"version": comparison["version"], "losses": [loss["code"] for loss in comparison["losses"]]}
    for operation in ("versions", "replacement"):
        denied = operator.request("POST", f"{path}/{operation}", body=pem(uploaded, confirmed=meant))
        assert denied.status == {"versions": 409, "replacement": 403}[operation], denied.body
    offer(guest, ordered["certificate_id"], file)
    guest.reads("Only an administrator can do this")
    confirm_all(guest, "Replace it")
    guest.reads("Automatic renewal has ended")
    guest.reads("none: upload a newer one before it ends")
    assert handed_out(cloud, deployed, ordered["certificate_id"]) == uploaded.pem

    guest.press("Use this version again (version 1)")
    confirm_all(guest, "Use version 1 again")
    guest.reads("tick each loss")
    confirm_all(guest, "Use version 1 again")
    guest.reads("It is renewed again on")
    guest.reads("assisted: a person sets the record when the time comes")
    assert handed_out(cloud, deployed, ordered["certificate_id"]) == issued


def test_settings_deletion_and_return(guest: Guest, tmp_path: Path) -> None:
    """Changed as they were seen, gone from the list, found among the deleted, and back as it was."""
    signed = leaf(f"settled.{DOMAIN}")
    both = tmp_path / "both.pem"
    both.write_text(signed.pem + INTERMEDIATE.pem + signed.key_pem)
    upload(guest, "pem", both)
    guest.press("Save certificate")
    guest.reads("Key, certificate and chain fit together")
    guest.fill("Name", "settled")
    guest.fill("Days before", "20, 5")
    guest.press("Save settings")
    guest.page.locator("h1").get_by_text("settled", exact=True).wait_for()
    row = guest.page.locator("#list").get_by_role("link", name="settled")
    row.wait_for()

    guest.press("Delete")
    guest.page.locator("dialog").get_by_role("button", name="Delete", exact=True).click()
    guest.reads("It can be restored until")
    row.wait_for(state="detached")
    guest.page.get_by_label("Status", exact=True).select_option("deleted")
    row.get_by_text("deleted", exact=True).wait_for()
    guest.press("Restore")
    guest.page.get_by_role("button", name="Export", exact=True).wait_for()
    guest.page.get_by_label("Status", exact=True).select_option("")
    row.wait_for()
    assert guest.field("Days before").input_value() == "20, 5"


def pick(guest: Guest, name: str) -> None:
    """Open a certificate from the list."""
    listed = guest.page.locator("#list")
    link, trouble = listed.get_by_role("link", name=name), listed.get_by_text(re.compile("Try again|Scope .*: "))
    link.or_(trouble).first.wait_for()
    assert link.count() == 1, listed.inner_text()
    link.click()
    guest.reads("SHA-256")


def test_a_renewal_by_hand(guest: Guest) -> None:
    """The order of the renewal is opened, goes through by itself, and leads back to the certificate's next version."""
    pick(guest, f"http.{DOMAIN}")
    guest.press("Renew")
    guest.page.locator("dialog").get_by_role("button", name="Renew", exact=True).click()
    guest.page.get_by_role("link", name="Open the certificate").click(timeout=ORDER_MS)
    guest.reads("2 (current)")
    guest.reads("automatic: nobody has to do anything")


def test_what_happened_is_a_time_line(guest: Guest) -> None:
    """Kept from the events, which come a moment later: issued, exported, renewed."""
    for _ in range(30):
        if guest.page.locator("main .timeline").get_by_text("Renewed", exact=True).count():
            break
        guest.page.wait_for_timeout(500)
        guest.page.reload()
        guest.settle()
    assert guest.page.locator("main .timeline strong").all_inner_texts() == ["Renewed", "Exported", "Issued"]


def test_a_revocation_is_for_ever(guest: Guest) -> None:
    """The CA takes back what it issued, and the page says so."""
    pick(guest, f"http.{DOMAIN}")
    guest.press("Revoke")
    guest.field("Reason").select_option("superseded")
    guest.press("Revoke for good")
    guest.page.locator("main .status").get_by_text("revoked").wait_for()
    guest.reads("superseded")


def test_a_strange_name_goes_all_the_way(guest: Guest, tmp_path: Path) -> None:
    """Through the API and back it is the text that it was; what the API refuses is said at the field."""
    signed = leaf(f"long.{DOMAIN}", f"{'x' * 63}.{DOMAIN}")
    both = tmp_path / "both.pem"
    both.write_text(signed.pem + INTERMEDIATE.pem + signed.key_pem)
    upload(guest, "pem", both)
    guest.fill("Name", "<script>alert(1)</script> & שלום")
    guest.press("Save certificate")
    guest.reads("Key, certificate and chain fit together")
    assert guest.page.locator("h1").inner_text() == "<script>alert(1)</script> & שלום"
    assert guest.page.evaluate("document.scripts.length") == 1
    guest.go("/add/order")
    guest.field("Scope").select_option("page")
    guest.fill("Domain", "elsewhere.example.org")
    guest.press("Order")
    guest.page.locator('main [aria-invalid="true"]').wait_for()
    assert guest.field("Domain").get_attribute("aria-invalid") == "true"


def test_no_view_of_the_real_thing_keeps_anyone_out(guest: Guest, administrator: Caller) -> None:
    """Whatever the deployed API shows, axe-core finds nothing wrong with it."""
    listed = json.loads(administrator.request("GET", "/scopes/page/certificates").body)["items"]
    assert listed
    paths = [f"/scopes/page/certificates/{one['certificate_id']}" for one in listed]
    for path in ["/", "/scopes", *paths[:2]]:
        guest.go(path)
        assert not guest.violations(), path
