"""The refusals of the page's server: as text for a person, and for the page as the API would refuse."""

import json

from certkeeper_cli.console.request import Response
from certkeeper_cli.words import MAX_UPLOAD_BYTES, ProblemKind

TEXT = "text/plain; charset=utf-8"
PROBLEM = "application/problem+json"


class ConsoleRefusal(Exception):
    """The request goes no further."""

    def __init__(self, status: int, code: str, title: str, detail: str, **headers: str) -> None:
        """`code` is stable, `title` and `detail` are for a person."""
        super().__init__(code)
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def as_problem(self) -> Response:
        """Return the refusal as a problem document (RFC 9457)."""
        document = {
            "type": f"urn:certkeeper:console:{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        }
        return Response(self.status, PROBLEM, json.dumps(document).encode(), self.headers)

    def as_text(self) -> Response:
        """Return the refusal as two lines of text."""
        return Response(self.status, TEXT, f"{self.title}\n{self.detail}\n".encode(), self.headers)


NOT_FOUND = ConsoleRefusal(
    404, ProblemKind.NOT_FOUND, "There is nothing here", "Start at the address that `certkeeper console` shows."
)
NOT_ADMITTED = ConsoleRefusal(
    403,
    "not-admitted",
    "This browser is not let in",
    "Start `certkeeper console` again in your terminal: each start makes an address that lets one browser in, once.",
)
UNKNOWN_TOKEN = ConsoleRefusal(
    403,
    "unknown-token",
    "This address lets nobody in",
    "It is not the one that `certkeeper console` shows: copy it from your terminal, whole.",
)
OPENED_AGAIN = ConsoleRefusal(
    403,
    "opened-again",
    "This console has ended",
    "Its one-time address was opened a second time, by another browser than the one that it had let in. Nothing is "
    "signed any more; your terminal says what to do.",
)
ANOTHER_SITE = ConsoleRefusal(403, "another-site", "Another site asked", "This console answers its own page only.")
ANOTHER_HOST = ConsoleRefusal(
    421, "another-host", "This is not that host", "Open the address that `certkeeper console` shows."
)
TOO_LARGE = ConsoleRefusal(
    413, ProblemKind.BODY_TOO_LARGE, "That is too large", f"The API takes {MAX_UPLOAD_BYTES // 2**20} MiB at the most."
)


def credentials_refused(reason: str) -> ConsoleRefusal:
    """Return the refusal for credentials that AWS does not accept; `reason` says why, and holds none of them.

    The status is not 403: the page takes that for a policy that denies one call, and this concerns every call.
    """
    return ConsoleRefusal(
        502,
        "credentials-refused",
        "The AWS credentials of this console are not accepted",
        f"Nothing was read or changed: {reason}. Sign in again (for instance with `aws sso login`), then reload this"
        " page. If it stays so, end the console with Ctrl-C in your terminal and start `certkeeper console` again: some"
        " credentials are read at its start only.",
    )


def method_refused(*allowed: str) -> ConsoleRefusal:
    """Return the refusal of another method than those allowed for the path."""
    names = ", ".join(allowed)
    return ConsoleRefusal(
        405, "method-not-allowed", "That cannot be done here", f"Possible here: {names}.", Allow=names
    )
