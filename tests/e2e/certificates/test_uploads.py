"""Bringing a certificate and taking it out again, on the deployed stack, each function under its own role."""

import json
import subprocess
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from infra.local.aws import Cloud
from infra.local.caller import Caller
from infra.local.deploy import Deployed
from tests.e2e.order_journey import SCOPE, ensure_scope
from tests.integration.api.certificate_files import leaf, paste, pem, pfx

PASSWORD = "correct horse battery"
CERTIFICATES = f"/scopes/{SCOPE}/certificates"


@pytest.fixture(scope="module", autouse=True)
def scope(administrator: Caller) -> None:
    """The scope to upload to."""
    ensure_scope(administrator)


ANSWERED = {"same_names_as": [], "renewal_ended": False}
"""What only the answer to an upload says."""


def uploaded(operator: Caller, body: dict[str, Any]) -> dict[str, Any]:
    """Uploads."""
    answer = operator.request("POST", CERTIFICATES, body=body)
    assert answer.status == 201, answer.body
    return dict(answer.json())


@pytest.mark.parametrize("form", [pem, paste, pfx], ids=lambda form: form.__name__)
def test_what_is_brought_in_can_be_taken_out(
    cloud: Cloud,
    deployed: Deployed,
    operator: Caller,
    viewer: Caller,
    exporter: Caller,
    tmp_path: Path,
    form: Callable[..., dict[str, Any]],
) -> None:
    """Listed, shown, in its secret for consumers, and a PKCS#12 file that openssl opens."""
    name = f"{form.__name__}.brought.example.test"
    shown = uploaded(operator, form(leaf(name)))
    path = f"{CERTIFICATES}/{shown['certificate_id']}"
    checked_at = viewer.request("GET", path).json()
    assert {
        name: value for name, value in checked_at.items() if name not in {"history", "next_action", "outside_scope"}
    } | ANSWERED == shown
    secrets = cloud.session.client("secretsmanager", endpoint_url=cloud.endpoint)
    secret = f"{deployed.outputs['SecretPrefix']}/certificates/{shown['certificate_id']}"
    bundle = json.loads(secrets.get_secret_value(SecretId=secret)["SecretString"])
    assert bundle["certificate"] == shown["certificate_pem"]
    answer = exporter.request("POST", f"{path}/exports", body={"format": "pfx", "password": PASSWORD})
    assert answer.status == 200, answer.body
    file = tmp_path / answer.json()["file_name"]
    file.write_bytes(b64decode(answer.json()["content"]))
    command = ["openssl", "pkcs12", "-nodes", "-passin", f"pass:{PASSWORD}", "-in", str(file)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said.count("BEGIN CERTIFICATE") == 2


def test_a_successor_keeps_the_id(operator: Caller, viewer: Caller) -> None:
    """And is a version more, once its losses are confirmed; the same file again is a conflict."""
    first = uploaded(operator, pem(leaf("old.brought.example.test"), certificate_name="succeeded"))
    path = f"{CERTIFICATES}/{first['certificate_id']}"
    new = pem(leaf("new.brought.example.test"))
    refused = operator.request("POST", f"{path}/versions", body=new).json()["comparison"]
    assert [loss["code"] for loss in refused["losses"]] == ["names_lost"]
    meant = {**new, "confirmed": {"version": 1, "losses": ["names_lost"]}}
    assert operator.request("POST", f"{path}/versions", body=meant).status == 201
    shown = viewer.request("GET", path).json()
    assert [version["version"] for version in shown["versions"]] == [2, 1]
    again = operator.request("POST", CERTIFICATES, body=new)
    assert (again.status, again.json()["certificate_id"]) == (409, first["certificate_id"])
