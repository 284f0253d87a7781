"""The text of a notice: what happened, why, what to do, then everything that identifies the certificate (ADR 57)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from textwrap import fill
from typing import TYPE_CHECKING

from certkeeper.domain.clock import to_text
from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.domain.printable import names_shown, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certkeeper.domain.dns.findings import Expectation
    from certkeeper.domain.notices.context import NoticeContent, NoticeContext
    from certkeeper.domain.orders.order import Order


WIDTH = 76
"""The most characters of a line: mail clients break plain text at 78 (RFC 5322 section 2.1.1)."""

MAX_RECORDS = 20
"""The most records that a notice shows. A message of SNS has 256 KB for all its forms; the order shows all records."""


def notice_text(context: NoticeContext, content: NoticeContent, records: tuple[Record, ...]) -> str:
    """Return the notice's plain text, from its context, content and records, in lines of at most `WIDTH` characters.

    A line is longer where a single word, a command or a path is.
    """
    parts = [
        _paragraph(content.what),
        _paragraph(f"Why: {content.why}"),
        _paragraph(f"What to do: {content.todo}"),
        *([f"  {content.command}\n  (API: {content.request})"] if content.command else []),
        *([_records_shown(records)] if records else []),
        "\n".join(_facts(context)),
    ]
    return "\n\n".join(parts) + "\n"


def _facts(context: NoticeContext) -> Iterator[str]:
    event, certificate = context.event, context.certificate
    facts = {
        "Certificate": context.name,
        "Names": names_shown(certificate.names) if certificate else "",
        "Scope": event.scope,
        "Outside scope": _outside(context),
        "Stack": f"{context.stack.name}, {context.stack.region}, account {context.stack.account_id}",
        "Version": str(context.version or ""),
        "Ends": _end(context),
        "When": to_text(event.occurred_at),
        "Certificate id": event.certificate_id,
        "Order id": event.order_id,
        "Notice id": event.event_id,
    }
    width = max(map(len, facts)) + 2
    for title, value in facts.items():
        if value:
            yield fill(
                value,
                WIDTH,
                initial_indent=f"{title:<{width}}",
                subsequent_indent=" " * width,
                break_long_words=False,
                break_on_hyphens=False,
            )


def _outside(context: NoticeContext) -> str:
    """Return the names that the scope does not cover since it was narrowed, and what that means; empty for none."""
    names = context.scope.outside(context.certificate.names) if context.certificate else ()
    if not names:
        return ""
    return f"{names_shown(names)}; the scope was narrowed, so that nobody can renew the certificate by hand"


def _end(context: NoticeContext) -> str:
    """Return the end of the version that the event is about; empty if it is not known."""
    if text := context.shown_detail("not_after"):
        return text
    current = context.certificate.facts if context.certificate and not context.replaced_by else None
    return to_text(current.not_after) if current else ""


def _paragraph(text: str) -> str:
    return fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)


@dataclass(frozen=True, slots=True)
class Record:
    """One record that a person has to set.

    `type` is TXT, CNAME or HTTP. `name` is the record's name, or a URL. `zone` is the DNS zone, empty where it is not
    known.
    """

    type: str
    name: str
    value: str
    zone: str = ""


def records_of(order: Order) -> tuple[Record, ...]:
    """Return the records that an order waits for, each once, in the sequence of its names.

    A wildcard and its parent domain need two values at one name.
    """
    chosen = order if order.challenge else replace(order, challenge=ChallengeType.DNS_01)
    return tuple(dict.fromkeys(_record(order, expectation) for expectation in chosen.expectations()))


def _record(order: Order, expectation: Expectation) -> Record:
    """Return the record that a person sets for a name.

    For http-01 it is a redirect. Certkeeper serves the content, which is therefore not shown.
    """
    if expectation.challenge is ChallengeType.HTTP_01:
        return Record("HTTP", expectation.where, "a redirect to the stack's ResponderUrl, with the token at its end")
    if expectation.alias:
        return Record("CNAME", expectation.where, expectation.alias)
    zone = next((record.zone for record in order.records if record.name == expectation.where), "")
    return Record("TXT", expectation.where, expectation.expected, zone)


def _records_shown(records: tuple[Record, ...]) -> str:
    """Return the records one below the other, each value on a line of its own so that it can be copied."""
    lines: list[str] = []
    for record in records[:MAX_RECORDS]:
        zone = f", in the zone {shown(record.zone)}" if record.zone else ""
        lines += [
            f"  {record.type}{zone}",
            f"    Name   {shown(record.name)}",
            f"    Value  {shown(record.value, 500)}",
        ]
    more = len(records) - MAX_RECORDS
    return "\n".join([*lines, *([f"  and {more} more, which the order shows"] if more > 0 else [])])
