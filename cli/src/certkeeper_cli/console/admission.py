"""Who is let in: the one browser that opened the address first."""

from __future__ import annotations

import hmac
from http.cookies import CookieError, SimpleCookie
from threading import Lock
from typing import TYPE_CHECKING

from certkeeper_cli.console.refusal import USED

if TYPE_CHECKING:
    from collections.abc import Callable

    from certkeeper_cli.console.request import Request

COOKIE = "certkeeper_console"
SECRET_BYTES = 32
"""Of the token and of the cookie: 256 bits each, not to be guessed."""
PLACE_BYTES = 16


class Admission:
    """A token that is good once, and the cookie that it is turned into.

    Cookies know no ports: whatever else listens on this machine's loopback would be sent ours. So everything is below
    a path (`place`) that nobody else knows, and the cookie is bound to it.
    """

    def __init__(self, random_text: Callable[[int], str]) -> None:
        """`random_text` gives a text for a URL, of so many random bytes (`secrets.token_urlsafe`)."""
        self.place = f"/{random_text(PLACE_BYTES)}/"
        self.token = random_text(SECRET_BYTES)
        self._cookie = random_text(SECRET_BYTES)
        self._unused = True
        self._lock = Lock()

    def enter(self, token: str) -> str:
        """Turn the token into the Set-Cookie header, the first time; Refused with any other, and ever after."""
        fits = hmac.compare_digest(token.encode(), self.token.encode())
        with self._lock:
            if not (fits and self._unused):
                raise USED
            self._unused = False
        return f"{COOKIE}={self._cookie}; Path={self.place}; HttpOnly; SameSite=Strict"

    def has_entered(self, request: Request) -> bool:
        """Whether the request bears the cookie."""
        try:
            cookies = SimpleCookie(request.header("cookie"))
        except CookieError:
            return False
        sent = cookies[COOKIE].value if COOKIE in cookies else ""
        return hmac.compare_digest(sent.encode(), self._cookie.encode())
