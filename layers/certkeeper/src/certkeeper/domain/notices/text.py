"""The text that a person reads at three in the morning: what, why, what to do; then everything that identifies it."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from certkeeper.domain.clock import to_text
from certkeeper.domain.notices.printable import names_shown
from certkeeper.domain.notices.records import records_shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certkeeper.domain.notices.about import About
    from certkeeper.domain.notices.records import Record
    from certkeeper.domain.notices.saying import Saying

WIDTH = 76
"""Mail clients break plain text at 78 (RFC 5322 section 2.1.1)."""


def notice_text(about: About, saying: Saying, records: tuple[Record, ...]) -> str:
    """Plain text, in lines of at most `WIDTH` where no name or value is longer."""
    parts = [
        _paragraph(saying.what),
        _paragraph(f"Why: {saying.why}"),
        _paragraph(f"What to do: {saying.todo}"),
        *([records_shown(records)] if records else []),
        "\n".join(_facts(about)),
    ]
    return "\n\n".join(parts) + "\n"


def _facts(about: About) -> Iterator[str]:
    event, certificate = about.event, about.certificate
    facts = {
        "Certificate": about.name,
        "Names": names_shown(certificate.names) if certificate else "",
        "Scope": event.scope,
        "Version": str(about.version or ""),
        "Ends": _end(about),
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


def _end(about: About) -> str:
    """Of the version that the event is about."""
    if text := about.said("not_after"):
        return text
    current = about.certificate.facts if about.certificate and not about.replaced_by else None
    return to_text(current.not_after) if current else ""


def _paragraph(text: str) -> str:
    return fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)
