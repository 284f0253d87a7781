"""The worst files known, sent to the deployed upload: refused in time, and the next one is served as ever."""

import json
import time
from typing import Any

import pytest

from infra.local.caller import Caller
from tests.e2e.order_journey import SCOPE, ensure_scope
from tests.integration.api.certificate_files import leaf, pem
from tests.unit.x509.upload.hostile import HOSTILE

CERTIFICATES = f"/scopes/{SCOPE}/certificates"
MAX_SECONDS = 25.0
"""The function's own time-out, in wall time; the reader bounds its CPU (tests/unit/x509/upload/test_costs.py)."""


@pytest.fixture(scope="module", autouse=True)
def scope(administrator: Caller) -> None:
    """The scope to upload to."""
    ensure_scope(administrator)


@pytest.fixture(scope="module")
def served(operator: Caller) -> None:
    """A good upload, so that there is a process to harm."""
    answer = operator.request("POST", CERTIFICATES, body=pem(leaf("first.hostile.example.test")))
    assert answer.status == 201, answer.body


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize("file", HOSTILE, ids=lambda file: file.__name__)
def test_the_worst_is_refused_and_the_next_is_served(operator: Caller, file: Any) -> None:  # noqa: ANN401
    """4xx with a code and nothing of what was sent; and the process that refused it takes a good one."""
    started = time.monotonic()
    answer = operator.request("POST", CERTIFICATES, raw=json.dumps(file()).encode())
    assert time.monotonic() - started < MAX_SECONDS
    assert answer.status in {400, 413, 422}, answer.body
    assert answer.headers["content-type"] == "application/problem+json"
    assert all(error["code"] for error in answer.json()["errors"])
    assert b"CANARY" not in answer.body
    good = operator.request("POST", CERTIFICATES, body=pem(leaf(f"{file.__name__}.example.test".replace("_", "-"))))
    assert good.status == 201, good.body
