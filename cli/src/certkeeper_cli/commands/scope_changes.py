"""Changes of a scope, as a person confirms them: what is different, and what would fall outside."""

import sys
from collections.abc import Iterator, Mapping
from typing import Any

from certkeeper_cli.api.refusals import RefusedError
from certkeeper_cli.invocation import Document, Invocation
from certkeeper_cli.terminal.confirmation import confirm
from certkeeper_cli.terminal.screen import print_note
from certkeeper_cli.words import DEFAULT_SOLVER, ProblemKind

DEFAULTS: Mapping[str, object] = {
    "solver": DEFAULT_SOLVER,
    "profile": None,
    "administrators": [],
    "notices_enabled": None,
    "notice_days": None,
}
"""What a definition means by a field that it leaves out."""


def difference(before: Document, definition: Document) -> str:
    """Return what a definition changes of a scope as it was `before`, as `kind zone to listener; profile x to none`."""
    wanted = {**DEFAULTS, **definition}
    changed = [field for field, value in wanted.items() if before.get(field) != value]
    texts = (f"{field.replace('_', ' ')} {_shown(before.get(field))} to {_shown(wanted[field])}" for field in changed)
    return "; ".join(texts) or "nothing"


def _shown(value: object) -> str:
    if value is None or value == []:
        return "none"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def send_change(
    invocation: Invocation, method: str, path: str, changes: Document, *, tag: str | None, confirmed: str | None
) -> Document:
    """Send the changes of a scope, and return the scope as it is then.

    `method` and `path` name the operation that the invocation calls, and `tag` is the ETag for If-Match.

    Where certificates would fall outside it, list them on standard error, ask on a terminal, and send the change again
    with what was confirmed. `confirmed` is the digest of a list that the person has seen before. Raise RefusedError.
    """
    body = changes if confirmed is None else {**changes, "outside_confirmed": confirmed}
    try:
        return invocation.request(method, path, body, if_match=tag)
    except RefusedError as refused:
        outside = refused.document.get("outside")
        if refused.kind != ProblemKind.OUTSIDE_NOT_CONFIRMED or not isinstance(outside, dict) or not outside["count"]:
            raise
        for text in _listed(outside):
            print_note(text)
        if not sys.stdin.isatty():
            refused.advice = f"to leave exactly these outside, repeat it with --outside-confirmed {outside['digest']}"
            raise
        confirm("They are renewed automatically, but nobody can renew them by hand.", yes=False)
        again = {**changes, "outside_confirmed": outside["digest"]}
        return invocation.request(method, path, again, if_match=tag)


def _listed(outside: Mapping[str, Any]) -> Iterator[str]:
    """Yield a line for each certificate that would have names outside the scope."""
    yield f"Certificates with names outside the scope ({outside['count']}):"
    for one in outside["certificates"]:
        more = one["names_count"] - len(one["names"])
        names = ", ".join(one["names"]) + (f" and {more} more" if more else "")
        yield f"  {one['certificate_name']} ({one['certificate_id']}): {names}"
    if left := outside["count"] - len(outside["certificates"]):
        yield f"  and {left} more"
