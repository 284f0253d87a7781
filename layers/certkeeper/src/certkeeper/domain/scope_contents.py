"""The certificates of a scope, as far as the scope depends on them: what deleting or narrowing it would leave."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from certkeeper.domain.scopes import Scope

MAX_LISTED = 50
"""The most certificates that a refusal lists; `count` says how many there are."""


@dataclass(frozen=True, slots=True)
class HeldCertificate:
    """A certificate that is in a scope: in use, being ordered, or deleted and still to be restored."""

    certificate_id: str
    name: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outside:
    """The certificates of a scope with names outside it, each with those names, and how many certificates there are.

    `certificates` has at most 50 of them. `digest` stands for all: the SHA-256, in hex, of every id with its names.
    """

    count: int
    digest: str
    certificates: tuple[HeldCertificate, ...]


def outside(scope: Scope, held: Iterable[HeldCertificate]) -> Outside:
    """Return those of the certificates of a scope, `held`, that have names outside it."""
    found = sorted(
        (
            HeldCertificate(each.certificate_id, each.name, names)
            for each in held
            if (names := scope.outside(each.names))
        ),
        key=lambda each: each.certificate_id,
    )
    lines = (" ".join((each.certificate_id, *sorted(each.names))) for each in found)
    return Outside(len(found), sha256("\n".join(lines).encode()).hexdigest(), tuple(found[:MAX_LISTED]))
