"""Zones and records for tests: of the account, and of people."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import dns.name
import dns.rdatatype

from infra.local.dns.hosted_zones import wait_until_public

if TYPE_CHECKING:
    from mypy_boto3_route53 import Route53Client

    from infra.local.aws import Cloud
    from infra.local.world import World


def route53(cloud: Cloud) -> Route53Client:
    """As whoever set the account up."""
    return cloud.session.client("route53", endpoint_url=cloud.endpoint)


def hosted_zone(cloud: Cloud, name: str) -> str:
    """Makes a public hosted zone, and waits until DNS leads to it; its id."""
    zone_id = route53(cloud).create_hosted_zone(Name=name, CallerReference=str(uuid4()))["HostedZone"]["Id"]
    wait_until_public()
    return zone_id


def texts(cloud: Cloud, zone_id: str) -> dict[str, set[str]]:
    """The TXT values of a zone by name."""
    sets = route53(cloud).list_resource_record_sets(HostedZoneId=zone_id)["ResourceRecordSets"]
    return {
        each["Name"].removesuffix("."): {record["Value"].strip('"') for record in each["ResourceRecords"]}
        for each in sets
        if each["Type"] == "TXT"
    }


def record_sets(cloud: Cloud, zone_id: str) -> list[Any]:
    """All that a zone has."""
    return list(route53(cloud).list_resource_record_sets(HostedZoneId=zone_id)["ResourceRecordSets"])


def changes(*wanted: tuple[str, str, str, str]) -> Any:  # noqa: ANN401 - the stubs want literals
    """A batch: of each change its action, and name, type and value of the record."""
    sets = [
        (action, {"Name": name, "Type": kind, "TTL": 300, "ResourceRecords": [{"Value": value}]})
        for action, name, kind, value in wanted
    ]
    return {"Changes": [{"Action": action, "ResourceRecordSet": each} for action, each in sets]}


def put_text(cloud: Cloud, zone_id: str, name: str, value: str) -> None:
    """Somebody else's value."""
    batch = changes(("UPSERT", name, "TXT", json.dumps(value)))
    route53(cloud).change_resource_record_sets(HostedZoneId=zone_id, ChangeBatch=batch)


def seen(world: World, name: str, kind: str) -> list[str]:
    """What the world's DNS has at a name."""
    return world.dns.records.find(dns.name.from_text(name), dns.rdatatype.from_text(kind))


def dns_challenge(order: dict[str, Any], name: str) -> dict[str, Any]:
    """What dns-01 needs for a name of an order, as the API shows it."""
    (authorization,) = (one for one in order["authorizations"] if one["name"] == name)
    (challenge,) = (one for one in authorization["challenges"] if one["type"] == "dns-01")
    return dict(challenge)
