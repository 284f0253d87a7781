"""Texts in the Parameter Store of AWS Systems Manager (SSM)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from certkeeper.adapters.aws.errors import translated

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient

    from certkeeper.adapters.deadline import Monotonic

FRESH_SECONDS = 300
"""How long a value counts as current. A function's process may live for hours, and no deployment ends it."""


class StoredText:
    """The text of the SSM parameter with this name, read again when it is older than FRESH_SECONDS."""

    def __init__(self, client: SSMClient, name: str, monotonic: Monotonic = time.monotonic) -> None:
        self._client = client
        self._name = name
        self._monotonic = monotonic
        self._text = ""
        self._read_at: float | None = None

    @translated
    def __call__(self) -> str:
        """Return the text (GetParameter)."""
        now = self._monotonic()
        if self._read_at is None or now - self._read_at > FRESH_SECONDS:
            self._text = self._client.get_parameter(Name=self._name)["Parameter"]["Value"]
            self._read_at = now
        return self._text
