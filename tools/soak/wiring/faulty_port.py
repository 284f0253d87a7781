"""A wrapper for any port, whose calls may fail."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    T = TypeVar("T")


class _Unreliable:
    """Every call of a method goes `through`; other attributes are those of the port."""

    def __init__(self, port: object, through: Callable[[Callable[[], Any]], Any]) -> None:
        self._port = port
        self._through = through

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the port has
        held = getattr(self._port, name)
        if not callable(held):
            return held

        def called(*given: object, **named: object) -> Any:  # noqa: ANN401 - whatever the method gives
            return self._through(partial(held, *given, **named))

        setattr(self, name, called)
        return called


def unreliable(port: T, through: Callable[[Callable[[], Any]], Any]) -> T:
    """Return a port each call of which goes `through` a function that may fail."""
    return _Unreliable(port, through)  # type: ignore[return-value]
