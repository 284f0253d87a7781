"""The comparison of two versions: the kinds of losses, those that were found, and what a person confirms (ADR 105)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Loss(StrEnum):
    """What is lost. The values are stable codes, which a request confirms."""

    NAMES_LOST = "names_lost"
    ENDS_EARLIER = "ends_earlier"
    TRUST_LOST = "trust_lost"
    ISSUER_CHANGED = "issuer_changed"
    KEY_KIND_CHANGED = "key_kind_changed"
    SOURCE_CHANGED = "source_changed"
    NOT_FOR_SERVERS = "not_for_servers"
    CA_CERTIFICATE = "ca_certificate"


LOSS_LABELS: Mapping[Loss, str] = {
    Loss.NAMES_LOST: "Names are lost",
    Loss.ENDS_EARLIER: "It ends earlier",
    Loss.TRUST_LOST: "Fewer clients trust it",
    Loss.ISSUER_CHANGED: "Another issuer",
    Loss.KEY_KIND_CHANGED: "Another kind of key",
    Loss.SOURCE_CHANGED: "Automatic renewal ends",
    Loss.NOT_FOR_SERVERS: "Not for TLS servers",
    Loss.CA_CERTIFICATE: "A CA certificate",
}
"""What a person reads above the two sides of a loss."""


@dataclass(frozen=True, slots=True)
class FoundLoss:
    """One loss: its kind, a sentence, both sides as short texts, bounded (`domain.certificates.succession`)."""

    code: Loss
    detail: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The version that is current, by its number, and what is lost if the other takes its place."""

    version: int
    losses: tuple[FoundLoss, ...]

    @property
    def codes(self) -> frozenset[Loss]:
        """The kinds of losses that were found."""
        return frozenset(found.code for found in self.losses)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What a person confirms: exactly these losses against the current version with this number."""

    version: int
    losses: frozenset[Loss]
