"""The whole life of certificates by commands, against the deployed template, each person with their own role."""

import json
import re
import stat
import subprocess
import time
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

from infra.local.aws import Cloud
from infra.local.caller import Caller, assume
from infra.local.roles import create_role
from infra.local.world import World
from tests.contract import operations
from tests.e2e.clients.command_line import MAX_SECONDS, Shell
from tests.e2e.conftest import INTERVALS
from tests.integration.api.certificate_files import INTERMEDIATE, PASSWORD, leaf

SCOPE = "shell"
EXPORT_PASSWORD = "correct horse battery"


@pytest.fixture
def admin(administrator: Caller, tmp_path: Path) -> Shell:
    """Who defines scopes."""
    return Shell(administrator, tmp_path, SCOPE)


@pytest.fixture
def operating(operator: Caller, admin: Shell, tmp_path: Path) -> Shell:
    """Who orders and uploads, in a scope that is there."""
    assert admin.document("scopes", "put", SCOPE, "--kind", "zone", "--domain", "example.test")["scope"] == SCOPE
    return Shell(operator, tmp_path, SCOPE)


@pytest.fixture
def viewing(viewer: Caller, tmp_path: Path) -> Shell:
    """A viewer."""
    return Shell(viewer, tmp_path, SCOPE)


@pytest.fixture
def exporting(exporter: Caller, tmp_path: Path) -> Shell:
    """Who takes certificates with their keys."""
    return Shell(exporter, tmp_path, SCOPE)


def openssl(*arguments: str, given: str = "") -> str:
    """What someone else's program says."""
    return subprocess.run(["openssl", *arguments], input=given, capture_output=True, text=True, check=True).stdout


def test_from_an_order_to_files_that_openssl_opens(
    world: World, operating: Shell, viewing: Shell, exporting: Shell, tmp_path: Path
) -> None:
    """Order and wait over http-01, list, show, export."""
    name = "ordered.shell.example.test"
    ended = operating.certkeeper("order", name, "--challenge", "http-01", "--wait")
    assert ended.status == 0, ended
    assert "valid" in ended.out
    assert ended.err.splitlines()[-1].startswith("valid")

    listed = viewing.document("list", "--search", name)["items"]
    assert [(one["certificate_name"], one["status"]) for one in listed] == [(name, "active")]
    shown = viewing.document("show", name)
    assert shown["certificate_id"] == listed[0]["certificate_id"]
    assert shown["facts"]["sha256"] in viewing.certkeeper("show", name).out
    assert name in viewing.certkeeper("list").out

    root = tmp_path / "root.pem"
    root.write_text(world.pebble.root_pem())
    assert exporting.certkeeper("export", name, "--to", "tls").status == 0
    full, key = tmp_path / "tls" / "fullchain.pem", tmp_path / "tls" / "privkey.pem"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert "OK" in openssl("verify", "-CAfile", str(root), "-untrusted", str(full), str(full))
    assert openssl("x509", "-in", str(full), "-noout", "-pubkey") == openssl("pkey", "-in", str(key), "-pubout")
    again = exporting.certkeeper("export", name, "--to", "tls")
    assert (again.status, "is there already" in again.err) == (1, True)

    done = exporting.certkeeper(
        "export", name, "--format", "pfx", "--to", "shop.pfx", CERTKEEPER_PASSWORD=EXPORT_PASSWORD
    )
    assert done.status == 0, done
    said = openssl("pkcs12", "-nodes", "-passin", f"pass:{EXPORT_PASSWORD}", "-in", str(tmp_path / "shop.pfx"))
    assert said.count("BEGIN CERTIFICATE") == 2


