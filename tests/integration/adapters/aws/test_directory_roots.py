"""The roots of a private CA, as functions read them from SSM."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import EndpointConnectionError

from certkeeper.adapters.acme.roots import FRESH_SECONDS, StoredRoots, one_line_of
from certkeeper.domain.errors import TransientError
from certkeeper.entrypoints.settings.environment import SettingError
from certkeeper.entrypoints.wiring.directory_roots import directory_roots
from tests.integration.adapters.between_calls import at_first
from tests.unit.x509.pki import sign

if TYPE_CHECKING:
    from boto3.session import Session
    from mypy_boto3_ssm import SSMClient

OLD, NEW = sign("Old root", ca=True).pem, sign("New root", ca=True).pem
_numbers = count(1)


@pytest.fixture
def ssm(aws: Session) -> SSMClient:
    """A client."""
    return aws.client("ssm")


@pytest.fixture
def name(ssm: SSMClient) -> str:
    """The name of a parameter with the old root."""
    name = f"/certkeeper/stack-{next(_numbers)}/directory-roots"
    store(ssm, name, one_line_of(OLD))
    return name


def store(ssm: SSMClient, name: str, text: str) -> None:
    """Deploys with this value."""
    ssm.put_parameter(Name=name, Type="String", Value=text, Overwrite=True)


def test_new_roots_are_taken_by_functions_that_run_already(ssm: SSMClient, name: str) -> None:
    """Their processes may live for hours; within five minutes nothing is read again."""
    now = 0.0
    roots = StoredRoots(ssm, name, lambda: now)
    assert roots() == OLD
    store(ssm, name, NEW)
    now = FRESH_SECONDS
    assert roots() == OLD
    now = FRESH_SECONDS + 1
    assert roots() == NEW


def test_a_store_that_does_not_answer_is_asked_again_later(ssm: SSMClient, name: str) -> None:
    """The task is retried, and nothing is remembered."""
    roots = StoredRoots(ssm, name)

    def unavailable() -> None:
        raise EndpointConnectionError(endpoint_url="https://ssm.example.test")

    with at_first(ssm, "before-call.ssm.GetParameter", unavailable), pytest.raises(TransientError):
        roots()
    assert roots() == OLD


def test_a_public_ca_needs_no_store(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is read."""
    monkeypatch.setenv("ACME_ROOT_PARAMETER", "")
    assert directory_roots() == ""


@pytest.mark.parametrize("text", ["CANARY7", "MIIB", "-----BEGIN CERTIFICATE-----CANARY7-----END CERTIFICATE-----"])
def test_what_is_no_certificate_is_a_fault_of_the_deployment(
    ssm: SSMClient, name: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sam by hand deploys whatever the pattern takes; the error names the variable and not the value."""
    store(ssm, name, text)
    monkeypatch.setenv("ACME_ROOT_PARAMETER", name)
    with pytest.raises(SettingError, match="ACME_ROOT_PARAMETER") as caught:
        directory_roots()
    assert "CANARY7" not in str(caught.value)
