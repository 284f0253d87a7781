"""The reasons why an order ended without a certificate, as text that a person can act on (ADR 78)."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Failure:
    """The reason of an order's end.

    `code` is Certkeeper's and stable. `detail` says what to change; `failure_text` adds what follows, which differs
    between a first order and a renewal. `acme_type` is the CA's problem type, or empty. `names` are the names that the
    failure is about; empty where it is about the whole order.
    """

    code: str
    detail: str
    acme_type: str = ""
    names: tuple[str, ...] = ()


CANCELLED = Failure("cancelled", "the order was cancelled")
NOT_IN_PLACE = Failure(
    "deadline_passed",
    "the challenge was not in place at the deadline, when the CA drops the order; put the challenge of the next order "
    "in place earlier",
)
NOT_VERIFIED_IN_TIME = Failure(
    "deadline_passed",
    "nobody asked to verify the challenge before the deadline, when the CA drops the order; verify the next order "
    "before its deadline",
)
NOT_ISSUED_IN_TIME = Failure(
    "deadline_passed",
    "the CA had verified the names, but nobody asked for the certificate before the deadline; issue the next order "
    "before its deadline",
)
NOT_FINISHED_BY_CA = Failure(
    "ca_too_slow",
    "every challenge was in place, but the CA did not finish before the deadline; check the CA's status page",
)
REPLACED_MEANWHILE = Failure(
    "replaced_meanwhile",
    "the certificate got a newer version while this order was running; nothing is left to do",
)


_EXECUTION = "for details see the Step Functions execution with a name that begins with the order's id"
OUT_OF_REACH = Failure(
    "out_of_reach",
    "the CA or an AWS service gave no usable answer, although Certkeeper retried; check their status pages; "
    f"{_EXECUTION}",
)
_NAME = re.compile(r"[A-Za-z0-9_.]{1,80}")
"""The form of errors' names in AWS and Python; a name of any other form is not shown."""
_UNEXPECTED = {
    ("UnexpectedError",): Failure(
        "internal",
        "a function of Certkeeper failed unexpectedly ({name}), also when it was retried; check whether a role, a key "
        "or a parameter was changed, and report it if not; the function's log shows where it failed",
    ),
    ("Lambda.",): Failure(
        "out_of_reach",
        "AWS Lambda did not run a function of Certkeeper ({name}), also when it was retried; check the AWS status page "
        "and the account's quota of concurrent executions",
    ),
    ("Runtime.ExitError", "Runtime.OutOfMemory", "Sandbox.", "States.Timeout"): Failure(
        "internal",
        "AWS ended a function of Certkeeper before it was done ({name}), also when it was retried; it used up its "
        "memory or its time, and its log says which",
    ),
    ("Runtime.",): Failure(
        "internal",
        "a function of Certkeeper could not be started ({name}), also when it was retried; its code and its layers "
        "do not fit together: deploy the stack again",
    ),
    ("",): Failure(
        "internal",
        "AWS Step Functions could not run a step of the order ({name}), also when it was retried; check whether the "
        "table, the state machine or its role was changed, and check the AWS status page",
    ),
}
"""The failures by how the name of an error begins; the first match counts.

`Lambda.`, `Runtime.` and `Sandbox.` are AWS's names for what keeps a function from running (Lambda's guide,
"Troubleshooting invocation issues"; Step Functions' guide, "Handling Lambda service exceptions").
"""


def unexpected_failure(error: str) -> Failure:
    """Return the reason of an order that ended by an error which no task has explained.

    `error` is its name in Step Functions, which has retried it: a final outcome leaves its reason on the order itself.
    """
    name = error if _NAME.fullmatch(error) else "an error without a name"
    found = next(failure for beginnings, failure in _UNEXPECTED.items() if error.startswith(beginnings))
    return Failure(found.code, f"{found.detail.format(name=name)}; {_EXECUTION}")


def failure_text(failure: Failure, *, renewal: bool) -> str:
    """Return what a person reads about a failure: what to change, and what follows.

    After a first order, only a person places another one; Certkeeper repeats a renewal by itself.
    """
    if failure.code == REPLACED_MEANWHILE.code:
        return failure.detail
    if renewal:
        return f"{failure.detail}; the certificate shows when Certkeeper tries to renew it again"
    return f"{failure.detail}; to try again, place a new order"
