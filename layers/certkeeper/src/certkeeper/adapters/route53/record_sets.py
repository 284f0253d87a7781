"""TXT record sets in Route 53: reading one, and the changes that replace one by another (ADR 32)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from certkeeper.domain.errors import RecordsRefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy_boto3_route53 import Route53Client
    from mypy_boto3_route53.type_defs import ChangeTypeDef, ResourceRecordSetOutputTypeDef

TTL_SECONDS = 60
"""The TTL of the records that Certkeeper makes.

They live for minutes, and a second attempt must not meet the first value in a cache.
"""
_AT_ONE_NAME = "100"
"""The most record sets that one request lists.

Only a name with a hundred weighted record sets has more. The answer begins at the name.
"""


@dataclass(frozen=True, slots=True)
class TxtSet:
    """A TXT record set: its name, its texts as Route 53 has them, in quotes, and its TTL in seconds."""

    name: str
    texts: tuple[str, ...]
    ttl: int = TTL_SECONDS

    @classmethod
    def of(cls, name: str, values: Sequence[str]) -> TxtSet:
        """Return the set of a name that holds these values and nothing else."""
        return cls(name, tuple(sorted({quoted(value) for value in values})))

    def with_values(self, values: Sequence[str]) -> TxtSet:
        """Return this set with more values beside its own."""
        return replace(self, texts=tuple(sorted({*self.texts, *map(quoted, values)})))

    def without_values(self, values: Sequence[str]) -> TxtSet | None:
        """Return this set without some values, or None if no other is left."""
        left = tuple(text for text in self.texts if text not in set(map(quoted, values)))
        return replace(self, texts=left) if left else None


def quoted(value: str) -> str:
    """Return a TXT value in quotes, as Route 53 wants it.

    Values of dns-01 are base64url: there is nothing to escape.
    """
    return f'"{value}"'


def read_set(client: Route53Client, zone_id: str, name: str) -> TxtSet | None:
    """Return the TXT record set at a name in a hosted zone, or None, read with a client (ListResourceRecordSets).

    Raises RecordsRefusedError if there is a CNAME or a record set that Certkeeper must not change.
    """
    answer = client.list_resource_record_sets(HostedZoneId=zone_id, StartRecordName=name, MaxItems=_AT_ONE_NAME)
    sets = [each for each in answer["ResourceRecordSets"] if each["Name"].removesuffix(".").lower() == name]
    if any(each["Type"] == "CNAME" for each in sets):
        raise RecordsRefusedError(
            f"{name} is a CNAME in its hosted zone, so that no TXT record can be added there; remove the CNAME, or "
            "order with the solver delegated"
        )
    texts = [each for each in sets if each["Type"] == "TXT"]
    if any("SetIdentifier" in each or not each.get("ResourceRecords") for each in texts):
        raise RecordsRefusedError(
            f"the TXT record at {name} is an alias or has a routing policy, which Certkeeper does not change; replace "
            "it by a record with simple routing"
        )
    return _txt_set(name, texts[0]) if texts else None


def replacement_changes(before: TxtSet | None, after: TxtSet | None) -> list[ChangeTypeDef]:
    """Return the changes that replace the set `before` by `after`, and fail if `before` is not there any more.

    None stands for no set. Route 53 has no conditional writes, but a DELETE that does not match, and a CREATE of a set
    that exists, refuse the batch:
    https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html. An UPSERT would overwrite
    what somebody else wrote since the read.
    """
    deleted: list[ChangeTypeDef] = [{"Action": "DELETE", "ResourceRecordSet": _record_set(before)}] if before else []
    created: list[ChangeTypeDef] = [{"Action": "CREATE", "ResourceRecordSet": _record_set(after)}] if after else []
    return [*deleted, *created]


def _txt_set(name: str, found: ResourceRecordSetOutputTypeDef) -> TxtSet:
    return TxtSet(name, tuple(record["Value"] for record in found["ResourceRecords"]), found["TTL"])


def _record_set(txt: TxtSet) -> ResourceRecordSetOutputTypeDef:
    records = [{"Value": text} for text in txt.texts]
    return {"Name": txt.name, "Type": "TXT", "TTL": txt.ttl, "ResourceRecords": records}  # type: ignore[typeddict-item]
