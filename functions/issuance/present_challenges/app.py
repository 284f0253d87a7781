"""PresentChallenges: our responder answers for the tokens of the order; TXT records are written where we may."""

from functools import cache, partial

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.dynamodb.orders import DynamoOrders
from certkeeper.adapters.dynamodb.responder import DynamoResponder
from certkeeper.adapters.route53.client import route53
from certkeeper.adapters.route53.txt_records import Route53TxtRecords
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.task import TaskInput, task
from certkeeper.services.issuance.present_challenges import present_challenges


@cache
def _orders() -> DynamoOrders:
    return DynamoOrders(settings.table_name(), client("dynamodb"))


@cache
def _responder() -> DynamoResponder:
    return DynamoResponder(settings.table_name(), client("dynamodb"))


@cache
def _txt_records() -> Route53TxtRecords:
    return Route53TxtRecords(partial(route53, settings.dns_role_arn(), settings.dns_external_id()))


@task
def handler(given: TaskInput) -> None:
    """Presenting twice is once."""
    present_challenges(
        given.scope,
        given.order_id,
        orders=_orders(),
        responder=_responder(),
        txt_records=_txt_records(),
        now=utc_now(),
    )
