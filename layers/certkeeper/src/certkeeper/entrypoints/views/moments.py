"""Moments in answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, overload

from certkeeper.domain.clock import to_text

if TYPE_CHECKING:
    from datetime import datetime


@overload
def moment(value: datetime) -> str: ...


@overload
def moment(value: datetime | None) -> str | None: ...


def moment(value: datetime | None) -> str | None:
    """RFC 3339 in UTC; null where it has not come."""
    return None if value is None else to_text(value)
