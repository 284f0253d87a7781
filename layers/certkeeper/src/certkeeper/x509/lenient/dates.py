"""Dates of validity (RFC 5280 section 4.1.2.5) in strict DER: without seconds, with an offset, with fractions."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from certkeeper.x509.der import GENERALIZED_TIME, SEQUENCE, UTC_TIME
from certkeeper.x509.lenient.elements import written

if TYPE_CHECKING:
    from certkeeper.x509.der import Node

_FORMS = {
    UTC_TIME: re.compile(r"(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?()(Z|[+-]\d{4})?", re.ASCII),
    GENERALIZED_TIME: re.compile(
        r"(\d{4})(\d{2})(\d{2})(\d{2})(?:(\d{2})(\d{2})?)?([.,]\d{1,9})?(Z|[+-]\d{4})?", re.ASCII
    ),
}
"""The forms of X.680 sections 46 and 47, of which RFC 5280 section 4.1.2.5 takes one each. Linear: each part has its
length."""
_PIVOT = 50
"""Years of two digits from here on are of the 20th century: RFC 5280 section 4.1.2.5.1."""
_FIRST_GENERALIZED_YEAR = 2050
"""The first year that is written as GeneralizedTime: RFC 5280 section 4.1.2.5."""


def dates(node: Node) -> bytes:
    """Return a Validity in DER; raise ValueError or UploadRefusedError if one of its times is none."""
    if node.tag != SEQUENCE:
        raise ValueError("no dates")
    since, until = node.children()
    return written(SEQUENCE, _time(since), _time(until))


def _time(node: Node) -> bytes:
    form = _FORMS.get(node.tag)
    found = form.fullmatch(node.content.decode("ascii")) if form else None
    if not found:
        raise ValueError("no time")
    *numbers, _, zone = found.groups()
    year, month, day, hour, minute, second = (int(number or 0) for number in numbers)
    if node.tag == UTC_TIME:
        year += 1900 if year >= _PIVOT else 2000
    moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC) - _offset(zone or "Z")
    digits = f"{moment.year:04}{moment:%m%d%H%M%S}Z".encode()
    is_generalized = not 1900 + _PIVOT <= moment.year < _FIRST_GENERALIZED_YEAR or node.content == digits
    return written(GENERALIZED_TIME if is_generalized else UTC_TIME, digits[0 if is_generalized else 2 :])


def _offset(zone: str) -> timedelta:
    """Return how far a zone is ahead of UTC; without a zone the time is taken for UTC."""
    if zone == "Z":
        return timedelta()
    ahead = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:]))
    return ahead if zone[0] == "+" else -ahead
