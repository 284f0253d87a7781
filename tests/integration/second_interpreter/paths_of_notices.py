"""The paths of a notice through its state machine, as they must be: nothing here is read from the definition."""

from __future__ import annotations

from tests.errors_of_aws import WITHOUT_A_MODEL, modelled
from tests.integration.second_interpreter.executions import NOTICE, Path, failing

STATES = ("PublishNotice",)
THREE_DAYS = 84
"""The tries of a notice after the first."""


def paths_of_notices() -> tuple[Path, ...]:
    """All of them."""
    passing = (*modelled("SNS"), *WITHOUT_A_MODEL, "States.Timeout")
    last = {"PublishNotice": failing("SNS.NotFoundException", times=THREE_DAYS)}
    broken = {"PublishNotice": failing("SNS.NotFoundException", times=THREE_DAYS + 1)}
    tries = {"PublishNotice": THREE_DAYS + 1}
    return (
        Path("a notice", STATES, given=NOTICE),
        *(
            Path(f"a notice after {error}", STATES, {"PublishNotice": failing(error)}, given=NOTICE)
            for error in passing
        ),
        Path("a notice that is published at the last try", STATES, last, tries=tries, given=NOTICE),
        Path("a notice that cannot be published", STATES, broken, "SNS.NotFoundException", tries, NOTICE),
    )
