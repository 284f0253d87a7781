"""Ids of what is new."""

from __future__ import annotations

from collections.abc import Callable

NewId = Callable[[], str]
"""Gives a fresh UUIDv7 in canonical text: it sorts by time and serves as a Secrets Manager ClientRequestToken."""
