"""What answers the CA, and what looks before it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from certkeeper.domain.dns.findings import Expectation, Finding
    from certkeeper.domain.dns.zones import HostedZone, PublicZone


class Responder(Protocol):
    """What our own function answers at `/.well-known/acme-challenge/{token}`."""

    def present(self, tokens: Sequence[str], thumbprint: str, until: datetime) -> None:
        """Answers for these tokens from now on, until `until` at least. Twice is once."""

    def remove(self, tokens: Sequence[str]) -> None:
        """Answers no more. No error where there is nothing."""

    def thumbprint(self, token: str) -> str:
        """The account thumbprint of a presented token. Raises NotFoundError('challenge')."""


class Lookout(Protocol):
    """Looks for challenges from outside, as the CA would."""

    def check(self, expectations: Sequence[Expectation]) -> tuple[Finding, ...]:
        """One finding for each, side by side. Never raises for what a stranger's server or DNS does."""


class TxtRecords(Protocol):
    """The zones that we may write, and in them `_acme-challenge` TXT records only.

    Every method may raise RecordsRefusedError: the zone is not ours, or our role may not.
    """

    def zones(self) -> tuple[HostedZone, ...]:
        """The public ones, in no particular order."""

    def name_servers(self, zone_id: str) -> tuple[str, ...]:
        """The host names of the servers that answer for the zone, in lower case, without a final dot."""

    def add(self, zone_id: str, values: Mapping[str, Sequence[str]]) -> str:
        """Puts the values (by record name) beside those that are there, all records in one change; gives its id.

        Twice is once. Whoever writes at the same time loses nothing: a change that another one has overtaken is made
        again from what is there then.
        """

    def remove(self, zone_id: str, values: Mapping[str, Sequence[str]]) -> None:
        """Takes the values away, and no other ones. No error where they, or the zone, are gone."""

    def in_sync(self, change_id: str) -> bool:
        """Whether all name servers of the zone have the change. One look, no waiting."""


class PublicDns(Protocol):
    """DNS as everybody sees it."""

    def zones_of(self, names: Sequence[str]) -> tuple[PublicZone, ...]:
        """The zone that holds each name, side by side. Never raises for what a stranger's DNS does."""
