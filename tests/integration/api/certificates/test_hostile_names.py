"""Certificates whose own names no certificate can have here, and what one of them once did to all scopes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.dynamodb.intents.uploads import DynamoUploads
from certkeeper.adapters.secretsmanager.uploads import SecretsManagerUploads
from certkeeper.domain.clock import to_text, utc_now
from certkeeper.entrypoints.schedule import UnfinishedItemsError
from functions.events.reconcile_certificates import app as reconciler
from tests.contracts.examples import a_bundle
from tests.contracts.rows.uploads import an_intent
from tests.fakes.logged import captured_log
from tests.integration.adapters.between_calls import at_first
from tests.integration.api.certificate_files import leaf, pem
from tests.integration.api.conftest import PREFIX, TABLE
from tests.integration.machine.interpreter.handlers import Context
from tests.unit.x509.pki import sign

if TYPE_CHECKING:
    from tests.integration.api.conftest import Answer, Api
    from tests.unit.x509.pki import Signed

LONG = "a" * 1030 + ".alpha.test"
HOSTILE = {
    "longer than a key": LONG,
    "longer than a typed one": "a" * 118 + ".alpha.test",
    "a blank at the end": "shop.alpha.test ",
    "no characters": "",
    "controls, escaped beyond the bound": "\r\n" * 40 + ".alpha.test",
}


def by_itself(name: str) -> Signed:
    """Signed by itself, for this name only."""
    now = utc_now()
    day = timedelta(days=1)
    return sign("short", names=(name,), since=now - day, until=now + 80 * day)


def hostile(signed: Signed, **more: object) -> dict[str, Any]:
    """As files, without any issuer's."""
    return {**pem(signed, **more), "intermediates": []}


@pytest.fixture(autouse=True)
def _fresh_reconciler() -> None:
    """A process that has wired nothing yet."""
    for cached in vars(reconciler).values():
        if hasattr(cached, "cache_clear"):
            cached.cache_clear()


def upload(api: Api, body: dict[str, Any], scope: str = "all") -> Answer:
    """Uploads something new."""
    return api.call("upload_certificate", scope=scope, body=body)


def secrets(*, going: bool = False) -> list[str]:
    """The names of the secrets, with those that are on their way out."""
    found = client("secretsmanager").list_secrets(IncludePlannedDeletion=going)["SecretList"]
    return [each["Name"] for each in found if not going or "DeletedDate" in each]


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_name_of_a_file_that_nobody_may_type_is_refused_before_anything_is_stored(api: Api, name: str) -> None:
    """With the field that helps; with another name it is taken."""
    signed = by_itself(name)
    rows = api.rows()
    answer = upload(api, hostile(signed))
    assert (answer.status, answer.problem) == (422, "refused"), answer.text
    (error,) = answer.document["errors"]
    assert (error["pointer"], error["code"]) == ("/certificate_name", "required")
    assert "give `certificate_name`" in error["detail"]
    assert "aaaa" not in answer.text
    assert api.rows() == rows
    assert secrets() == []
    taken = upload(api, hostile(signed, certificate_name="mine"))
    assert (taken.status, taken.document["certificate_name"]) == (201, "mine")


def test_a_name_of_a_file_is_no_default_of_an_update_either(api: Api) -> None:
    """Null asks for the first of its names, and a successor's names are a stranger's as well."""
    first = upload(api, hostile(by_itself("shop.alpha.test"), certificate_name="mine")).document
    certificate_id = first["certificate_id"]
    meant = hostile(by_itself(LONG), confirmed={"version": 1, "losses": ["names_lost"]})
    assert api.call("upload_version", scope="all", certificate_id=certificate_id, body=meant).status == 201
    path = {"scope": "all", "certificate_id": certificate_id}
    seen = {"If-Match": api.call("get_certificate", **path).headers["ETag"]}
    answer = api.call("update_certificate", **path, body={"certificate_name": None}, headers=seen)
    assert (answer.status, answer.problem) == (422, "refused"), answer.text
    assert [(each["pointer"], each["code"]) for each in answer.document["errors"]] == [
        ("/certificate_name", "required")
    ]
    assert api.call("get_certificate", **path).document["certificate_name"] == "mine"


def test_one_upload_that_cannot_be_finished_costs_no_other_scope_its_mending(api: Api) -> None:
    """A deletion elsewhere is finished; the upload is left, named in the log, and a failure as long as it is there."""
    poison = an_intent("x", "66" * 32, scope="alpha")
    poison = replace(poison, started_at=utc_now(), certificate=replace(poison.certificate, name=LONG))
    DynamoUploads(TABLE, client("dynamodb")).record_intent(poison)
    vault = SecretsManagerUploads(client("secretsmanager"), PREFIX)
    vault.store(poison.certificate.certificate_id, poison.upload_id, a_bundle("6"))
    deleted = _half_deleted(api)
    with captured_log() as logged:
        for minutes in (11, 26, 60 * 24):
            with pytest.raises(UnfinishedItemsError, match="could not be finished: 1"):
                reconciler.handler({"time": to_text(utc_now() + timedelta(minutes=minutes))}, Context("reconcile"))
            notes = [row["sk"]["S"] for row in api.rows() if row["pk"]["S"] in {"INTENTS", "REMOVALS"}]
            assert [each.rpartition("#")[2] for each in notes] == [poison.upload_id]
            assert secrets(going=True) == [f"{PREFIX}/certificates/{deleted}"]
    failed = [each for each in logged.lines if each["level"] == "ERROR"]
    assert [each["item_id"] for each in failed] == [poison.upload_id] * 3
    assert all("ClientError" in each["error"] or "ValidationException" in each["error"] for each in failed)
    assert all(each["frames"] for each in failed)
    named = [each for each in logged.lines if each["message"] == "run finished: unfinished"]
    assert [each["ids"] for each in named] == [[poison.upload_id]] * 3
    assert "aaaa" not in logged.text


def _half_deleted(api: Api) -> str:
    """A certificate of another scope, whose secret stays because Secrets Manager refused once."""
    api.call("put_scope", scope="shop", body={"kind": "zone", "domain": "shop.example"})
    certificate_id: str = upload(api, pem(leaf("www.shop.example")), "shop").document["certificate_id"]

    def refuse() -> None:
        raise ClientError({"Error": {"Code": "AccessDenied", "Message": ""}, "ResponseMetadata": {}}, "DeleteSecret")  # type: ignore[typeddict-item]

    with at_first(client("secretsmanager"), "before-call.secrets-manager.DeleteSecret", refuse):
        assert api.call("delete_certificate", scope="shop", certificate_id=certificate_id).status == 500
    return certificate_id
