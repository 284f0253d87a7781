"""Calls of Certkeeper's API, each signed with Signature Version 4 for the service execute-api."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import botocore.exceptions
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest, AWSResponse
from botocore.credentials import Credentials
from botocore.httpsession import URLLib3Session
from botocore.utils import get_environ_proxies

from certkeeper_cli import __version__
from certkeeper_cli.errors import SIGN_IN, CredentialsError, UnreachableError

CONNECT_SECONDS = 10.0
READ_SECONDS = 35.0
"""More than the 29 s after which API Gateway itself answers 504."""

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
NO_ANSWER = (botocore.exceptions.HTTPClientError, botocore.exceptions.ConnectionError)
CHECK_CONNECTION = "check the URL, or the stack's name and region, and the network"
TRANSIENT_STATUSES = frozenset({500, 502, 503, 504})
"""What API Gateway answers for a function that was killed, throttled or too slow, and the API for what may pass."""
RETRY_PAUSE_SECONDS = 0.3
"""Short enough for a person to wait; a connection that was closed can be opened again at once."""
NO_HEADERS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the API. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:  # noqa: ANN401 - whatever was sent
        """Return the body as JSON. Raise ValueError where it is not JSON."""
        try:
            return json.loads(self.body)
        except RecursionError:
            raise ValueError("the body is nested too deeply") from None


class Api:
    """The API at `url` (with its stage), called with these credentials. Threads may share it."""

    def __init__(
        self,
        url: str,
        region: str,
        credentials: Credentials | None,
        *,
        ca_bundle: str | None = None,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """`ca_bundle` is a file of certificates to trust in place of the usual roots; `pause` waits for seconds."""
        self.url = url.rstrip("/")
        self.region = region
        self._credentials = credentials
        proxies = {} if urlsplit(url).hostname in LOOPBACK else get_environ_proxies(url)
        timeout: Any = (CONNECT_SECONDS, READ_SECONDS)
        verify: Any = ca_bundle or True  # a path as well, which the stubs do not know
        self._pause = pause
        self._http = URLLib3Session(verify=verify, proxies=proxies, timeout=timeout)

    def call(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        query: Sequence[tuple[str, str]] = (),
        headers: Mapping[str, str] = NO_HEADERS,
    ) -> Answer:
        """Send a request and return the answer, whatever its status; a redirect is not followed.

        `method` is of HTTP; `path` begins with a slash and stands below the stage; a body is JSON unless `headers` say
        otherwise. A GET whose answer is one of TRANSIENT_STATUSES, or whose connection was closed, is sent once more:
        it changes nothing. Raise UnreachableError where no answer came, CredentialsError where the request cannot be
        signed.
        """
        url = self.url + path + ("?" + urlencode(query, quote_via=quote, errors="replace") if query else "")
        content_type = {"Content-Type": "application/json"} if body is not None else {}
        sent = {"User-Agent": f"certkeeper-cli/{__version__}", **content_type, **headers}
        request = AWSRequest(method, url, headers=sent, data=body or b"")
        self._sign(request)
        try:
            answer = self._send(request)
        except NO_ANSWER as reason:
            raise UnreachableError(
                f"the API at {urlsplit(url).netloc} cannot be reached: {reason_without_answer(reason)}",
                CHECK_CONNECTION,
            ) from None
        return Answer(
            answer.status_code, {name.lower(): value for name, value in answer.headers.items()}, answer.content
        )

    def _send(self, request: AWSRequest) -> AWSResponse:
        prepared = request.prepare()
        if request.method != "GET":
            return self._http.send(prepared)
        with suppress(botocore.exceptions.ConnectionClosedError):
            answer = self._http.send(prepared)
            if answer.status_code not in TRANSIENT_STATUSES:
                return answer
        self._pause(RETRY_PAUSE_SECONDS)
        return self._http.send(prepared)

    def _sign(self, request: AWSRequest) -> None:
        if self._credentials is None:
            raise CredentialsError("there are no AWS credentials", SIGN_IN)
        try:
            SigV4Auth(self._credentials.get_frozen_credentials(), "execute-api", self.region).add_auth(request)
        except (botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError) as reason:
            raise CredentialsError(f"the AWS credentials cannot be used: {reason}", SIGN_IN) from None


def reason_without_answer(reason: Exception) -> str:
    """Return the reason why no answer came, one of NO_ANSWER, in a person's words."""
    return next(
        (text for kind, text in _WORDS.items() if isinstance(reason, kind)),
        "something in between refuses the connection",
    )


_WORDS: Mapping[type[Exception], str] = {
    botocore.exceptions.SSLError: "its TLS certificate is not valid",
    botocore.exceptions.ProxyConnectionError: "the proxy refuses the connection",
    botocore.exceptions.ConnectTimeoutError: "it does not answer",
    botocore.exceptions.ReadTimeoutError: f"it did not answer within {READ_SECONDS:.0f} s",
    botocore.exceptions.EndpointConnectionError: "nothing answers there",
    botocore.exceptions.ConnectionClosedError: "it closed the connection",
}
