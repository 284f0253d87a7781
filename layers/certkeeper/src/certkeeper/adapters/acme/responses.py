"""What the CA sends back: bytes and headers, and the JSON in them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from certkeeper.domain.errors import TransientError

if TYPE_CHECKING:
    from datetime import datetime


JsonObject = Mapping[str, object]
"""A JSON object."""

_MAX_DIGITS = 10
"""Three hundred years in seconds; `int` refuses texts of 4,300 digits with another error than the rest."""


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP answer. `headers` are looked up without regard to case; `request` is what was asked, as `GET https://...`."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    request: str = ""

    @property
    def ok(self) -> bool:
        """Whether it is an answer rather than a problem or a redirect."""
        return 200 <= self.status < 300  # noqa: PLR2004 - RFC 9110 section 15.3: 2xx

    @property
    def redirects(self) -> bool:
        """Whether it says to ask elsewhere."""
        return 300 <= self.status < 400  # noqa: PLR2004 - RFC 9110 section 15.4: 3xx

    def document(self) -> JsonObject:
        """The JSON object in the body. Raises TransientError where there is none: it was not the CA that answered."""
        document = parse_json_object(self.body)
        if document is None:
            raise TransientError(f"the CA answered {self.status} with something that is no ACME resource")
        return document

    def location(self) -> str:
        """The URL of what was made (RFC 8555 sections 7.3 and 7.4)."""
        location = self.headers.get("Location", "")
        if not location:
            raise TransientError("the CA answered without the Location of what it made")
        return location


def parse_json_object(body: bytes) -> JsonObject | None:
    """The JSON object in these bytes, or None."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def retry_after_seconds(value: str | None, now: datetime) -> int | None:
    """Whole seconds to wait from `now` on, never negative; None where the header is missing or means nothing."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return int(text[-_MAX_DIGITS:]) if len(text.lstrip("0")) <= _MAX_DIGITS else None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:  # `-0000`; HTTP dates are in GMT
        moment = moment.replace(tzinfo=UTC)
    try:
        return max(0, round((moment - now).total_seconds()))
    except OverflowError:
        return None
