"""Each correction of Lambda's workers: what it gives, and that stock ministack still lacks it."""

import time
from concurrent.futures import ThreadPoolExecutor

from botocore.config import Config

from infra.local.processes.emulator_process import CONCURRENT_INVOCATIONS
from tests.integration.local.conftest import Probe

CALLS = 4 * CONCURRENT_INVOCATIONS
ONCE = Config(retries={"total_max_attempts": 1}, max_pool_connections=CALLS)


def fastest_call(probe: Probe, calls: int = 100) -> float:
    """Seconds of the quickest of some calls to a handler that logs nothing: many, for the machine may be busy."""
    functions = probe.cloud.session.client("lambda", endpoint_url=probe.cloud.endpoint)

    def seconds() -> float:
        start = time.perf_counter()
        functions.invoke(FunctionName="quiet", Payload=b"{}")
        return time.perf_counter() - start

    return min(seconds() for _ in range(calls))


def test_an_exception_arrives_under_its_class_and_the_worker_lives_on(corrected: Probe) -> None:
    """A state machine can retry by class, and the next call reaches the same process."""
    first, second = corrected.invoke("raises"), corrected.invoke("raises")
    assert first["errorType"] == "OrderPending"
    assert first["errorMessage"] == second["errorMessage"]
    assert "app.py" in "".join(first["stackTrace"])


def test_handler_errors_is_still_needed(stock: Probe) -> None:
    """Stock ministack names every exception alike and starts a new worker."""
    first, second = stock.invoke("raises"), stock.invoke("raises")
    assert first["errorType"] == "Runtime.HandlerError"
    assert first["errorMessage"] != second["errorMessage"]


def test_workers_share_one_copy_of_a_layer(corrected: Probe) -> None:
    """Two functions with the same layer import its modules from the same file."""
    assert corrected.invoke("imports")["layer"] == corrected.invoke("imports-too")["layer"]


def test_shared_layers_is_still_needed(stock: Probe) -> None:
    """Stock ministack unpacks a layer for every worker."""
    assert stock.invoke("imports")["layer"] != stock.invoke("imports-too")["layer"]


def test_workers_are_forks_that_see_only_their_layers_and_the_sdk(corrected: Probe) -> None:
    """What is missing from a layer is missing here as well, except what Lambda brings along."""
    one, other = corrected.invoke("imports"), corrected.invoke("imports-too")
    assert one["parent"] == other["parent"]
    assert one["sdk_is_visible"]
    assert not one["emulator_is_visible"]


def test_forked_workers_is_still_needed(stock: Probe) -> None:
    """In stock ministack a function sees whatever the emulator's environment holds."""
    assert stock.invoke("imports")["emulator_is_visible"]


def test_a_handler_that_logs_nothing_answers_at_once(corrected: Probe) -> None:
    """A call does not wait for lines that do not come."""
    assert fastest_call(corrected) < 0.045


def test_log_drain_is_still_needed(stock: Probe) -> None:
    """Stock ministack waits 50 ms for the first line."""
    assert fastest_call(stock, 10) >= 0.050


def throttled(probe: Probe) -> int:
    """Of more calls at once than there are places, how many are sent away."""
    functions = probe.cloud.session.client("lambda", endpoint_url=probe.cloud.endpoint, config=ONCE)

    def is_throttled(_: int) -> bool:
        try:
            functions.invoke(FunctionName="quiet", Payload=b"{}")
        except functions.exceptions.TooManyRequestsException:
            return True
        return False

    with ThreadPoolExecutor(CALLS) as callers:
        return sum(callers.map(is_throttled, range(CALLS)))


def test_who_comes_when_all_places_are_taken_waits(corrected: Probe) -> None:
    """As an account has places for a thousand, nobody is sent away."""
    assert throttled(corrected) == 0


def test_waiting_invocations_is_still_needed(stock: Probe) -> None:
    """Stock ministack throttles at once."""
    assert throttled(stock) > 0