def test_three_steps_with_a_record_set_by_hand(world: World, operating: Shell) -> None:
    """Not in place: 3. Set as it was shown: 0. Issue and wait: 0."""
    name = "by-hand.shell.example.test"
    ordered = operating.certkeeper("order", name, "--manual", "--challenge", "dns-01")
    assert ordered.status == 0, ordered
    record = dict(re.findall(r"^  (name|type|value|in zone) +(\S+)$", ordered.out, flags=re.MULTILINE))
    assert record["name"] == f"_acme-challenge.{name}"
    assert record["in zone"] == "example.test"

    early = operating.certkeeper("issue", name)
    assert (early.status, "verify" in early.err) == (3, True)
    missing = operating.certkeeper("verify", name)
    assert missing.status == 3
    assert record["value"] in missing.out
    soon = operating.certkeeper("verify", name)
    assert (soon.status, "verified again at" in soon.err) == (3, True)

    world.dns.records.put(record["name"], record["type"], [f'"{record["value"]}"'])
    time.sleep(INTERVALS.verify_seconds + 1)
    assert operating.document("verify", name)["outcome"] == "ready"
    deadline = time.monotonic() + MAX_SECONDS
    while (issued := operating.certkeeper("issue", name, "--wait")).status == 3:
        assert time.monotonic() < deadline, issued
    assert issued.status == 0, issued
    assert operating.certkeeper("issue", name).status == 0, "twice does no harm"
    late = operating.certkeeper("verify", name)
    assert (late.status, late.out) == (1, "")


def test_ctrl_c_leaves_the_order_and_its_person_comes_back(world: World, operating: Shell) -> None:
    """On a terminal: a live display with the record to set; then 3, and the command that was said goes on."""
    name = "left.shell.example.test"
    ended = operating.on_a_terminal("order", name, "--challenge", "dns-01", "--wait", until="in zone")
    assert ended.status == 3, ended
    assert "goes on by itself" in ended.out
    found = re.search(r"certkeeper (orders --scope \S+ \S+ --wait)", ended.out.replace("\r\n", "\n"))
    assert found
    order = operating.document("orders", name)
    dns = next(one for one in order["authorizations"][0]["challenges"] if one["type"] == "dns-01")
    world.dns.records.put(dns["record_name"], "TXT", [f'"{dns["record_value"]}"'])
    back = operating.certkeeper(*found[1].split())
    assert back.status == 0, back


def test_cancelling(operating: Shell) -> None:
    """The order ends as cancelled: for whoever waits for it a failure."""
    name = "given-up.shell.example.test"
    order = operating.document("order", name, "--manual")
    assert operating.certkeeper("cancel", order["order_id"]).status == 0
    ended = operating.certkeeper("orders", order["order_id"], "--wait")
    assert (ended.status, "cancelled" in ended.err) == (1, True)


def test_what_is_brought_in_files_pasted_and_with_a_password(operating: Shell, viewing: Shell, tmp_path: Path) -> None:
    """An encrypted key from a file, a successor that is pasted, a PKCS#12 file; passwords are seen nowhere."""
    signed = leaf("brought.shell.example.test")
    (tmp_path / "cert.pem").write_text(signed.pem)
    (tmp_path / "issuer.der").write_bytes(INTERMEDIATE.der)
    encryption = BestAvailableEncryption(PASSWORD.encode())
    (tmp_path / "key.pem").write_bytes(signed.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption))
    files = ("--certificate", "cert.pem", "--key", "key.pem", "--intermediate", "issuer.der", "--name", "brought")
    nobody = operating.certkeeper("upload", *files, CERTKEEPER_PASSWORD="wrong")
    assert nobody.status == 1
    assert "--key key.pem" in nobody.err
    uploaded = operating.certkeeper("upload", *files, CERTKEEPER_PASSWORD=PASSWORD)
    assert uploaded.status == 0, uploaded
    assert PASSWORD not in uploaded.out + uploaded.err + nobody.err

    successor = leaf("brought.shell.example.test")
    pasted = f"From the mail:\n{successor.pem}{INTERMEDIATE.pem}{successor.key_pem}"
    assert operating.document("upload", "--paste", "--to", "brought", given=pasted)["version"] == 2
    assert [version["version"] for version in viewing.document("show", "brought")["versions"]] == [2, 1]
    twice = operating.certkeeper("upload", "--paste", given=pasted)
    assert (twice.status, viewing.document("show", "brought")["certificate_id"] in twice.err) == (1, True)


def test_a_password_is_asked_for_and_not_shown(operating: Shell, tmp_path: Path) -> None:
    """On a terminal, without an echo."""
    signed = leaf("asked.shell.example.test")
    (tmp_path / "cert.pem").write_text(signed.pem)
    encryption = BestAvailableEncryption(PASSWORD.encode())
    (tmp_path / "key.pem").write_bytes(signed.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption))
    ended = operating.on_a_terminal(
        "upload", "--certificate", "cert.pem", "--key", "key.pem", until="password: ", then=f"{PASSWORD}\n"
    )
    assert ended.status == 0, ended
    assert PASSWORD not in ended.out


