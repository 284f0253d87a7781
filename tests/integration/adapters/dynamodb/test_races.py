"""Concurrent writes between a read and a write, and a DynamoDB that is busy."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError
from botocore.stub import Stubber

from certkeeper.adapters.dynamodb.certificates import DynamoCertificates
from certkeeper.adapters.dynamodb.orders import DynamoOrders
from certkeeper.adapters.dynamodb.responder import DynamoResponder
from certkeeper.domain.errors import OrderChangedError, TransientError
from certkeeper.domain.orders.order import OrderStatus
from tests.contracts.examples import NOW, SCOPE, a_version, an_order, pending_certificate
from tests.integration.adapters.between_calls import at_first

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def test_a_certificate_that_is_issued_while_its_order_is_closed_stays(table: str, dynamodb: DynamoDBClient) -> None:
    """Another task commits after `close` has read the certificate and before it writes."""
    orders, order = DynamoOrders(table, dynamodb), an_order()
    orders.place(order, pending_certificate(order), None)

    def commit() -> None:
        orders.commit(replace(order, status=OrderStatus.VALID), a_version(order))

    with at_first(dynamodb, "after-call.dynamodb.GetItem", commit), pytest.raises(OrderChangedError):
        orders.close(replace(order, status=OrderStatus.INVALID))
    certificates = DynamoCertificates(table, dynamodb)
    assert certificates.get(SCOPE, order.certificate_id).version == 1
    assert orders.get(SCOPE, order.order_id).status is OrderStatus.VALID


def test_two_transactions_that_collide_are_distinguished(table: str, dynamodb: DynamoDBClient) -> None:
    """A collision says nothing about names: it is tried again at once."""
    order = an_order()
    with Stubber(dynamodb) as stub:
        _collide(stub, times=2)
        stub.add_response("transact_write_items", {})
        DynamoOrders(table, dynamodb).place(order, pending_certificate(order), None)
        stub.assert_no_pending_responses()


def test_a_collision_that_lasts_can_be_tried_again(table: str, dynamodb: DynamoDBClient) -> None:
    """It is Certkeeper's error, by name, even where a condition failed beside it."""
    order = an_order()
    with Stubber(dynamodb) as stub:
        _collide(stub, times=4)
        with pytest.raises(TransientError):
            DynamoOrders(table, dynamodb).place(order, pending_certificate(order), None)


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("ProvisionedThroughputExceededException", 400),
        ("ThrottlingException", 400),
        ("TransactionConflictException", 400),
        ("InternalServerError", 500),
        ("SomethingNew", 503),
    ],
)
def test_a_busy_table_can_be_tried_again(table: str, dynamodb: DynamoDBClient, code: str, status: int) -> None:
    """Whatever AWS calls it."""
    with Stubber(dynamodb) as stub:
        stub.add_client_error("update_item", code, http_status_code=status)
        with pytest.raises(TransientError):
            DynamoOrders(table, dynamodb).save(an_order())


def test_a_lost_connection_can_be_tried_again(table: str, dynamodb: DynamoDBClient) -> None:
    """It is Certkeeper's error, and says which."""

    def fail() -> None:
        raise ConnectTimeoutError(endpoint_url="https://dynamodb")

    with (
        at_first(dynamodb, "before-call.dynamodb.GetItem", fail),
        pytest.raises(TransientError, match="ConnectTimeout"),
    ):
        DynamoOrders(table, dynamodb).get(SCOPE, an_order().order_id)


def test_a_mistake_of_certkeeper_stays_what_it_is(dynamodb: DynamoDBClient) -> None:
    """A table that is not there does not come by waiting."""
    with pytest.raises(ClientError):
        DynamoOrders("no-such-table", dynamodb).get(SCOPE, an_order().order_id)


def test_tokens_that_were_left_undone_are_presented_again(table: str, dynamodb: DynamoDBClient) -> None:
    """BatchWriteItem answers 200 for what it had no capacity for."""
    left = {table: [{"PutRequest": {"Item": {"pk": {"S": "p"}, "sk": {"S": "s"}}}}]}
    with Stubber(dynamodb) as stub:
        stub.add_response("batch_write_item", {"UnprocessedItems": left})
        with pytest.raises(TransientError):
            DynamoResponder(table, dynamodb).present(["token"], "print", NOW)


def _collide(stub: Stubber, *, times: int) -> None:
    for _ in range(times):
        reasons = [{"Code": "None"}, {"Code": "ConditionalCheckFailed"}, {"Code": "TransactionConflict"}]
        stub.add_client_error(
            "transact_write_items", "TransactionCanceledException", modeled_fields={"CancellationReasons": reasons}
        )
