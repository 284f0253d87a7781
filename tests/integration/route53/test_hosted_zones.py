"""The local world's DNS answers what the emulator's Route 53 holds."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import dns.name
import dns.rdatatype
import pytest

from infra.local.dns.hosted_zones import FRESH_SECONDS, HostedZones

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_route53 import Route53Client

    from infra.local.aws import Cloud

_numbers = count(1)


class Dns:
    """DNS of the account, at a moment that a test sets; `on_list` happens between the zones' list and their records."""

    def __init__(self, cloud: Cloud) -> None:
        self.now = 0.0
        self.on_list: Callable[[], object] = lambda: None
        reader = cloud.session.client("route53", endpoint_url=cloud.endpoint)
        reader.meta.events.register("after-call.route53.ListHostedZones", self._listed)
        self._zones = HostedZones(reader, clock=lambda: self.now)

    def knows(self, zone: str) -> bool:
        """Whether there is such a zone."""
        return bool(self._zones.find(dns.name.from_text(zone), dns.rdatatype.SOA))

    def _listed(self, **_: object) -> None:
        self.on_list()


@pytest.fixture
def public_dns(cloud: Cloud) -> Dns:
    """Nobody has asked it yet."""
    return Dns(cloud)


def make(client: Route53Client, name: str) -> str:
    """A public zone; its id."""
    return client.create_hosted_zone(Name=name, CallerReference=f"dns-{next(_numbers)}")["HostedZone"]["Id"]


def test_a_zone_is_public_after_the_wait_and_not_before(client: Route53Client, public_dns: Dns) -> None:
    """Answers are kept for a moment."""
    assert not public_dns.knows("later.test")
    make(client, "later.test")
    public_dns.now = 0.9 * FRESH_SECONDS
    assert not public_dns.knows("later.test")
    public_dns.now = FRESH_SECONDS
    assert public_dns.knows("later.test")


def test_a_zone_that_is_made_while_dns_reads_is_public_after_the_wait(client: Route53Client, public_dns: Dns) -> None:
    """However long the reading takes: what it missed is as old as its beginning."""

    def slowly() -> None:
        make(client, "meanwhile.test")
        public_dns.now += 10 * FRESH_SECONDS

    public_dns.on_list = slowly
    assert not public_dns.knows("meanwhile.test")
    public_dns.on_list = lambda: None
    public_dns.now = 10 * FRESH_SECONDS + 0.001
    assert public_dns.knows("meanwhile.test")


def test_a_zone_that_is_deleted_while_dns_reads_takes_no_other_along(client: Route53Client, public_dns: Dns) -> None:
    """Everybody else's names would be gone for a moment."""
    make(client, "stays.test")
    going = make(client, "goes.test")
    public_dns.on_list = lambda: client.delete_hosted_zone(Id=going)
    assert public_dns.knows("stays.test")
    assert not public_dns.knows("goes.test")
