"""What functions know of the contract: a generated file for each operation, read at its first use."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any


@cache
def declared(operation: str) -> dict[str, Any]:
    """Return what the contract declares of an operation.

    `query`: the names of its query parameters. `headers`: its headers in lower case, and whether each is required.
    `body`: None, or `required`, `maximum` (bytes), `media_types` and `schema` (of pydantic's core). Raises
    FileNotFoundError for an operation that the contract does not have.
    """
    text = Path(__file__).with_name(f"{operation}.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
