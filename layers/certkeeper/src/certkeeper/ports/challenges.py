"""The ports that put the proofs of challenges in place, and the one that checks them from outside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from certkeeper.domain.dns.findings import Expectation, Finding
    from certkeeper.domain.dns.zones import HostedZone, PublicZone


class Responder(Protocol):
    """The answers that Certkeeper's API serves at `/.well-known/acme-challenge/{token}`."""

    def present(self, tokens: Sequence[str], thumbprint: str, until: datetime) -> None:
        """Serve the tokens of an account, by its thumbprint, at least until `until`. It is idempotent."""

    def remove(self, tokens: Sequence[str]) -> None:
        """Stop serving the tokens. Tokens that are not served are no error."""


class Lookout(Protocol):
    """The checks of challenges from outside, as the CA would do them."""

    def check(self, expectations: Sequence[Expectation]) -> tuple[Finding, ...]:
        """Return one finding for each of the expectations, which are checked side by side.

        It does not raise for anything that a foreign server or DNS does.
        """


class TxtRecords(Protocol):
    """The hosted zones that Certkeeper may write to, and only their `_acme-challenge` TXT records.

    Every method may raise RecordsRefusedError: the zone is another's, or the role may not use it.
    """

    def zones(self) -> tuple[HostedZone, ...]:
        """Return the public hosted zones, in no particular order."""

    def name_servers(self, zone_id: str) -> tuple[str, ...]:
        """Return the host names of a zone's name servers, in lower case without a final dot.

        `zone_id` is Route 53's.
        """

    def add(self, zone_id: str, values: Mapping[str, Sequence[str]]) -> str:
        """Add values, by record name, to those in the zone with this id, in one change, and return the change's id.

        It is idempotent. Concurrent writers lose nothing: a change that another one has overtaken is made again from
        what is there then.
        """

    def remove(self, zone_id: str, values: Mapping[str, Sequence[str]]) -> None:
        """Remove these values, and no others, from the zone with this id.

        Values or a zone that are gone are no error.
        """

    def in_sync(self, change_id: str) -> bool:
        """Return whether all name servers of the zone have the change with this id; asked once, without waiting."""


class PublicDns(Protocol):
    """The public DNS, as anybody on the internet can query it."""

    def zones_of(self, names: Sequence[str]) -> tuple[PublicZone, ...]:
        """Return the zone that holds each of the names, which are asked for side by side.

        It does not raise for anything that a foreign DNS does.
        """
