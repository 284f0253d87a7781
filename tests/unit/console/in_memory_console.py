"""A console without sockets: an API that notes what it is asked, and requests as a browser would send them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from certkeeper_cli.api.client import Answer
from certkeeper_cli.console.admission import Admission
from certkeeper_cli.console.application import Application
from certkeeper_cli.console.files import read_files
from certkeeper_cli.console.request import Request, Response

HOST = "127.0.0.1:4711"
ORIGIN = f"http://{HOST}"


@dataclass
class NotingApi:
    """Answers the same to everything."""

    answer: Answer | Exception
    url: str = "https://api.example.test/v1"
    calls: list[tuple[Any, ...]] = field(default_factory=list)
    meanwhile: Callable[[], object] = field(default=lambda: None)
    """What happens while it is being asked."""

    def call(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        query: Sequence[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Note it."""
        self.calls.append((method, path, body, tuple(query), dict(headers or {})))
        self.meanwhile()
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


class Console:
    """A console that somebody has entered, unless set otherwise."""

    def __init__(self, answer: Answer | Exception | None = None) -> None:
        self.api = NotingApi(answer or Answer(200, {"content-type": "application/json"}, b"{}"))
        texts = iter(f"random{number}" for number in range(9))
        self.entered = 0
        self.admission = Admission(lambda _: next(texts), self._note_entered)
        self.application = Application(self.api, self.admission, read_files(), HOST)
        self.cookie = self.entrance_cookie = ""

    def _note_entered(self) -> None:
        self.entered += 1

    def enter(self) -> Response:
        """Open the address that was printed, in the browser that then sends the requests."""
        entered = self.open(self.entrance_cookie)
        if entered.cookies:
            self.cookie, self.entrance_cookie = (cookie.partition(";")[0] for cookie in entered.cookies)
        return entered

    def open(self, cookie: str = "", **headers: str) -> Response:
        """Open the address that was printed, in a browser that knows nothing unless it has the cookie."""
        return self.ask("GET", self.application.address.removeprefix(ORIGIN), b"", "", cookie=cookie, **headers)

    def ask(self, method: str, path: str, body: bytes = b"", query: str = "", **headers: str) -> Response:
        """Send a request, as Certkeeper's own page would: header names with underscores, None leaves one out."""
        sent = {"host": HOST, "origin": "" if method == "GET" else ORIGIN, "cookie": self.cookie}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        return self.application.answer(Request(method, path, query, sent, body))

    def below(self, path: str) -> str:
        """A path of the page."""
        return self.admission.place + path
