"""The environment variables of functions in tests, made from the table of settings."""

from __future__ import annotations

from certkeeper.entrypoints import settings
from certkeeper.entrypoints.settings.environment import Parameter, Setting
from tests.event_schemas import STACK

_AWS = "arn:aws:{}:us-east-1:123456789012:{}"
EXAMPLES = {
    "TABLE_NAME": "certkeeper",
    "SECRET_PREFIX": "certkeeper",
    "STACK_ID": STACK,
    "STATE_MACHINE_ARN": _AWS.format("states", "stateMachine:issuance"),
    "NOTICE_MACHINE_ARN": _AWS.format("states", "stateMachine:notices"),
    "NOTICES_TOPIC_ARN": _AWS.format("sns", "certkeeper-Notices-1A"),
    "UNFINISHED_QUEUE_URL": "https://sqs.us-east-1.amazonaws.com/123456789012/unfinished",
    "ACME_ROOT_PARAMETER": "",
    "UNREADABLE_QUEUE_URL": "https://sqs.us-east-1.amazonaws.com/123456789012/unreadable",
    "ACME_DIRECTORY_URL": "https://ca.example.test/directory",
}
"""What a parameter's default cannot say, and a CA that there is not: no test may call a real one by mistake."""

SETTINGS = {row.variable: row for row in settings.rows() if isinstance(row, Setting)}


def environment(**values: str) -> dict[str, str]:
    """Every variable that a function can read, with these values, an example or its parameter's default."""
    defaults = {name: row.source.default for name, row in SETTINGS.items() if isinstance(row.source, Parameter)}
    return {**defaults, **EXAMPLES, "POWERTOOLS_LOG_LEVEL": "CRITICAL", **values}
