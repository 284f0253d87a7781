"""Errors that end a command (ADR 61).

Each text says what happened and what to do next; none holds a credential or a password.
"""

FAILURE, USAGE, NOT_YET = 1, 2, 3
"""The exit statuses besides 0, which means done."""

INTERRUPTED = 130
"""The exit status after Ctrl-C: 128 plus the number of SIGINT, as POSIX shells have it."""

SIGN_IN = "sign in (for instance `aws sso login`), name a profile with --profile, or set AWS_PROFILE"


class CommandError(Exception):
    """A command cannot go on. `str()` says why, `details` has a line for each reason, `advice` what to do next."""

    status = FAILURE

    def __init__(self, text: str, advice: str = "", details: tuple[str, ...] = ()) -> None:
        super().__init__(text)
        self.advice = advice
        self.details = details


class UnreachableError(CommandError):
    """No HTTP answer came: no such host, refused, cut off, too slow, or a TLS certificate that is not valid."""


class CredentialsError(CommandError):
    """There are no AWS credentials, or they have expired and cannot be renewed without the person."""


class LocationError(CommandError):
    """The URL of the API is not known."""


class UnexpectedAnswerError(CommandError):
    """Something answered that is not Certkeeper's API, or not of this release."""

    def __init__(
        self,
        text: str = "the answer is not as Certkeeper's API gives it",
        advice: str = "check the URL, and that the stack and this command are of the same release",
    ) -> None:
        super().__init__(text, advice)


class FileError(CommandError):
    """A file cannot be read or written."""


class OrderFailedError(CommandError):
    """The order has ended without a certificate."""


class NotYetError(CommandError):
    """It is not done yet, and nothing is wrong: trying later helps."""

    status = NOT_YET


class UsageError(CommandError):
    """The command was not called as its help says."""

    status = USAGE
