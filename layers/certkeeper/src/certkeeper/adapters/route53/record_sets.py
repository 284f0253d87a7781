"""Record sets at Route 53: what stands at a name, and what a change does to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from certkeeper.domain.errors import RecordsRefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy_boto3_route53 import Route53Client
    from mypy_boto3_route53.type_defs import ChangeTypeDef, ResourceRecordSetOutputTypeDef

TTL_SECONDS = 60
"""Of records that we make: they live for minutes, and a second try must not meet the first one's value in a cache."""
_AT_ONE_NAME = "100"
"""More record sets than a name has, short of a hundred weights; the answer begins at the name."""


@dataclass(frozen=True, slots=True)
class TxtSet:
    """A TXT record set; `texts` as Route 53 has them, in quotes."""

    name: str
    texts: tuple[str, ...]
    ttl: int = TTL_SECONDS

    @classmethod
    def of(cls, name: str, values: Sequence[str]) -> TxtSet:
        """A set that holds nothing but these values of ours."""
        return cls(name, tuple(sorted({quoted(value) for value in values})))

    def with_values(self, values: Sequence[str]) -> TxtSet:
        """The same with these values beside the others."""
        return replace(self, texts=tuple(sorted({*self.texts, *map(quoted, values)})))

    def without_values(self, values: Sequence[str]) -> TxtSet | None:
        """The same without these values; None where no other is left."""
        left = tuple(text for text in self.texts if text not in set(map(quoted, values)))
        return replace(self, texts=left) if left else None


def quoted(value: str) -> str:
    """A TXT value as Route 53 writes it. Ours are base64url (RFC 8555 section 8.4): there is nothing to escape."""
    return f'"{value}"'


def read_set(client: Route53Client, zone_id: str, name: str) -> TxtSet | None:
    """The TXT record set at a name, or None. Raises RecordsRefusedError where something there is not ours to change."""
    answer = client.list_resource_record_sets(HostedZoneId=zone_id, StartRecordName=name, MaxItems=_AT_ONE_NAME)
    sets = [each for each in answer["ResourceRecordSets"] if each["Name"].removesuffix(".").lower() == name]
    if any(each["Type"] == "CNAME" for each in sets):
        raise RecordsRefusedError(f"{name} is a CNAME in its zone; remove it, or order with the solver `delegated`")
    texts = [each for each in sets if each["Type"] == "TXT"]
    if any("SetIdentifier" in each or not each.get("ResourceRecords") for each in texts):
        raise RecordsRefusedError(f"the TXT record at {name} is an alias or has a routing policy; make it a simple one")
    return _txt_set(name, texts[0]) if texts else None


def replacement_changes(before: TxtSet | None, after: TxtSet | None) -> list[ChangeTypeDef]:
    """The changes that replace one by the other only where the first is still there, or nothing where there was none.

    Route 53 has no conditional writes, but a DELETE that does not match, and a CREATE of what exists, refuse the batch:
    https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html. An UPSERT would overwrite
    what somebody else wrote since we read.
    """
    deleted: list[ChangeTypeDef] = [{"Action": "DELETE", "ResourceRecordSet": _record_set(before)}] if before else []
    created: list[ChangeTypeDef] = [{"Action": "CREATE", "ResourceRecordSet": _record_set(after)}] if after else []
    return [*deleted, *created]


def _txt_set(name: str, found: ResourceRecordSetOutputTypeDef) -> TxtSet:
    return TxtSet(name, tuple(record["Value"] for record in found["ResourceRecords"]), found["TTL"])


def _record_set(txt: TxtSet) -> ResourceRecordSetOutputTypeDef:
    records = [{"Value": text} for text in txt.texts]
    return {"Name": txt.name, "Type": "TXT", "TTL": txt.ttl, "ResourceRecords": records}  # type: ignore[typeddict-item]
