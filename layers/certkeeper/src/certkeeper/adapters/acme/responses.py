"""Responses of the CA: bytes and headers, and the JSON object in them."""

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
"""A JSON object: values by their names."""

_MAX_DIGITS = 10
"""Digits of a Retry-After: more than three hundred years in seconds. `int` refuses texts of more than 4,300 digits
(Python documentation, "Integer string conversion length limitation")."""


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP response: its status, its headers, which are found without regard to case, and its body.

    `request` is what was asked for, as `GET https://...`, for messages.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    request: str = ""

    @property
    def ok(self) -> bool:
        """Whether the status says success: 2xx (RFC 9110 section 15.3)."""
        return 200 <= self.status < 300  # noqa: PLR2004 - RFC 9110 section 15.3: 2xx

    @property
    def redirects(self) -> bool:
        """Whether the status says to ask elsewhere: 3xx (RFC 9110 section 15.4)."""
        return 300 <= self.status < 400  # noqa: PLR2004 - RFC 9110 section 15.4: 3xx

    def document(self) -> JsonObject:
        """Return the JSON object in the body.

        Raises TransientError if there is none: then something else than the CA has answered.
        """
        document = parse_json_object(self.body)
        if document is None:
            raise TransientError(f"the CA answered {self.status} with something that is no ACME resource")
        return document

    def location(self) -> str:
        """Return the URL of what the CA has created (RFC 8555 sections 7.3 and 7.4).

        Raises TransientError if it is missing.
        """
        location = self.headers.get("Location", "")
        if not location:
            raise TransientError("the CA answered without the Location of what it made")
        return location


def parse_json_object(body: bytes) -> JsonObject | None:
    """Return the JSON object in the body, or None if the body is no JSON or no object."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def retry_after_seconds(value: str | None, now: datetime) -> int | None:
    """Return how many whole seconds to wait from `now` on, by the value of a Retry-After header.

    RFC 9110 section 10.2.3. The number is never negative. None if the header is missing or cannot be read.
    """
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
