"""Certificates in DynamoDB, for reading."""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.rows.certificates import CERTIFICATE, VERSION
from certkeeper.adapters.dynamodb.rows.expressions import when
from certkeeper.adapters.dynamodb.rows.search import SEARCH_CUT
from certkeeper.adapters.dynamodb.rows.table import Table
from certkeeper.domain.certificates.certificate import CertificateStatus
from certkeeper.domain.clock import to_text
from certkeeper.domain.errors import NotFoundError
from certkeeper.ports.paging import Page

if TYPE_CHECKING:
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    from certkeeper.adapters.dynamodb.rows.columns import Row
    from certkeeper.adapters.dynamodb.rows.expressions import Condition
    from certkeeper.domain.certificates.certificate import Certificate, CertificateVersion
    from certkeeper.domain.certificates.search import Search
    from certkeeper.ports.certificates import CertificateFilter

MAX_VERSIONS = 100
"""The most versions in one answer: about a year of certificates that live for six days. Older ones stay stored."""

_STATUS = {
    CertificateStatus.PENDING: "attribute_not_exists(not_after)",
    CertificateStatus.ACTIVE: "expiring_at > :now AND not_after > :now AND attribute_not_exists(revoked_at)",
    CertificateStatus.EXPIRING: "expiring_at <= :now AND not_after > :now AND attribute_not_exists(revoked_at)",
    CertificateStatus.EXPIRED: "not_after <= :now AND attribute_not_exists(revoked_at)",
    CertificateStatus.REVOKED: "attribute_exists(revoked_at)",
    CertificateStatus.DELETED: "attribute_exists(deleted_at)",
}
"""`Certificate.status` as filter expressions. Texts of moments sort as the moments do."""


class DynamoCertificates:
    """Certificates by scope and id; fulfils `ports.certificates.Certificates`."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = Table(table, client)

    @translated
    def get(self, scope: str, certificate_id: str) -> Certificate:
        """Return a certificate of a scope (GetItem, consistent); raise NotFoundError if there is none with this id."""
        row = self._table.read(keys.certificate(scope, certificate_id))
        if row is None:
            raise NotFoundError("certificate")
        return CERTIFICATE.read(row)

    @translated
    def version(self, certificate_id: str, version: int) -> CertificateVersion:
        """Return one version of a certificate, by its number; raise NotFoundError if there is none."""
        row = self._table.read(keys.version(certificate_id, version))
        if row is None:
            raise NotFoundError("certificate version")
        return VERSION.read(row)

    @translated
    def versions(self, certificate_id: str) -> tuple[CertificateVersion, ...]:
        """Return the newest versions of a certificate, newest first, at most `MAX_VERSIONS` (Query, consistent)."""
        any_version = when("begins_with(sk, :version)", version={"S": keys.VERSION})
        query = self._table.query(keys.version(certificate_id, 0).partition, any_version)
        query |= {"ScanIndexForward": False, "Limit": MAX_VERSIONS}
        return tuple(VERSION.read(row) for row in self._table.client.query(**query)["Items"])

    @translated
    def list(
        self, scope: str, wanted: CertificateFilter, *, now: datetime, limit: int, cursor: str | None
    ) -> Page[Certificate]:
        """Return a page of the certificates of a scope, newest first, and the cursor of the next page.

        `wanted` is the filter, at the moment `now`. Raises RefusedError for a cursor that cannot be one.
        """
        search = _search(wanted)
        if search is not None and search.spans_texts:
            return Page((), None)

        def passes(row: Row) -> bool:
            return search is None or SEARCH_CUT not in row or search.finds(CERTIFICATE.read(row))

        partition, where = keys.certificates(scope), _filter(wanted.status, search, now)
        rows, next_cursor = self._table.newest_first(partition, where, passes=passes, limit=limit, cursor=cursor)
        return Page(tuple(CERTIFICATE.read(row) for row in rows), next_cursor)


def _search(wanted: CertificateFilter) -> Search | None:
    """Return the search that is wanted; None for everything."""
    if not wanted.text:
        return None
    from certkeeper.domain.certificates.search import Search  # noqa: PLC0415 - few lists are searched

    return Search.of(wanted.text)


def _filter(status: CertificateStatus | None, search: Search | None, now: datetime) -> Condition | None:
    deleted = status is CertificateStatus.DELETED
    filters = [] if deleted else [when("attribute_not_exists(deleted_at)")]
    if status is not None:
        text = _STATUS[status]
        filters.append(when(text, now={"S": to_text(now)}) if ":now" in text else when(text))
    if search is not None:
        filters.append(_found_by(search))
    return reduce(and_, filters) if filters else None


def _found_by(search: Search) -> Condition:
    """Return the filter for what a search finds, and for rows with more names than their text has (`SEARCH_CUT`)."""
    values: dict[str, AttributeValueTypeDef] = {"wanted": {"S": search.text}}
    texts = ["contains(search_text, :wanted)", f"attribute_exists({SEARCH_CUT})"]
    if search.issuer:
        texts.append("contains(search_issuer, :wanted)")
    for place, number in enumerate(search.numbers):
        texts.append(f"contains(search_numbers, :number{place})")
        values[f"number{place}"] = {"S": number}
    return when(" OR ".join(texts), **values)
