"""Settings: checked when they are read, and never repeated."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from certkeeper.entrypoints import settings
from certkeeper.entrypoints.settings.environment import SettingError
from tests.event_schemas import STACK

if TYPE_CHECKING:
    from collections.abc import Callable

TOPIC = "arn:aws:sns:eu-west-1:123456789012:certkeeper-Notices-1A"
MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:issuance"
IN_CHINA = "arn:aws-cn:cloudformation:cn-north-1:123456789012:stack/keeps-tls/51af3dc0-da77-11e4-872e-1234567db123"

GOOD: list[tuple[Callable[[], object], str, str, object]] = [
    (settings.table_name, "TABLE_NAME", "certkeeper-Table-1A", "certkeeper-Table-1A"),
    (settings.secret_prefix, "SECRET_PREFIX", "certkeeper", "certkeeper"),
    (settings.state_machine_arn, "STATE_MACHINE_ARN", MACHINE, MACHINE),
    (settings.event_bus_name, "EVENT_BUS_NAME", "default", "default"),
    (settings.stack_id, "STACK_ID", STACK, STACK),
    (settings.stack_id, "STACK_ID", IN_CHINA, IN_CHINA),
    (settings.notice_machine_arn, "NOTICE_MACHINE_ARN", MACHINE, MACHINE),
    (settings.notices_topic_arn, "NOTICES_TOPIC_ARN", TOPIC, TOPIC),
    (settings.unfinished_queue_url, "UNFINISHED_QUEUE_URL", "https://sqs.test/1/q", "https://sqs.test/1/q"),
    (settings.unreadable_queue_url, "UNREADABLE_QUEUE_URL", "https://sqs.test/1/u", "https://sqs.test/1/u"),
    (settings.notice_days, "NOTICE_DAYS", "14,7, 3,1", (14, 7, 3, 1)),
    (settings.notice_days, "NOTICE_DAYS", "3,14,7,14", (14, 7, 3)),
    (settings.acme_directory_url, "ACME_DIRECTORY_URL", "https://127.0.0.1:14000/dir", "https://127.0.0.1:14000/dir"),
    (settings.acme_contact, "ACME_CONTACT", "", ""),
    (settings.verify_interval, "VERIFY_INTERVAL_SECONDS", "300", timedelta(minutes=5)),
    (settings.order_lifetime, "ORDER_LIFETIME_SECONDS", "604800", timedelta(days=7)),
    (settings.verify_interval, "VERIFY_INTERVAL_SECONDS", "300.7", timedelta(minutes=5)),
    (settings.verify_interval, "VERIFY_INTERVAL_SECONDS", "3E+2", timedelta(minutes=5)),
    (settings.recovery_window, "RECOVERY_WINDOW_DAYS", "30", timedelta(days=30)),
    (settings.resource_tags, "RESOURCE_TAGS", "team=pki,cost center=4711 B", {"team": "pki", "cost center": "4711 B"}),
    (settings.check_http_port, "CHECK_HTTP_PORT", "5002", 5002),
    (settings.check_allow_private_addresses, "CHECK_ALLOW_PRIVATE_ADDRESSES", "true", True),
]


@pytest.mark.parametrize(("read", "name", "text", "value"), GOOD, ids=[row[1] for row in GOOD])
def test_a_setting_is_read_from_its_variable(
    read: Callable[[], object], name: str, text: str, value: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When it is asked for, and not before."""
    monkeypatch.setenv(name, text)
    assert read() == value


DEFAULTS: list[tuple[Callable[[], object], str, object]] = [
    (settings.acme_contact, "ACME_CONTACT", ""),
    (settings.acme_root_parameter, "ACME_ROOT_PARAMETER", ""),
    (settings.resource_tags, "RESOURCE_TAGS", {}),
    (settings.check_nameserver, "CHECK_NAMESERVER", ""),
    (settings.check_http_port, "CHECK_HTTP_PORT", 80),
    (settings.check_allow_private_addresses, "CHECK_ALLOW_PRIVATE_ADDRESSES", False),
]


@pytest.mark.parametrize(("read", "name", "value"), DEFAULTS, ids=[row[1] for row in DEFAULTS])
def test_what_is_missing_is_as_in_production(
    read: Callable[[], object], name: str, value: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Public addresses only, on port 80, by the system's resolver, at a CA that the world knows."""
    monkeypatch.delenv(name, raising=False)
    assert read() == value


BAD: list[tuple[Callable[[], object], str, str]] = [
    (settings.table_name, "TABLE_NAME", ""),
    (settings.table_name, "TABLE_NAME", "CANARY7 table"),
    (settings.state_machine_arn, "STATE_MACHINE_ARN", "CANARY7"),
    (settings.stack_id, "STACK_ID", ""),
    (settings.stack_id, "STACK_ID", "CANARY7"),
    (settings.acme_directory_url, "ACME_DIRECTORY_URL", "http://CANARY7"),
    (settings.notices_topic_arn, "NOTICES_TOPIC_ARN", "CANARY7"),
    (settings.unfinished_queue_url, "UNFINISHED_QUEUE_URL", "CANARY7"),
    (settings.unreadable_queue_url, "UNREADABLE_QUEUE_URL", "CANARY7"),
    (settings.notice_days, "NOTICE_DAYS", ""),
    (settings.notice_days, "NOTICE_DAYS", "14,CANARY7"),
    (settings.notice_days, "NOTICE_DAYS", "1,0"),
    (settings.notice_days, "NOTICE_DAYS", "7,-1"),
    (settings.notice_days, "NOTICE_DAYS", "399"),
    (settings.notice_days, "NOTICE_DAYS", "9" * 5000),
    (settings.verify_interval, "VERIFY_INTERVAL_SECONDS", ""),
    (settings.verify_interval, "VERIFY_INTERVAL_SECONDS", "0"),
    (settings.verify_interval, "VERIFY_INTERVAL_SECONDS", "-7"),
    (settings.verify_interval, "VERIFY_INTERVAL_SECONDS", "0.9"),
    (settings.verify_interval, "VERIFY_INTERVAL_SECONDS", "NaN"),
    (settings.verify_interval, "VERIFY_INTERVAL_SECONDS", "sNaN"),
    (settings.verify_interval, "VERIFY_INTERVAL_SECONDS", "Infinity"),
    (settings.verify_interval, "VERIFY_INTERVAL_SECONDS", "1E+999999"),
    (settings.verify_interval, "VERIFY_INTERVAL_SECONDS", "CANARY7"),
    (settings.verify_interval, "VERIFY_INTERVAL_SECONDS", "9" * 5000),
    (settings.recovery_window, "RECOVERY_WINDOW_DAYS", "6"),
    (settings.recovery_window, "RECOVERY_WINDOW_DAYS", "31"),
    (settings.check_http_port, "CHECK_HTTP_PORT", "65536"),
    (settings.check_allow_private_addresses, "CHECK_ALLOW_PRIVATE_ADDRESSES", "CANARY7"),
]


@pytest.mark.parametrize(("read", "name", "text"), BAD, ids=[f"{name}={text[:12]}" for _, name, text in BAD])
def test_a_bad_setting_is_named_and_not_repeated(
    read: Callable[[], object], name: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The text of the error may be logged."""
    monkeypatch.setenv(name, text)
    with pytest.raises(SettingError, match=name) as caught:
        read()
    assert "CANARY7" not in str(caught.value)
