"""Which browser is let in: the one that opened the address first. A second one ends the console (ADRs 66 and 75)."""

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
"""The beginning of the one-time address; the token follows."""
COOKIE = "certkeeper_console"
ENTRANCE_COOKIE = "certkeeper_entrance"
SECRET_BYTES = 32
"""The length of the token and of each cookie: 256 bits, which cannot be guessed."""
PLACE_BYTES = 16


class AdmissionState(Enum):
    """How far the admission is; it only goes forward."""

    UNUSED = auto()
    ENTERED = auto()
    ENDED = auto()


class Admission:
    """A token that can be used once, and the cookies that a browser gets for it.

    Cookies are not bound to a port: other servers on this machine's loopback would be sent this console's. So
    everything is below a path (`place`) that nobody else knows, and the cookie is bound to that path. A second cookie
    is bound to the one-time address: it shows that a browser is the one that was let in. Another browser that opens the
    address ends the console, because nobody can know which of the two is the person's.
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
        """Raise ConsoleRefusal (UNKNOWN_TOKEN) where the request is not for the one-time address. Nothing changes."""
        if not hmac.compare_digest(request.path.encode(), self.entrance.encode()):
            raise UNKNOWN_TOKEN

    def enter(self, request: Request) -> tuple[str, ...]:
        """Use the token of the request, and return the Set-Cookie headers; none for the browser that has them already.

        Raise ConsoleRefusal: UNKNOWN_TOKEN for another token, which changes nothing, and OPENED_AGAIN where another
        browser uses the token again, which ends the admission of everybody.
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
        """Check that the request comes from the browser that was let in.

        Raise ConsoleRefusal: NOT_ADMITTED where it lacks the cookie, OPENED_AGAIN where the console has ended.
        """
        if self.has_ended:
            raise OPENED_AGAIN
        if not _has_cookie(request, COOKIE, self._cookie):
            raise NOT_ADMITTED


def _has_cookie(request: Request, name: str, value: str) -> bool:
    """Return whether the request has the cookie. How long the comparison takes says nothing of the value."""
    try:
        cookies = SimpleCookie(request.header("cookie"))
    except CookieError:
        return False
    sent = cookies[name].value if name in cookies else ""
    return hmac.compare_digest(sent.encode(), value.encode())
