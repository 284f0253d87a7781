"""HTTPS to the CA: bounded in time and size, always verified, and never repeated without the caller's knowledge.

The reasons are in ADR 10.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import urllib3
from urllib3.exceptions import HTTPError
from urllib3.util import Timeout

from certkeeper.adapters.acme.responses import Response
from certkeeper.adapters.acme.tls import refused_certificate, untrusted
from certkeeper.domain.errors import TransientError

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping

    from certkeeper.adapters.acme.tls import Trust
    from certkeeper.adapters.deadline import Deadline

REQUEST_SECONDS = 10.0
"""The longest time of one step of a request: connecting, or one read. The deadline bounds all steps together."""
MAX_RESPONSE_BYTES = 1_000_000
"""The longest response is a chain of 10 certificates of 4 KB each. An order of 100 names has 20 KB."""

_CHUNK_BYTES = 65_536
_HEADERS = {
    "User-Agent": "certkeeper (RFC 8555 client)",
    "Accept-Language": "en",
}
"""The headers of each request: a client must send User-Agent and should send Accept-Language (RFC 8555 section 6.1)."""


class Network:
    """The connections of one task to the CA. `request_counts` counts the requests by method.

    `tls` says which certificates are trusted, and `deadline` bounds everything that is sent and read here.
    """

    def __init__(self, tls: Trust, deadline: Deadline, request_counts: Counter[str]) -> None:
        self._pool = urllib3.PoolManager(num_pools=2, ssl_context=tls.context)
        self._private = tls.private
        self._deadline = deadline
        self._tally = request_counts

    def request(
        self, method: str, url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Response:
        """Send one request to a URL and return the response, whatever its status.

        `method` is the HTTP method; `body` and `headers` are sent if given. Raises TransientError if the URL is not
        https, the network fails, the response is too large, or the task's time is used up. Raises AcmeDirectoryError if
        the server's TLS certificate is not trusted, which a retry does not change.
        """
        if not url.lower().startswith("https://"):  # RFC 8555 section 6.1
            raise TransientError("the CA named an address that is not https")
        self._tally[method] += 1
        try:
            return self._exchange(method, url, body, {**_HEADERS, **(headers or {})})
        except HTTPError as error:
            if refused := refused_certificate(error):
                raise untrusted(url, refused, private=self._private) from error
            raise TransientError(f"the CA could not be reached: {type(error).__name__}") from error
        except TimeoutError as error:
            allowed = f"{self._deadline.seconds:g} s"
            raise TransientError(f"the CA took more than the {allowed} that one task has for it") from error

    def _exchange(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Response:
        left = self._deadline.left()
        response = self._pool.request(
            method,
            url,
            body=body,
            headers=headers,
            timeout=Timeout(total=left, connect=min(left, REQUEST_SECONDS), read=min(left, REQUEST_SECONDS)),
            retries=False,  # a POST that may have arrived is the machine's to repeat, after reading what came of it
            redirect=False,  # the signature holds for the URL that was signed
            preload_content=False,
        )
        try:
            return Response(response.status, response.headers, self._read(response), f"{method} {url}")
        finally:
            response.close() if response.length_remaining else response.release_conn()

    def _read(self, response: urllib3.BaseHTTPResponse) -> bytes:
        """Return the body, read in pieces under the deadline: a socket's own timeout begins anew with each byte."""
        body = bytearray()
        while chunk := response.read1(_CHUNK_BYTES):
            self._deadline.left()
            body += chunk
            if len(body) > MAX_RESPONSE_BYTES:
                raise TransientError(f"the CA answered with more than {MAX_RESPONSE_BYTES} bytes")
        return bytes(body)
