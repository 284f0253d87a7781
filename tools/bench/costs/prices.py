"""AWS's list prices in us-east-1, in US dollars: the one place where they stand. Free tiers are not counted.

The reasons are in ADR 72.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

REGION = "us-east-1"
AS_OF = "2026-11-25"
"""When these were last compared with copies of the pages and with what is written of them; the two of stored gigabytes,
of table and logs, were not found there. Prices of the first tier: larger users pay less."""


class Item(StrEnum):
    """What AWS bills."""

    WRITE_UNITS = "write request units"
    READ_UNITS = "read request units"
    TABLE_GB_MONTHS = "GB-months of the table"
    BACKUP_GB_MONTHS = "GB-months of point-in-time recovery"
    SECRET_MONTHS = "secret-months"
    SECRET_CALLS = "calls of Secrets Manager"
    INVOCATIONS = "invocations"
    GB_SECONDS = "GB-seconds"
    TRANSITIONS = "state transitions"
    EVENTS = "events"
    PUBLISHES = "publishes"
    EMAILS = "e-mails"
    LOG_GB = "GB of logs taken in"
    LOG_GB_MONTHS = "GB-months of logs"
    ALARM_MONTHS = "alarm-months"
    METRIC_MONTHS = "metric-months"
    API_CALLS = "calls of the API"


@dataclass(frozen=True, slots=True)
class Price:
    """So many dollars for so many of an item. `source` is AWS's own pricing page."""

    service: str
    dollars: float
    per: int
    source: str

    def of(self, quantity: float) -> float:
        """Return the dollars that a quantity costs."""
        return self.dollars * quantity / self.per


_DYNAMODB = "https://aws.amazon.com/dynamodb/pricing/on-demand/"
_LAMBDA = "https://aws.amazon.com/lambda/pricing/"
_CLOUDWATCH = "https://aws.amazon.com/cloudwatch/pricing/"
_SECRETS = "https://aws.amazon.com/secrets-manager/pricing/"
_SNS = "https://aws.amazon.com/sns/pricing/"

PRICES = {
    Item.WRITE_UNITS: Price("DynamoDB", 0.625, 1_000_000, _DYNAMODB),
    Item.READ_UNITS: Price("DynamoDB", 0.125, 1_000_000, _DYNAMODB),
    Item.TABLE_GB_MONTHS: Price("DynamoDB", 0.25, 1, _DYNAMODB),
    Item.BACKUP_GB_MONTHS: Price("DynamoDB", 0.20, 1, _DYNAMODB),
    Item.SECRET_MONTHS: Price("Secrets Manager", 0.40, 1, _SECRETS),
    Item.SECRET_CALLS: Price("Secrets Manager", 0.05, 10_000, _SECRETS),
    Item.INVOCATIONS: Price("Lambda", 0.20, 1_000_000, _LAMBDA),
    Item.GB_SECONDS: Price("Lambda", 0.0000133334, 1, f"{_LAMBDA} (arm64, the template's default)"),
    Item.TRANSITIONS: Price("Step Functions", 0.025, 1_000, "https://aws.amazon.com/step-functions/pricing/"),
    Item.EVENTS: Price("EventBridge", 1.00, 1_000_000, "https://aws.amazon.com/eventbridge/pricing/"),
    Item.PUBLISHES: Price("SNS", 0.50, 1_000_000, _SNS),
    Item.EMAILS: Price("SNS", 2.00, 100_000, _SNS),
    Item.LOG_GB: Price("CloudWatch", 0.50, 1, _CLOUDWATCH),
    Item.LOG_GB_MONTHS: Price("CloudWatch", 0.03, 1, _CLOUDWATCH),
    Item.ALARM_MONTHS: Price("CloudWatch", 0.10, 1, _CLOUDWATCH),
    Item.METRIC_MONTHS: Price("CloudWatch", 0.30, 1, _CLOUDWATCH),
    Item.API_CALLS: Price("API Gateway", 3.50, 1_000_000, "https://aws.amazon.com/api-gateway/pricing/"),
}
