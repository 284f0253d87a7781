"""Listing the scopes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from certkeeper.domain.scopes import Scope
    from certkeeper.ports.scopes import Scopes


def list_scopes(*, scopes: Scopes) -> tuple[Scope, ...]:
    """All scopes by name, the built-in `all` first."""
    return scopes.list()