def test_the_stack_is_found_by_its_name(admin: Shell, cloud: Cloud) -> None:
    """A role without cloudformation:DescribeStacks is asked to give the URL; an unknown stack is said to be one."""
    looked_up = {"CERTKEEPER_URL": "", "AWS_ENDPOINT_URL": cloud.endpoint}
    without = assume(cloud, create_role(cloud, "shell-without-policies", []), admin.caller.api_url)
    denied = Shell(without, admin.folder, admin.scope).certkeeper("list", **looked_up)
    assert (denied.status, "--url" in denied.err) == (1, True)
    unknown = admin.certkeeper("list", "--stack", "no-such-stack", **looked_up)
    assert unknown.status == 1
    assert unknown.err.count("\n") == 1


def test_a_role_that_may_not_learns_who_to_ask(operating: Shell, viewing: Shell, tmp_path: Path) -> None:
    """Nothing is written, ordered or asked twice."""
    order = viewing.certkeeper("order", "denied.shell.example.test")
    assert (order.status, order.out) == (1, "")
    assert "The caller may not do this" in order.err
    certificates = operating.document("list")["items"]
    assert certificates
    export = operating.certkeeper("export", certificates[0]["certificate_id"])
    assert (export.status, "may not do this" in export.err) == (1, True)
    assert list(tmp_path.glob("*.pem")) == []


def test_everything_that_is_seen_is_seen_over_all_scopes(viewing: Shell) -> None:
    """Without a scope the list is of all that there are, and is the same document as a page."""
    listed = json.loads(viewing.certkeeper("list", "--output", "json", CERTKEEPER_SCOPE="").out)
    assert listed["next"] is None
    assert {one["scope"] for one in listed["items"]} >= {SCOPE}


def needs(operation: str) -> pytest.MarkDecorator:
    """A test of an operation that a contract may not have yet."""
    return pytest.mark.skipif(operation not in operations(), reason=f"the contract has no {operation}")


@needs("update_certificate")
def test_changing_deleting_and_restoring(operating: Shell, admin: Shell, viewing: Shell) -> None:
    """By name all the way; a change of what was seen long ago is refused, and nothing is deleted unasked."""
    brought = leaf("changed.shell.example.test")
    pasted = f"{brought.pem}{INTERMEDIATE.pem}{brought.key_pem}"
    operating.document("upload", "--paste", "--name", "changing", given=pasted)
    changed = admin.document("update", "changing", "--name", "changed", "--notice-days", "30,7")
    assert (changed["certificate_name"], changed["notice_days"]) == ("changed", [30, 7])
    late = admin.certkeeper("update", "changed", "--no-notices", "--if-match", "0")
    assert (late.status, "somebody has changed it" in late.err) == (1, True)

    unasked = admin.certkeeper("delete", "changed")
    assert (unasked.status, "--yes" in unasked.err) == (2, True)
    assert admin.document("delete", "changed", "--yes")["status"] == "deleted"
    assert viewing.certkeeper("show", "changed").status == 1
    assert "changed" in viewing.certkeeper("list", "--status", "deleted").out
    assert admin.document("restore", "changed")["status"] == "active"


@needs("revoke_certificate")
def test_revoking(operating: Shell, admin: Shell) -> None:
    """What was ordered here; what was uploaded is another's to revoke."""
    name = "revoked.shell.example.test"
    assert operating.certkeeper("order", name, "--challenge", "http-01", "--wait").status == 0
    assert admin.document("revoke", name, "--reason", "superseded", "--yes")["status"] == "revoked"


@needs("renew_certificate")
def test_renewing(operating: Shell, viewing: Shell) -> None:
    """The second version of the same certificate, with another key."""
    name = "renewed.shell.example.test"
    assert operating.certkeeper("order", name, "--challenge", "http-01", "--wait").status == 0
    renewed = operating.certkeeper("renew", name, "--key", "new", "--wait")
    assert renewed.status == 0, renewed
    assert viewing.document("show", name)["version"] == 2
