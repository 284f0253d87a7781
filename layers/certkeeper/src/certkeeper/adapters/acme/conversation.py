"""Signed requests, one after the other: each uses up a nonce and brings the next one (RFC 8555 section 6.5).

The reasons are in ADR 10.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from certkeeper.adapters.acme.problems import NonceRefusedError, problem
from certkeeper.adapters.acme.signing import CONTENT_TYPE
from certkeeper.domain.errors import TransientError

if TYPE_CHECKING:
    from collections.abc import Callable

    from certkeeper.adapters.acme.directory import Directory
    from certkeeper.adapters.acme.network import Network
    from certkeeper.adapters.acme.responses import Response
    from certkeeper.adapters.acme.signing import AccountKey, Payload
    from certkeeper.domain.clock import Clock

MAX_NONCE_ATTEMPTS = 12
"""The most attempts of one request, each with a new nonce.

If 30 % of the nonces are refused, as Pebble can be made to do, 5 in 10 million requests fail all twelve times; with a
single retry it would be 9 in 100.
"""

_NONCE = re.compile(r"[A-Za-z0-9_-]{1,512}")
"""The form of a nonce: base64url (RFC 8555 section 6.5.1), any other must not be used.

The RFC sets no limit to its length; 512 characters are far more than CAs send.
"""


class Conversation:
    """A sequence of signed requests as one account, or as a bare key while `account_url` is None: to register it.

    `directory` returns the CA's directory when it is first needed; `network` sends the requests.
    """

    def __init__(
        self,
        network: Network,
        directory: Callable[[], Directory],
        key: AccountKey,
        account_url: str | None,
        clock: Clock,
    ) -> None:
        self._network = network
        self.directory = directory
        self._key = key
        self._account_url = account_url
        self._clock = clock
        self._nonce: str | None = None

    def read(self, url: str, accept: str = "application/json") -> Response:
        """Fetch a URL by POST-as-GET (RFC 8555 section 6.3) and return the response.

        `accept` is the media type that is asked for. Raises AcmeProblemError, AccountUnknownError or TransientError for
        every status but 2xx.
        """
        return self._post(url, None, accept)

    def post(self, url: str, payload: Payload) -> Response:
        """Send a signed payload to a URL and return the response.

        Raises AcmeProblemError, AccountUnknownError or TransientError for every status but 2xx.
        """
        return self._post(url, payload, "application/json")

    def _post(self, url: str, payload: Payload | None, accept: str) -> Response:
        for _ in range(MAX_NONCE_ATTEMPTS - 1):
            try:
                return self._post_once(url, payload, accept)
            except NonceRefusedError:
                continue
        return self._post_once(url, payload, accept)

    def _post_once(self, url: str, payload: Payload | None, accept: str) -> Response:
        body = self._key.sign(payload, url=url, nonce=self._take_nonce(), account_url=self._account_url)
        response = self._network.request("POST", url, body, {"Content-Type": CONTENT_TYPE, "Accept": accept})
        self._keep_nonce(response)
        if not response.ok:
            raise problem(response, self._clock())
        return response

    def _take_nonce(self) -> str:
        if self._nonce is None:
            response = self._network.request("HEAD", self.directory().new_nonce)
            if not response.ok:
                raise problem(response, self._clock())
            self._keep_nonce(response)
        nonce, self._nonce = self._nonce, None
        if nonce is None:
            raise TransientError("the CA gave no nonce")
        return nonce

    def _keep_nonce(self, response: Response) -> None:
        """Keep the nonce of a response.

        Errors bring one too, and after badNonce it is the one that the CA will accept.
        """
        nonce = response.headers.get("Replay-Nonce", "")
        self._nonce = nonce if _NONCE.fullmatch(nonce) else None
