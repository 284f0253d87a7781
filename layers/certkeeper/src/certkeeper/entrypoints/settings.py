"""The settings, each read when it is needed: a function has in its environment what it uses, and no more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from certkeeper.domain.notices.days import notice_days_violations
from certkeeper.entrypoints.environment import (
    SettingError,
    count,
    days,
    flag,
    matching,
    numbers,
    optional,
    port,
    seconds,
)

if TYPE_CHECKING:
    from datetime import timedelta

_ARN = re.compile(r"arn:[a-z-]+:states:[a-z0-9-]+:[0-9]{12}:stateMachine:[A-Za-z0-9_.-]+")
_NAME = re.compile(r"[A-Za-z0-9_.:/-]{1,256}")
_TOPIC = re.compile(r"arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_.-]+")
_STACK = re.compile(r"arn:[a-z-]+:cloudformation:[a-z0-9-]+:[0-9]{12}:stack/[A-Za-z0-9-]{1,128}/[A-Za-z0-9-]+")
_URL = re.compile(r"https?://[!-~]+")
_HTTPS = re.compile(r"https://[!-~]+")
_HTTP_PORT = 80
_DNS_PORT = 53
_MOST_ORDERS = 1_000_000
"""Beyond this, more than one sweep could begin in three hours."""


def table_name() -> str:
    """The DynamoDB table."""
    return matching("TABLE_NAME", _NAME, "the name of a DynamoDB table")


def secret_prefix() -> str:
    """What the names of our secrets begin with."""
    return matching("SECRET_PREFIX", _NAME, "the beginning of our secrets' names")


def state_machine_arn() -> str:
    """The state machine that runs orders."""
    return matching("STATE_MACHINE_ARN", _ARN, "the ARN of a state machine")


def notice_machine_arn() -> str:
    """The state machine that carries notices to the administrators."""
    return matching("NOTICE_MACHINE_ARN", _ARN, "the ARN of a state machine")


def notices_topic_arn() -> str:
    """The topic that administrators are subscribed to."""
    return matching("NOTICES_TOPIC_ARN", _TOPIC, "the ARN of an SNS topic")


def unfinished_queue_url() -> str:
    """The queue of events that could not be dealt with."""
    return matching("UNFINISHED_QUEUE_URL", _URL, "the URL of an SQS queue")


def notice_days() -> tuple[int, ...]:
    """How many days before its end a certificate's notices are due, where neither it nor its scope says so.

    No pattern of CloudFormation's can ask for an order, so the template takes any: as a set a list has one meaning.
    """
    days = tuple(sorted(set(numbers("NOTICE_DAYS")), reverse=True))
    if violation := next(notice_days_violations(days, ""), None):
        raise SettingError("NOTICE_DAYS", f"thresholds (NoticeDays in the template): {violation.detail}")
    return days


def event_bus_name() -> str:
    """The EventBridge bus that hears of changes: a name or an ARN."""
    return matching("EVENT_BUS_NAME", _NAME, "the name of an EventBridge bus")


def stack_id() -> str:
    """The ARN of the CloudFormation stack that the function belongs to, which events carry to be told apart by."""
    return matching("STACK_ID", _STACK, "the ARN of a CloudFormation stack")


def acme_directory_url() -> str:
    """The CA's directory (RFC 8555 section 7.1.1), over https as section 6.1 demands."""
    return matching("ACME_DIRECTORY_URL", _HTTPS, "an https URL")


def delegation_zone() -> str:
    """The domain that CNAMEs of the solver `delegated` lead into, in A-labels; empty for none."""
    return optional("DELEGATION_ZONE").removesuffix(".").lower()


def dns_role_arn() -> str:
    """The role that reads and writes the hosted zones, in another account; empty for our own."""
    return optional("DNS_ROLE_ARN")


def dns_external_id() -> str:
    """What the other account's trust policy asks for; empty for nothing."""
    return optional("DNS_EXTERNAL_ID")


def acme_contact() -> str:
    """The administrators' addresses for the CA, between commas, or empty for none."""
    return optional("ACME_CONTACT")


def acme_profile() -> str:
    """The CA's profile for orders that name none; empty leaves it to the CA."""
    return optional("ACME_PROFILE")


def acme_binding_secret() -> str:
    """The name or ARN of the secret that binds our account to one with the CA's operator; empty for none."""
    return optional("ACME_BINDING_SECRET")


def acme_root_pem() -> str:
    """The root that a private directory's own TLS certificate leads to; empty for public directories."""
    return optional("ACME_ROOT_PEM")


def verify_interval() -> timedelta:
    """How long a person waits between two looks, and the machine between its own."""
    return seconds("VERIFY_INTERVAL_SECONDS")


def order_lifetime() -> timedelta:
    """How far from its placing the deadline of an order may lie."""
    return seconds("ORDER_LIFETIME_SECONDS")


def orders_per_three_hours() -> int:
    """How many orders the CA allows our account in three hours."""
    return count("ORDERS_PER_THREE_HOURS", _MOST_ORDERS)


def recovery_window() -> timedelta:
    """How long a deleted certificate can be restored: 7 to 30 days, as Secrets Manager has it (DeleteSecret)."""
    return days("RECOVERY_WINDOW_DAYS", 7, 30)


def check_nameserver() -> str:
    """`host:port` of the resolver for our own looks; empty for the system's."""
    return optional("CHECK_NAMESERVER")


def check_dns_port() -> int:
    """Where our own looks ask the name servers of zones; 53 unless set (RFC 1035 section 4.2)."""
    return port("CHECK_DNS_PORT", _DNS_PORT)


def check_http_port() -> int:
    """Where our own looks connect to for http-01; 80 unless set (RFC 8555 section 8.3)."""
    return port("CHECK_HTTP_PORT", _HTTP_PORT)


def check_allow_private_addresses() -> bool:
    """Whether our own looks may connect to addresses that are not public; only the local world sets it."""
    return flag("CHECK_ALLOW_PRIVATE_ADDRESSES")
