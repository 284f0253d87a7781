"""The contract of `ports.challenges.TxtRecords`."""

from __future__ import annotations

from typing import Protocol

import pytest

from certkeeper.domain.errors import RecordsRefusedError
from certkeeper.ports.challenges import TxtRecords

ZONE = "example.test"
NAME = "_acme-challenge.shop.example.test"
APEX = "_acme-challenge.example.test"
OTHER = "_acme-challenge.blog.example.test"
FIRST, SECOND, THEIRS = "a" * 43, "b" * 43, "somebody else's value"


class Zones(Protocol):
    """What a contract needs to see and do beside the port."""

    zone_id: str
    """A public zone that is called ZONE."""

    def held(self, name: str) -> set[str]:
        """The TXT values at a name."""

    def put(self, name: str, *values: str) -> None:
        """Somebody else writes a record."""


class TxtRecordsContract:
    """Give fixtures `zones` (an empty public zone ZONE) and `txt_records` over it."""

    def test_zones_are_listed_with_their_names(self, txt_records: TxtRecords, zones: Zones) -> None:
        """Without a final dot."""
        assert (zones.zone_id, ZONE) in {(zone.zone_id, zone.name) for zone in txt_records.zones()}

    def test_a_zone_has_name_servers(self, txt_records: TxtRecords, zones: Zones) -> None:
        """As the zone above writes them, without a final dot."""
        servers = txt_records.name_servers(zones.zone_id)
        assert servers
        assert all(server == server.lower().rstrip(".") for server in servers)

    def test_values_of_several_records_are_written_in_one_change(self, txt_records: TxtRecords, zones: Zones) -> None:
        """A wildcard and its apex share a record with two values."""
        change_id = txt_records.add(zones.zone_id, {APEX: [FIRST, SECOND], NAME: [FIRST]})
        assert zones.held(APEX) == {FIRST, SECOND}
        assert zones.held(NAME) == {FIRST}
        assert _arrives(txt_records, change_id)

    def test_adding_twice_is_once(self, txt_records: TxtRecords, zones: Zones) -> None:
        """A repeated task does no harm, and gets a change to wait for."""
        txt_records.add(zones.zone_id, {NAME: [FIRST]})
        assert _arrives(txt_records, txt_records.add(zones.zone_id, {NAME: [FIRST]}))
        assert zones.held(NAME) == {FIRST}

    def test_values_of_others_stay(self, txt_records: TxtRecords, zones: Zones) -> None:
        """When Certkeeper's values come, and when they go."""
        zones.put(NAME, THEIRS)
        txt_records.add(zones.zone_id, {NAME: [FIRST], OTHER: [FIRST]})
        assert zones.held(NAME) == {FIRST, THEIRS}
        txt_records.remove(zones.zone_id, {NAME: [FIRST], OTHER: [FIRST]})
        assert zones.held(NAME) == {THEIRS}
        assert zones.held(OTHER) == set()

    def test_two_orders_share_a_record(self, txt_records: TxtRecords, zones: Zones) -> None:
        """Each removes its own value."""
        txt_records.add(zones.zone_id, {NAME: [FIRST]})
        txt_records.add(zones.zone_id, {NAME: [SECOND]})
        assert zones.held(NAME) == {FIRST, SECOND}
        txt_records.remove(zones.zone_id, {NAME: [FIRST]})
        assert zones.held(NAME) == {SECOND}

    def test_removing_what_is_gone_is_no_error(self, txt_records: TxtRecords, zones: Zones) -> None:
        """Neither a value, nor a record, nor a whole zone."""
        txt_records.add(zones.zone_id, {NAME: [FIRST]})
        for _ in range(2):
            txt_records.remove(zones.zone_id, {NAME: [FIRST], OTHER: [SECOND]})
        assert zones.held(NAME) == set()
        txt_records.remove("ZGONE", {NAME: [FIRST]})

    def test_a_zone_that_is_not_there_is_refused(self, txt_records: TxtRecords) -> None:
        """With a reason, and nothing is written."""
        with pytest.raises(RecordsRefusedError):
            txt_records.add("ZGONE", {NAME: [FIRST]})


def _arrives(txt_records: TxtRecords, change_id: str) -> bool:
    return any(txt_records.in_sync(change_id) for _ in range(10))
