"""Each patch of the emulator: what it corrects, and that ministack as it comes still lacks it."""

import json
from collections.abc import Callable
from typing import NamedTuple

import pytest

from infra.bootstrap.patched_emulator import patch_series
from infra.local.caller import anonymous
from tests.integration.local import deletion_probes, service_probes, worker_probes
from tests.integration.local.conftest import Probe
from tests.integration.local.service_probes import BATCHES, PROBLEM, REFUSED, put_row, shape, topic_of_the_second


class Case(NamedTuple):
    """A probe, what it finds with the patch, and what without."""

    ask: Callable[[Probe], object]
    patched: object
    stock: object


CASES = {
    "01": Case(service_probes.imported_responses, (True, False), (False, True)),
    "02": Case(service_probes.denied_has_the_response, patched=True, stock=False),
    "03": Case(service_probes.statuses_of_limited_methods, [200, 429], [200, 200]),
    "04": Case(service_probes.versions_with_a_label, 1, 2),
    "05": Case(service_probes.versions_of_a_new_secret, 0, 1),
    "06": Case(service_probes.versions_read, [["id"], ["stage"]], [[], []]),
    "07": Case(service_probes.batches_let_through, ["challenge", "removal"], [*BATCHES]),
    "08": Case(service_probes.change_is_read, patched=True, stock=False),
    "09": Case(service_probes.end_of_a_wait, ("FAILED", "States.Timeout"), ("RUNNING", "")),
    "10": Case(service_probes.attributes_of_a_published_message, {"scope": "shop"}, {}),
    "11": Case(service_probes.yaml_is_refused, patched=False, stock=True),
    "12": Case(service_probes.topic_by_condition, "two", "refused"),
    "13": Case(worker_probes.class_and_process, ("OrderPending", True), ("Runtime.HandlerError", False)),
    "14": Case(service_probes.answers_of_an_imported_integration, [200, 415], [504, 504]),
    "15": Case(
        service_probes.rows_by_api_gateway,
        [(200, b"by itself"), (503, b"out"), (500, b'{"title":"broken"}')],
        [(504, b'{"message": "Internal server error"}')] * 3,
    ),
    "16": Case(
        service_probes.texts_by_condition,
        [(200, "application/json", b"a"), (200, "application/json", b"b"), (404, "text/plain", b"none")],
        [(504, "application/json", b'{"message": "Internal server error"}')] * 3,
    ),
    "17": Case(deletion_probes.machine_of_a_deleted_stack, ["refused", "made"], ["made"]),
    "18": Case(deletion_probes.end_of_a_stack_with_an_attached_policy, "DELETE_FAILED", "DELETE_COMPLETE"),
    "19": Case(service_probes.actions_within_a_boundary, ["sqs"], ["sqs", "sns"]),
    "20": Case(service_probes.subscriptions_within_a_boundary, ["email"], []),
    "51": Case(worker_probes.layer_is_shared, patched=True, stock=False),
    "52": Case(worker_probes.answers_at_once, patched=True, stock=False),
    "53": Case(worker_probes.some_are_throttled, patched=False, stock=True),
    "54": Case(worker_probes.emulator_is_visible, patched=False, stock=True),
    "55": Case(worker_probes.code_is_shared, patched=True, stock=False),
}
"""By the number with which the name of the patch begins."""


def test_every_patch_has_a_probe() -> None:
    """A correction that nothing asks for would stay for ever."""
    assert [patch.name[:2] for patch in patch_series()] == [*CASES]


@pytest.mark.parametrize("number", CASES)
def test_a_patch_corrects_the_emulator(patched: Probe, number: str) -> None:
    """The patched emulator answers as AWS does, or as this machine needs it."""
    case = CASES[number]
    assert case.ask(patched) == case.patched


@pytest.mark.parametrize("number", CASES)
def test_a_patch_is_still_needed(stock: Probe, number: str) -> None:
    """Ministack as it comes does not: where this fails with the other answer, a new release has mended it."""
    case = CASES[number]
    (patch,) = (patch.name for patch in patch_series() if patch.name.startswith(number))
    found = case.ask(stock)
    assert found != case.patched, f"ministack does this by itself now: delete infra/local/emulator/patches/{patch}"
    assert found == case.stock, f"ministack does something else than {patch} says is wrong: read its new source"


def test_a_timeout_that_is_no_positive_integer_fails_the_execution(patched: Probe) -> None:
    """As the States Language demands of the path."""
    assert patched.run(patched.outputs["MachineArn"], row="x", await_seconds=0) == ("FAILED", "States.Runtime")


def test_a_definition_may_be_yaml(patched: Probe) -> None:
    """A machine deployed from YAML runs; a failed condition of its token task is caught under AWS's name."""
    put_row(patched, pk="woken", wake="yes")
    status, output = patched.run(patched.outputs["MachineArn"], row="woken", await_seconds=5)
    assert status == "SUCCEEDED"
    assert json.loads(output)["why"]["Error"] == "DynamoDb.ConditionalCheckFailedException"


def test_a_machine_retries_and_catches_by_class(patched: Probe) -> None:
    """After the timeout the task raises, is tried again, and its class is caught."""
    status, output = patched.run(patched.outputs["MachineArn"], row="new", await_seconds=1)
    assert (status, json.loads(output)["why"]["Error"]) == ("SUCCEEDED", "OrderPending")


def test_refusals_of_the_gateway_are_those_of_the_template(patched: Probe) -> None:
    """Unsigned, unknown and denied calls and broken functions get the template's gateway responses."""
    nobody, someone = anonymous(patched.api_url), patched.caller("GET/scopes/mine")
    assert someone.request("GET", "/scopes/mine").status == 200
    refused = [nobody.request("GET", "/scopes/x"), nobody.request("GET", "/no"), someone.request("GET", "/scopes/x")]
    assert {shape(answer) for answer in refused} == {REFUSED}
    assert {answer.status for answer in refused} == {403}
    assert shape(nobody.request("GET", "/broken")) == (PROBLEM, b'{"title":"broken"}')


def test_a_condition_on_a_member_that_is_not_there_is_false(patched: Probe) -> None:
    """As the template needs it for each administrator."""
    assert topic_of_the_second(patched, "one") == ""


def test_an_exception_has_a_stack_trace(patched: Probe) -> None:
    """With the lines of the handler."""
    assert "app.py" in "".join(patched.invoke("raises")["stackTrace"])


def test_workers_are_forks_of_one_process_and_see_the_sdk(patched: Probe) -> None:
    """What is missing from a layer is missing here as well, except what Lambda brings along."""
    one, other = patched.invoke("imports"), patched.invoke("imports-too")
    assert one["parent"] == other["parent"]
    assert one["sdk_is_visible"]
