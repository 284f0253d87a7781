"""The TXT records of an order as JSON documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.dns.zones import DnsRecord

if TYPE_CHECKING:
    from collections.abc import Sequence

    from certkeeper.adapters.dynamodb.attributes import Document


def records_document(records: Sequence[DnsRecord]) -> list[Document]:
    """All of them. A hundred names have a hundred: what is empty is left out."""
    return [
        {
            "name": each.name,
            "zone": each.zone,
            **({"zone_id": each.zone_id} if each.zone_id else {}),
            **({"values": list(each.values)} if each.values else {}),
            **({"change_id": each.change_id} if each.change_id else {}),
            **({"in_sync": True} if each.in_sync else {}),
            **({"trouble": each.trouble} if each.trouble else {}),
        }
        for each in records
    ]


def read_records(documents: Sequence[Document]) -> tuple[DnsRecord, ...]:
    """What `records_document` wrote."""
    return tuple(DnsRecord(**{**each, "values": tuple(each.get("values", ()))}) for each in documents)
