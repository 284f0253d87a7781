"""Tells the administrators of what happens to certificates, where they want to hear of it."""

from functools import cache

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.aws.notice_machine import StepFunctionsNotices
from certkeeper.adapters.dynamodb.certificates import DynamoCertificates
from certkeeper.adapters.dynamodb.orders import DynamoOrders
from certkeeper.adapters.dynamodb.scopes import DynamoScopes
from certkeeper.domain.events import Event
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.consumer import consumer
from certkeeper.services.notices.send_notice import send_notice


@cache
def _certificates() -> DynamoCertificates:
    return DynamoCertificates(settings.table_name(), client("dynamodb"))


@cache
def _scopes() -> DynamoScopes:
    return DynamoScopes(settings.table_name(), client("dynamodb"))


@cache
def _orders() -> DynamoOrders:
    return DynamoOrders(settings.table_name(), client("dynamodb"))


@cache
def _notices() -> StepFunctionsNotices:
    return StepFunctionsNotices(client("stepfunctions"), settings.notice_machine_arn())


@consumer
def handler(event: Event) -> str:
    """Twice for one event is once."""
    sent = send_notice(
        event,
        certificates=_certificates(),
        scopes=_scopes(),
        orders=_orders(),
        notices=_notices(),
        stack_days=settings.notice_days(),
    )
    return "sent" if sent else "of no interest"
