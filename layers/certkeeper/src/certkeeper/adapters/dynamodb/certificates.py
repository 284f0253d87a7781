"""Certificates in DynamoDB, for reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.certificate_rows import SEPARATOR, read_certificate
from certkeeper.adapters.dynamodb.paging import Selection, newest_first
from certkeeper.adapters.dynamodb.table import Table
from certkeeper.adapters.dynamodb.version_rows import read_version
from certkeeper.domain.certificates.certificate import CertificateStatus
from certkeeper.domain.clock import to_text
from certkeeper.domain.errors import NotFoundError
from certkeeper.ports.paging import Page

if TYPE_CHECKING:
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    from certkeeper.domain.certificates.certificate import Certificate, CertificateVersion
    from certkeeper.ports.certificates import CertificateFilter

MOST_VERSIONS = 100
"""A year of certificates that live six days; older ones are kept all the same."""

_STATUS = {
    CertificateStatus.PENDING: "attribute_not_exists(not_after)",
    CertificateStatus.ACTIVE: "expiring_at > :now AND not_after > :now AND attribute_not_exists(revoked_at)",
    CertificateStatus.EXPIRING: "expiring_at <= :now AND not_after > :now AND attribute_not_exists(revoked_at)",
    CertificateStatus.EXPIRED: "not_after <= :now AND attribute_not_exists(revoked_at)",
    CertificateStatus.REVOKED: "attribute_exists(revoked_at)",
    CertificateStatus.DELETED: "attribute_exists(deleted_at)",
}
"""`Certificate.status` as filters: texts of moments sort as the moments do."""


class DynamoCertificates:
    """Fulfils `ports.certificates.Certificates`."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = Table(table, client)

    @translated
    def get(self, scope: str, certificate_id: str) -> Certificate:
        """See `Certificates.get`."""
        row = self._table.read(keys.certificate(scope, certificate_id))
        if row is None:
            raise NotFoundError("certificate")
        return read_certificate(row)

    @translated
    def version(self, certificate_id: str, version: int) -> CertificateVersion:
        """See `Certificates.version`."""
        row = self._table.read(keys.version(certificate_id, version))
        if row is None:
            raise NotFoundError("certificate version")
        return read_version(row)

    @translated
    def versions(self, certificate_id: str) -> tuple[CertificateVersion, ...]:
        """See `Certificates.versions`."""
        answer = self._table.client.query(
            TableName=self._table.name,
            KeyConditionExpression="pk = :partition AND begins_with(sk, :version)",
            ExpressionAttributeValues={
                ":partition": {"S": keys.version(certificate_id, 0).partition},
                ":version": {"S": keys.VERSION},
            },
            ScanIndexForward=False,
            ConsistentRead=True,
            Limit=MOST_VERSIONS,
        )
        return tuple(read_version(row) for row in answer["Items"])

    @translated
    def list(
        self, scope: str, wanted: CertificateFilter, *, now: datetime, limit: int, cursor: str | None
    ) -> Page[Certificate]:
        """See `Certificates.list`."""
        if SEPARATOR in wanted.text:
            return Page((), None)
        selection = _selection(wanted, now)
        rows, next_cursor = newest_first(self._table, keys.certificates(scope), selection, limit=limit, cursor=cursor)
        return Page(tuple(read_certificate(row) for row in rows), next_cursor)


def _selection(wanted: CertificateFilter, now: datetime) -> Selection:
    filters = [] if wanted.status is CertificateStatus.DELETED else ["attribute_not_exists(deleted_at)"]
    values: dict[str, AttributeValueTypeDef] = {}
    if wanted.status is not None:
        filters.append(_STATUS[wanted.status])
        if ":now" in _STATUS[wanted.status]:
            values[":now"] = {"S": to_text(now)}
    if wanted.text:
        filters.append("contains(search_text, :text)")
        values[":text"] = {"S": wanted.text}
    return Selection(filter=" AND ".join(filters), values=values)
