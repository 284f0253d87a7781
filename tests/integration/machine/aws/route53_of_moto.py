"""Route 53 of moto, made to take a batch of changes as AWS does: one after the other, and all or nothing.

AWS replaces a record by its DELETE and its CREATE in one batch
(https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html). Stock moto compares each
CREATE with what stood there before the batch, so it refuses that; and it takes a CREATE of what has other values.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from moto.route53.exceptions import Route53ClientError
from moto.route53.models import FakeZone, Route53Backend

Change = dict[str, Any]
Key = tuple[str, str]
Values = tuple[int, frozenset[str]]
Apply = Callable[[Route53Backend, str, list[Change]], None]


def correct_route53(patch: pytest.MonkeyPatch) -> None:
    """A batch is compared as a whole, with what stands in the zone, before moto hears of its changes one by one."""
    apply: Apply = Route53Backend.change_resource_record_sets

    def change(backend: Route53Backend, zoneid: str, change_list: list[Change]) -> None:
        _require_applicable(_present(backend.get_hosted_zone(zoneid)), change_list)
        for each in change_list:
            apply(backend, zoneid, [deepcopy(each)])

    patch.setattr(Route53Backend, "change_resource_record_sets", change)


def _require_applicable(present: dict[Key, Values], changes: list[Change]) -> None:
    for each in changes:
        wanted = each["ResourceRecordSet"]
        key = (_absolute(wanted["Name"]), wanted["Type"])
        values = (int(wanted["TTL"]), frozenset(record["Value"] for record in wanted["ResourceRecords"]))
        if each["Action"] == "CREATE" and key in present:
            raise Route53ClientError("InvalidChangeBatch", f"{key} exists already")
        if each["Action"] == "DELETE" and present.pop(key, None) != values:
            raise Route53ClientError("InvalidChangeBatch", f"the values provided for {key} do not match")
        if each["Action"] != "DELETE":
            present[key] = values


def _present(zone: FakeZone) -> dict[Key, Values]:
    return {
        (_absolute(each.name), str(each.type)): (int(str(each.ttl)), frozenset(map(str, each.records)))
        for each in zone.rrsets
    }


def _absolute(name: str) -> str:
    return f"{name.removesuffix('.').lower()}."
