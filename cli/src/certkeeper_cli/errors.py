"""Errors that end a command. Each text says what to do next; none holds a credential or a password."""

FAILURE, USAGE, NOT_YET = 1, 2, 3
"""Exit statuses besides 0, done. INTERRUPTED is 128 and the number of SIGINT, as shells have it."""
INTERRUPTED = 130

SIGN_IN = "sign in (for instance `aws sso login`), name a profile with --profile, or set AWS_PROFILE"


class CommandError(Exception):
    """The command cannot go on. `str()` says why, `details` more of it, a line each, `advice` what to do next."""

    status = FAILURE

    def __init__(self, text: str, advice: str = "", details: tuple[str, ...] = ()) -> None:
        super().__init__(text)
        self.advice = advice
        self.details = details


class UnreachableError(CommandError):
    """No HTTP answer came: no such host, refused, cut off, too slow, or no certificate that holds."""


class CredentialsError(CommandError):
    """There are no credentials, or they have expired and cannot be renewed without the person."""


class LocationError(CommandError):
    """It cannot be told where the API is."""


class UnexpectedAnswerError(CommandError):
    """Something answered, but not as the API does."""

    def __init__(
        self,
        text: str = "the answer is not what Certkeeper's API says",
        advice: str = "see that the URL is right, and that the stack and this command are of one release",
    ) -> None:
        super().__init__(text, advice)


class FileError(CommandError):
    """A file cannot be read or written."""


class OrderFailedError(CommandError):
    """The order has ended without a certificate."""


class NotYetError(CommandError):
    """It is not done, and nothing is wrong: trying later helps."""

    status = NOT_YET


class UsageError(CommandError):
    """The command was not called as it must be."""

    status = USAGE
