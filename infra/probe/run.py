"""Running checks one after another: one that raises is not known, and the others go on."""

from collections.abc import Callable, Iterable, Iterator

from botocore.exceptions import ClientError

from infra.probe.finding import Check, Finding, not_known
from infra.probe.target import Target

Result = tuple[Check, Finding]
MAX_CHARACTERS = 400
"""Of what an exception says."""


def run(checks: Iterable[Check], target: Target, say: Callable[[str], None]) -> Iterator[Result]:
    """Yield each check with what it finds at the target; `say` prints what is tried now."""
    for check in checks:
        say(f"{check.name} ...")
        yield check, _finding(check, target)


def _finding(check: Check, target: Target) -> Finding:
    try:
        return check.run(target)
    except ClientError as reason:
        error = reason.response["Error"]
        came = f"{reason.operation_name}: {error.get('Code')}: {error.get('Message', '')}"
        return not_known(came[:MAX_CHARACTERS], "AWS did not answer this question. See whether the caller may ask it.")
    except Exception as reason:  # noqa: BLE001 - whatever it was, the other checks are worth running
        came = f"{type(reason).__name__}: {reason}"
        return not_known(came[:MAX_CHARACTERS], "The check itself failed, so nothing is known about this.")
