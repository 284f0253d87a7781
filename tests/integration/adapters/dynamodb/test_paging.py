"""Pages, however long the list, rare what is searched for, and odd the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certkeeper.adapters.dynamodb.certificates import DynamoCertificates
from certkeeper.adapters.dynamodb.orders import DynamoOrders
from certkeeper.adapters.dynamodb.rows import table as paging
from certkeeper.domain.errors import RefusedError
from certkeeper.ports.certificates import CertificateFilter
from tests.contracts.examples import NOW, SCOPE, an_order, pending_certificate
from tests.integration.adapters.conftest import create_table

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

COUNT = 25


@pytest.fixture(scope="module")
def certificates(dynamodb: DynamoDBClient) -> DynamoCertificates:
    """Named by their numbers, the last one newest."""
    table = create_table(dynamodb)
    orders = DynamoOrders(table, dynamodb)
    for number in range(COUNT):
        order = an_order(name=f"number {number}.", names=("shop.example.test",))
        orders.place(order, pending_certificate(order), None)
    return DynamoCertificates(table, dynamodb)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(limit=st.integers(1, COUNT + 2), text=st.sampled_from(["", "1", "5.", "number 0.", "nowhere"]))
def test_pages_hold_everything_once_and_each_but_the_last_is_full(
    certificates: DynamoCertificates, limit: int, text: str
) -> None:
    """For every size of page and every filter."""
    shown, cursor = [], None
    while True:
        page = certificates.list(SCOPE, CertificateFilter(text=text), now=NOW, limit=limit, cursor=cursor)
        shown += [certificate.name for certificate in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
        assert len(page.items) == limit
    assert shown == [name for number in reversed(range(COUNT)) if text in (name := f"number {number}.")]


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cursor=st.text(max_size=50) | st.uuids().map(str))
def test_any_cursor_gives_a_page_or_is_refused(certificates: DynamoCertificates, cursor: str) -> None:
    """A UUID that was never given out is a place in the list as well."""
    try:
        page = certificates.list(SCOPE, CertificateFilter(), now=NOW, limit=3, cursor=cursor)
    except RefusedError:
        return
    assert all(certificate.certificate_id < cursor for certificate in page.items)


def test_a_search_for_something_rare_ends_in_time(
    certificates: DynamoCertificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page may be short then, even empty, and the cursor goes on where the search stopped."""
    monkeypatch.setattr(paging, "MAX_LIST_QUERIES", 1)
    rare = CertificateFilter(text="number 0.")
    shown, cursor, pages = [], None, 0
    while pages < COUNT:
        page = certificates.list(SCOPE, rare, now=NOW, limit=5, cursor=cursor)
        shown += [certificate.name for certificate in page.items]
        pages, cursor = pages + 1, page.next_cursor
        if cursor is None:
            break
    assert shown == ["number 0."]
    assert pages == 5
