"""Signed requests, one after the other: each takes a nonce and brings the next (RFC 8555 section 6.5)."""

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
"""At 30 % refused nonces, 5 in 10 million requests fail all of them; with one retry it is 9 in 100."""

_NONCE = re.compile(r"[A-Za-z0-9_-]{1,512}")
"""RFC 8555 section 6.5.1: base64url. What does not match must not be used."""


class Conversation:
    """As an account, or, while `account_url` is None, as a key that asks for one."""

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
        """POST-as-GET."""
        return self._post(url, None, accept)

    def post(self, url: str, payload: Payload) -> Response:
        """Asks for a change. Raises AcmeProblemError, AccountUnknownError or TransientError for all but 2xx."""
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
        answer = self._network.request("POST", url, body, {"Content-Type": CONTENT_TYPE, "Accept": accept})
        self._keep_nonce(answer)
        if not answer.ok:
            raise problem(answer, self._clock())
        return answer

    def _take_nonce(self) -> str:
        if self._nonce is None:
            answer = self._network.request("HEAD", self.directory().new_nonce)
            if not answer.ok:
                raise problem(answer, self._clock())
            self._keep_nonce(answer)
        nonce, self._nonce = self._nonce, None
        if nonce is None:
            raise TransientError("the CA gave no nonce")
        return nonce

    def _keep_nonce(self, answer: Response) -> None:
        """Errors bring a nonce as well, and the one of a badNonce is the one that the CA will take."""
        nonce = answer.headers.get("Replay-Nonce", "")
        self._nonce = nonce if _NONCE.fullmatch(nonce) else None
