"""Fails like a task whose order is not ready."""

import os
from typing import Any


class OrderPending(Exception):
    """Poll again."""


def handler(_event: dict[str, Any], _context: object) -> None:
    """Raise, naming the process did."""
    raise OrderPending(f"pid {os.getpid()}")
