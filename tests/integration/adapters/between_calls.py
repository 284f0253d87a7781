"""Something that happens between Certkeeper's calls: another writer, or the end of the process."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from botocore.client import BaseClient


class CrashError(Exception):
    """The process dies here."""


def crash() -> None:
    """Dies."""
    raise CrashError


@contextmanager
def at_first(client: BaseClient, event: str, action: Callable[[], None]) -> Iterator[None]:
    """Does something at the first event of this name (`before-call.dynamodb.GetItem`) within the block."""

    def run(**_: Any) -> None:  # noqa: ANN401 - botocore's
        client.meta.events.unregister(event, run)
        action()

    client.meta.events.register(event, run)
    try:
        yield
    finally:
        client.meta.events.unregister(event, run)
