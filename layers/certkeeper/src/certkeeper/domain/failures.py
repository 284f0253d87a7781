"""Why an order ended without a certificate, in words that a person can act on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Failure:
    """`code` is ours and stable; `detail` says what to change; `acme_type` is the CA's own problem type, or empty.

    What follows is not said in `detail`, for it is not the same for a first order and for a renewal: see `told`.
    `names` are the names that the failure is about; none where it is about the whole order.
    """

    code: str
    detail: str
    acme_type: str = ""
    names: tuple[str, ...] = ()


CANCELLED = Failure("cancelled", "the order was cancelled")
NOT_IN_PLACE = Failure(
    "deadline_passed",
    "the challenge was not in place before the deadline, and the CA forgets the order then; set the next "
    "one up before its deadline",
)
NOT_VERIFIED_IN_TIME = Failure(
    "deadline_passed",
    "nobody asked to verify the challenge before the deadline, and the CA forgets the order then; verify the next "
    "one before its deadline",
)
NOT_ISSUED_IN_TIME = Failure(
    "deadline_passed",
    "the names were verified, but nobody asked for the certificate before the deadline",
)
NOT_FINISHED_BY_CA = Failure(
    "ca_too_slow",
    "everything was in place, but the CA did not finish before the deadline; look at its status page",
)
SUCCEEDED = Failure(
    "succeeded_meanwhile",
    "the certificate got another version while this order renewed the one before; nothing is left to do",
)


def told(failure: Failure, *, renewal: bool) -> str:
    """What to change, and then what follows: nobody but a person places a first order again."""
    if failure.code == SUCCEEDED.code:
        return failure.detail
    if renewal:
        return f"{failure.detail}; `next_action` of its certificate says when the renewal is tried again"
    return f"{failure.detail}; to try again, place a new order"
