"""Notices to administrators, as text for people and as JSON for programs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from certkeeper.domain.certificates.certificate import Source
from certkeeper.domain.clock import to_text
from certkeeper.domain.events import EventType
from certkeeper.domain.notices import changes, warnings
from certkeeper.domain.notices.text import MAX_RECORDS, notice_text, records_of
from certkeeper.domain.orders.order import OrderStatus
from certkeeper.domain.printable import CUT, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from certkeeper.domain.notices.context import NoticeContent, NoticeContext, Severity
    from certkeeper.domain.notices.text import Record


MAX_NAMES = 20
"""The most names in the JSON.

All of 100 names, in each of the message's forms, would come near to the 256 KB of an SNS message
(https://docs.aws.amazon.com/general/latest/gr/sns.html).
"""

MAX_SUBJECT_CHARACTERS = 99
"""The most characters of a subject: it must have less than 100
(SNS, Publish: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html)."""

_CONTENTS: dict[EventType, Callable[[NoticeContext], NoticeContent]] = {
    EventType.CERTIFICATE_ISSUED: changes.issued,
    EventType.CERTIFICATE_RENEWED: changes.renewed,
    EventType.CERTIFICATE_UPLOADED: changes.uploaded,
    EventType.CERTIFICATE_ACTIVATED: changes.activated,
    EventType.CERTIFICATE_EXPORTED: changes.exported,
    EventType.CERTIFICATE_DELETED: changes.deleted,
    EventType.CERTIFICATE_RESTORED: changes.restored,
    EventType.CERTIFICATE_REVOKED: changes.revoked,
    EventType.CERTIFICATE_EXPIRING: warnings.expiring,
    EventType.CERTIFICATE_EXPIRED: warnings.expired,
    EventType.RENEWAL_FAILED: warnings.renewal_failed,
    EventType.ACTION_REQUIRED: warnings.action_required,
    EventType.ORDER_FAILED: warnings.order_failed,
}


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as it is sent.

    `notice_id` is the event's id. `subject` is ASCII and shorter than 100 characters (SNS, Publish). `text` is for
    people. `document` is the JSON for programs, with the text in it.
    """

    notice_id: str
    type: EventType
    scope: str
    severity: Severity
    subject: str
    text: str
    document: str


def notice_of(context: NoticeContext) -> Notice:
    """Return the notice of an event, from its context.

    Raises ValueError where a detail is not what its schema promises.
    """
    event, content = context.event, _CONTENTS[context.event.type](context)
    records = _records(context)
    subject = _subject(context, content)
    text = notice_text(context, content, records)
    return Notice(
        notice_id=event.event_id,
        type=event.type,
        scope=event.scope,
        severity=content.severity,
        subject=subject,
        text=text,
        document=json.dumps(
            _document(context, records) | {"severity": content.severity, "subject": subject, "text": text},
            ensure_ascii=False,
        ),
    )


def _subject(context: NoticeContext, content: NoticeContent) -> str:
    """Return the subject; the names of scope and stack are cut where both are so long that it would be too long."""
    stack = context.stack

    def subject(scope: str, name: str) -> str:
        return f"Certkeeper ({scope}): {content.title} [{name}, {stack.region}]"

    room = MAX_SUBJECT_CHARACTERS - len(subject("", ""))
    for_scope = max(room // 2, room - len(stack.name))
    scope = _cut(context.event.scope, for_scope)
    return subject(scope, _cut(stack.name, room - len(scope)))


def _cut(name: str, most: int) -> str:
    return name if len(name) <= most else f"{name[: most - len(CUT)]}{CUT}"


def _records(context: NoticeContext) -> tuple[Record, ...]:
    wanted = context.event.type is EventType.ACTION_REQUIRED and context.order is not None
    return records_of(context.order) if wanted and context.order else ()


def _document(context: NoticeContext, records: tuple[Record, ...]) -> dict[str, Any]:
    event, certificate = context.event, context.certificate
    names = certificate.names if certificate else ()
    return {
        "notice_id": event.event_id,
        "type": event.type,
        "occurred_at": to_text(event.occurred_at),
        "stack": {
            "stack_id": context.stack.stack_id,
            "name": context.stack.name,
            "region": context.stack.region,
            "account_id": context.stack.account_id,
        },
        "scope": event.scope,
        "certificate_id": event.certificate_id,
        "certificate_name": context.name,
        "order_id": event.order_id or None,
        "version": context.version or None,
        "names": [shown(name) for name in names[:MAX_NAMES]],
        "names_left_out": max(0, len(names) - MAX_NAMES),
        "uploaded": certificate.source is Source.UPLOADED if certificate else None,
        "detail": {name: context.shown_detail(name) for name, _ in event.detail if name not in {"name", "version"}},
        "records": [
            {
                "type": each.type,
                "name": shown(each.name),
                "value": shown(each.value, 500),
                "zone": shown(each.zone) or None,
            }
            for each in records[:MAX_RECORDS]
        ],
        "records_left_out": max(0, len(records) - MAX_RECORDS),
    }


def is_wanted(context: NoticeContext) -> bool:
    """Return whether the notice that the context is about is sent.

    Only the notices before and at the end can be switched off. A renewal is announced after a warning, an export if the
    private key was in it, and a failed order if it was the certificate's first: for failed renewals there is
    RENEWAL_FAILED. An order that a person has cancelled is not announced.
    """
    match context.event.type:
        case EventType.CERTIFICATE_EXPIRING | EventType.CERTIFICATE_EXPIRED:
            return context.policy.enabled
        case EventType.CERTIFICATE_RENEWED:
            return context.detail("after_warning") == "true"
        case EventType.CERTIFICATE_EXPORTED:
            return context.detail("with_key") == "true"
        case EventType.ORDER_FAILED:
            had_none = context.certificate is None or context.certificate.version == 0
            return had_none and context.detail("status") != OrderStatus.CANCELLED
        case _:
            return True
