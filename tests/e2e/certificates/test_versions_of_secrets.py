"""Which versions of a certificate's secret the deployed roles read, with their conditions enforced (ADR 49)."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from certkeeper.adapters.secretsmanager.layout import bundle_token
from infra.local.aws import Cloud
from infra.local.caller import Caller
from tests.e2e.function_role import acting_as
from tests.e2e.order_journey import ensure_scope, place, wait_until

READERS = {
    "export_certificate": {"current", "bundle", "key"},
    "open_order": {"bundle", "key"},
    "retrieve_certificate": {"bundle", "key"},
    "finalize_order": {"key"},
}
"""By stage nobody but the export reads what is current; by its id, two tasks do as well."""
OTHERS = ("list_orders", "sweep_certificates", "upload_version")
"""All others read nothing (tests/architecture/rights/test_permissions.py): these are tried."""


@pytest.fixture(scope="module")
def ways(administrator: Caller) -> dict[str, dict[str, str]]:
    """How the versions of an issued certificate's secret can be asked for."""
    ensure_scope(administrator)
    order = place(administrator, "versions.example.test", challenge="http-01")
    wait_until(administrator, order, "valid")
    secret = {"SecretId": f"certkeeper/certificates/{order['certificate_id']}"}
    return {
        "current": {**secret, "VersionStage": "AWSCURRENT"},
        "previous": {**secret, "VersionStage": "AWSPREVIOUS"},
        "whatever is current": secret,
        "bundle": {**secret, "VersionId": bundle_token(order["order_id"])},
        "key": {**secret, "VersionId": order["order_id"]},
    }


@pytest.mark.parametrize("function", [*READERS, *OTHERS])
def test_each_role_reads_the_versions_that_it_works_with(
    cloud: Cloud, ways: dict[str, dict[str, str]], function: str
) -> None:
    """The private key is in all of them."""
    read = set()
    with acting_as(cloud, f"certkeeper-{function}") as session:
        secrets = session.client("secretsmanager", endpoint_url=cloud.endpoint)
        for way, asked in ways.items():
            try:
                secrets.get_secret_value(**asked)
            except ClientError as error:
                if error.response["Error"]["Code"] != "AccessDeniedException":
                    raise
            else:
                read.add(way)
    assert read == READERS.get(function, set())
