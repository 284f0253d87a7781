"""Who is let in: the one browser that opened the address first. A second one ends the console."""

from __future__ import annotations

import hmac
from enum import Enum, auto
from http.cookies import CookieError, SimpleCookie
from threading import Lock
from typing import TYPE_CHECKING

from certkeeper_cli.console.refusal import NOT_ADMITTED, OPENED_AGAIN, UNKNOWN_TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from certkeeper_cli.console.request import Request

ENTRANCE = "/enter/"
"""The token follows."""
COOKIE = "certkeeper_console"
ENTRANCE_COOKIE = "certkeeper_entrance"
SECRET_BYTES = 32
"""Of the token and of the cookies: 256 bits each, not to be guessed."""
PLACE_BYTES = 16


class AdmissionState(Enum):
    """How far it has come; it never goes back."""

    UNUSED = auto()
    ENTERED = auto()
    ENDED = auto()


class Admission:
    """A token that is good once, and the cookies that it is turned into.

    Cookies know no ports: whatever else listens on this machine's loopback would be sent ours. So everything is below
    a path (`place`) that nobody else knows, and the cookie is bound to it. A second cookie is bound to the one-time
    address: it tells the browser that was let in from any other that opens the address later. Another one ends the
    console, because nobody can tell which of the two is the person's.
    """

    def __init__(self, random_text: Callable[[int], str], on_entered: Callable[[], None]) -> None:
        """`random_text` gives a text for a URL, of so many random bytes (`secrets.token_urlsafe`).

        `on_entered` is called once, before the browser that is let in has its answer.
        """
        self.place = f"/{random_text(PLACE_BYTES)}/"
        self.token = random_text(SECRET_BYTES)
        self._cookie = random_text(SECRET_BYTES)
        self._entrance_cookie = random_text(SECRET_BYTES)
        self._on_entered = on_entered
        self._state = AdmissionState.UNUSED
        self._lock = Lock()

    @property
    def entrance(self) -> str:
        """The path of the one-time address."""
        return f"{ENTRANCE}{self.token}"

    @property
    def has_ended(self) -> bool:
        """Whether the address was opened a second time: nobody is admitted any more."""
        return self._state is AdmissionState.ENDED

    def check_entrance(self, request: Request) -> None:
        """Raise Refused where the path is not that of the one-time address. Nothing changes."""
        if not hmac.compare_digest(request.path.encode(), self.entrance.encode()):
            raise UNKNOWN_TOKEN

    def enter(self, request: Request) -> tuple[str, ...]:
        """Use the token: the Set-Cookie headers the first time, none for the browser that has them already.

        Raises Refused where the token is another, which changes nothing, and where another browser uses it again,
        which ends the admission of everybody.
        """
        self.check_entrance(request)
        with self._lock:
            if self._state is AdmissionState.ENTERED and _has_cookie(request, ENTRANCE_COOKIE, self._entrance_cookie):
                return ()
            if self._state is not AdmissionState.UNUSED:
                self._state = AdmissionState.ENDED
                raise OPENED_AGAIN
            self._state = AdmissionState.ENTERED
        self._on_entered()
        return (
            f"{COOKIE}={self._cookie}; Path={self.place}; HttpOnly; SameSite=Strict",
            f"{ENTRANCE_COOKIE}={self._entrance_cookie}; Path={self.entrance}; HttpOnly; SameSite=Strict",
        )

    def check_entered(self, request: Request) -> None:
        """Raise Refused where the request does not bear the cookie, or the console has ended."""
        if self.has_ended:
            raise OPENED_AGAIN
        if not _has_cookie(request, COOKIE, self._cookie):
            raise NOT_ADMITTED


def _has_cookie(request: Request, name: str, value: str) -> bool:
    """Whether the request bears the cookie; how long that takes to tell says nothing of the value."""
    try:
        cookies = SimpleCookie(request.header("cookie"))
    except CookieError:
        return False
    sent = cookies[name].value if name in cookies else ""
    return hmac.compare_digest(sent.encode(), value.encode())
