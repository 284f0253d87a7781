"""The console as a WSGI application: its checks, then one of its few paths."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING

from certkeeper_cli.console.admission import ENTRANCE
from certkeeper_cli.console.checks import check, comes_from_a_file
from certkeeper_cli.console.forwarding import forwarding_page
from certkeeper_cli.console.proxy import forward
from certkeeper_cli.console.refusal import NOT_FOUND, ConsoleRefusal, method_refused
from certkeeper_cli.console.request import Response, read_request

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from wsgiref.types import StartResponse, WSGIEnvironment

    from certkeeper_cli.console.admission import Admission
    from certkeeper_cli.console.proxy import CallsApi
    from certkeeper_cli.console.request import Request

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
"""Only what this server sends, nothing inline; no script can make HTML of a text (trusted types)."""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
ABOUT = "about.json"
API = "api"


class Application:
    """Answers requests for `host` (the address with its port) from the browser that was admitted."""

    def __init__(
        self, api: CallsApi, admission: Admission, files: Mapping[str, Response], host: str, *, scope: str | None = None
    ) -> None:
        about = json.dumps({"api_url": api.url, "scope": scope}).encode()
        self._pages = {**files, ABOUT: Response(200, "application/json", about)}
        self._api = api
        self._admission = admission
        self._host = host

    @property
    def address(self) -> str:
        """The one-time address that the person opens."""
        return f"http://{self._host}{self._admission.entrance}"

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """WSGI (PEP 3333)."""
        response = self.answer(read_request(environ))
        status = f"{response.status} {_phrase(response.status)}"
        length = {"Content-Type": response.content_type, "Content-Length": str(len(response.body))}
        cookies = [("Set-Cookie", cookie) for cookie in response.cookies]
        start_response(status, [*{**HEADERS, **length, **response.headers}.items(), *cookies])
        return [response.body]

    def answer(self, request: Request) -> Response:
        """Return the answer to a request, whatever it is."""
        try:
            check(request, self._host)
            return self._routed(request)
        except ConsoleRefusal as refused:
            is_call = request.path.startswith(f"{self._admission.place}{API}/")
            return refused.as_problem() if is_call else refused.as_text()

    def _routed(self, request: Request) -> Response:
        if request.path.startswith(ENTRANCE):
            return self._entered(request)
        self._admission.check_entered(request)
        if not request.path.startswith(self._admission.place):
            raise NOT_FOUND
        below = request.path.removeprefix(self._admission.place)
        if below.startswith(f"{API}/"):
            answer = forward(self._api, below.removeprefix(API), request)
            self._admission.check_entered(request)  # the console may have ended while the API was being asked
            return answer
        return self._page(below, request)

    def _entered(self, request: Request) -> Response:
        """Let the browser in, and take the token out of its address bar.

        A browser that comes from a file does not send its SameSite cookies, here and wherever a redirect leads. So a
        page of this console has it ask again, and the token is not used yet.
        """
        if request.method != "GET":
            raise method_refused("GET")
        if comes_from_a_file(request):
            self._admission.check_entrance(request)
            return Response(200, "text/html; charset=utf-8", forwarding_page(self._admission.entrance).encode())
        cookies = self._admission.enter(request)
        return Response(303, "text/plain; charset=utf-8", b"", {"Location": self._admission.place}, cookies)

    def _page(self, path: str, request: Request) -> Response:
        if path not in self._pages:
            raise NOT_FOUND
        if request.method != "GET":
            raise method_refused("GET")
        return self._pages[path]


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Other"
