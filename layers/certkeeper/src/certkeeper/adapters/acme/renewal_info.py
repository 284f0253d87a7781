"""The CA's renewal information (ARI, RFC 9773): plain GETs without an account or a signature.

Nothing here needs the `acme` library or `cryptography`: the sweep asks, and should not pay for loading those.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from certkeeper.adapters.acme.network import REQUEST_SECONDS, Network
from certkeeper.adapters.acme.problems import one_line_text
from certkeeper.adapters.acme.responses import retry_after_seconds
from certkeeper.adapters.acme.tls import Trust, trust
from certkeeper.adapters.deadline import Deadline
from certkeeper.domain.clock import Clock, from_text, utc_now
from certkeeper.domain.errors import TransientError
from certkeeper.domain.renewal.renewal_info import RenewalInfo
from certkeeper.domain.renewal.state import RenewalWindow

if TYPE_CHECKING:
    from certkeeper.adapters.acme.responses import JsonObject, Response

UNKNOWN_CERTIFICATE_STATUSES = frozenset({400, 404})
"""Statuses that say that the CA does not know the certificate (RFC 9773 section 4.3): another CA's id may be malformed
to it."""


class AcmeRenewalInfos:
    """The renewal information of one CA; fulfils `ports.renewals.RenewalInfos`.

    `root_pem` are certificates to trust for the directory's own TLS in place of the public ones. `request_counts`
    counts the requests by method.
    """

    def __init__(self, directory_url: str, *, root_pem: str = "", clock: Clock = utc_now) -> None:
        self._directory_url = directory_url
        self._root_pem = root_pem
        self._clock = clock
        self._address: str | None = None
        self.request_counts: Counter[str] = Counter()

    def ask(self, ari_id: str) -> RenewalInfo:
        """Return the window in which the CA wants a certificate renewed, and how long to wait before asking again.

        `ari_id` is the certificate's id by RFC 9773 section 4.1. The window is None if the CA does not offer the
        service or does not know the certificate. Raises TransientError if the CA cannot be reached or its response
        cannot be read, and AcmeDirectoryError if its TLS certificate is not trusted.
        """
        network = Network(self._tls, Deadline(REQUEST_SECONDS), self.request_counts)
        if self._address is None:
            self._address = _address(_document(network.request("GET", self._directory_url)))
        if not self._address:
            return RenewalInfo(None)
        response = network.request("GET", f"{self._address}/{ari_id}")
        if response.status in UNKNOWN_CERTIFICATE_STATUSES:
            return RenewalInfo(None)
        seconds = retry_after_seconds(response.headers.get("Retry-After"), self._clock())
        return RenewalInfo(_window(_document(response)), None if seconds is None else timedelta(seconds=seconds))

    @cached_property
    def _tls(self) -> Trust:
        return trust(self._root_pem)


def _document(response: Response) -> JsonObject:
    if not response.ok:
        raise TransientError(f"the CA answered {response.status}")
    return response.document()


def _address(directory: JsonObject) -> str:
    """Return the URL of the CA's renewal information without a final slash; empty if the CA does not offer it."""
    address = directory.get("renewalInfo")
    return address.rstrip("/") if isinstance(address, str) else ""


def _window(document: JsonObject) -> RenewalWindow:
    """Return the suggested window (RFC 9773 section 4.2).

    Two moments in RFC 3339, of which the start must come first.
    """
    suggested = document.get("suggestedWindow")
    texts = suggested if isinstance(suggested, dict) else {}
    try:
        start, end = from_text(texts["start"]), from_text(texts["end"])
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise TransientError("the CA sent renewal information without a readable window") from error
    if end <= start:
        raise TransientError("the CA sent a window that ends before it begins")
    return RenewalWindow(start, end, one_line_text(document.get("explanationURL")))
