"""Probes of the patches for the workers of functions."""

import time
from concurrent.futures import ThreadPoolExecutor

from botocore.config import Config

from infra.local.processes.emulator_process import CONCURRENT_INVOCATIONS
from tests.integration.local.conftest import Probe

CALLS = 4 * CONCURRENT_INVOCATIONS
ONCE = Config(retries={"total_max_attempts": 1}, max_pool_connections=CALLS)
QUICK_SECONDS = 0.045


def class_and_process(probe: Probe) -> tuple[str, bool]:
    """Under which name an exception arrives, and whether the next call reaches the same process."""
    first, second = probe.invoke("raises"), probe.invoke("raises")
    return first["errorType"], first["errorMessage"] == second["errorMessage"]


def layer_is_shared(probe: Probe) -> bool:
    """Whether two functions with the same layer import its modules from the same file."""
    return bool(probe.invoke("imports")["layer"] == probe.invoke("imports-too")["layer"])


def code_is_shared(probe: Probe) -> bool:
    """Whether two functions with the same code run the same file of it."""
    one, other = probe.invoke("imports"), probe.invoke("imports-too")
    return bool(one["code"] == other["code"])


def answers_at_once(probe: Probe) -> bool:
    """Whether one of some calls to a handler that logs nothing takes less than 45 ms: a machine may be busy."""
    functions = probe.cloud.session.client("lambda", endpoint_url=probe.cloud.endpoint)

    def seconds() -> float:
        start = time.perf_counter()
        functions.invoke(FunctionName="quiet", Payload=b"{}")
        return time.perf_counter() - start

    return any(seconds() < QUICK_SECONDS for _ in range(probe.calls))


def some_are_throttled(probe: Probe) -> bool:
    """Whether some of more calls at once than there are slots are refused."""
    functions = probe.cloud.session.client("lambda", endpoint_url=probe.cloud.endpoint, config=ONCE)

    def is_throttled(_: int) -> bool:
        try:
            functions.invoke(FunctionName="quiet", Payload=b"{}")
        except functions.exceptions.TooManyRequestsException:
            return True
        return False

    with ThreadPoolExecutor(CALLS) as callers:
        return any([*callers.map(is_throttled, range(CALLS))])


def emulator_is_visible(probe: Probe) -> bool:
    """Whether a function can import what the emulator's environment holds."""
    return bool(probe.invoke("imports")["emulator_is_visible"])
