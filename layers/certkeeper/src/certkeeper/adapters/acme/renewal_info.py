"""Asking the CA when it wants a certificate to be renewed (RFC 9773): plain GETs, with neither account nor signature.

Nothing here needs the `acme` library or `cryptography`: sweeps ask, and a sweep does not pay for those.
"""

from __future__ import annotations

import ssl
from collections import Counter
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from certkeeper.adapters.acme.network import REQUEST_SECONDS, Network
from certkeeper.adapters.acme.problems import one_line_text
from certkeeper.adapters.acme.responses import retry_after_seconds
from certkeeper.adapters.deadline import Deadline
from certkeeper.domain.clock import Clock, from_text, utc_now
from certkeeper.domain.errors import TransientError
from certkeeper.domain.renewal.renewal_info import RenewalInfo
from certkeeper.domain.renewal.state import RenewalWindow

if TYPE_CHECKING:
    from certkeeper.adapters.acme.responses import JsonObject, Response

UNKNOWN_CERTIFICATE_STATUSES = frozenset({400, 404})
"""RFC 9773 section 4.3: the CA knows no such certificate. Another CA's identifier may be malformed to it."""


class AcmeRenewalInfos:
    """Fulfils `ports.renewals.RenewalInfos`. `root_pem`: what to trust for the directory's own TLS."""

    def __init__(self, directory_url: str, *, root_pem: str = "", clock: Clock = utc_now) -> None:
        self._directory_url = directory_url
        self._root_pem = root_pem
        self._clock = clock
        self._address: str | None = None
        self.request_counts: Counter[str] = Counter()

    def ask(self, ari_id: str) -> RenewalInfo:
        """See `RenewalInfos.ask`."""
        network = Network(self._tls, Deadline(REQUEST_SECONDS), self.request_counts)
        if self._address is None:
            self._address = _address(_document(network.request("GET", self._directory_url)))
        if not self._address:
            return RenewalInfo(None)
        answer = network.request("GET", f"{self._address}/{ari_id}")
        if answer.status in UNKNOWN_CERTIFICATE_STATUSES:
            return RenewalInfo(None)
        seconds = retry_after_seconds(answer.headers.get("Retry-After"), self._clock())
        return RenewalInfo(_window(_document(answer)), None if seconds is None else timedelta(seconds=seconds))

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context(cadata=self._root_pem or None)


def _document(answer: Response) -> JsonObject:
    if not answer.ok:
        raise TransientError(f"the CA answered {answer.status}")
    return answer.document()


def _address(directory: JsonObject) -> str:
    """Where a CA of RFC 9773 answers; empty for any other."""
    address = directory.get("renewalInfo")
    return address.rstrip("/") if isinstance(address, str) else ""


def _window(document: JsonObject) -> RenewalWindow:
    """RFC 9773 section 4.2; RFC 3339 texts, of which a window begins with the earlier one."""
    suggested = document.get("suggestedWindow")
    texts = suggested if isinstance(suggested, dict) else {}
    try:
        start, end = from_text(texts["start"]), from_text(texts["end"])
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise TransientError("the CA sent renewal information without a readable window") from error
    if end <= start:
        raise TransientError("the CA sent a window that ends before it begins")
    return RenewalWindow(start, end, one_line_text(document.get("explanationURL")))
