"""Who gets the notices of scopes, and a warning where nobody does or where that is not known."""

from collections.abc import Iterator, Sequence

from certkeeper_cli.api.paths import items_of
from certkeeper_cli.invocation import Document
from certkeeper_cli.words import BUILT_IN_SCOPE, RECIPIENTS_LABELS, RecipientsState


def recipients(scope: Document) -> str:
    """Return who gets the notices of a scope, in some words; empty where the stack is too old to say it."""
    if "recipients" not in scope:
        return ""
    found = scope["recipients"]
    label = RECIPIENTS_LABELS.get(found["state"], str(found["state"]))
    if found["state"] == RecipientsState.CONFIRMED:
        return f"{found['confirmed']} of {found['confirmed'] + found['pending'] + found['lost']} {label}"
    missing = _missing(found)
    return f"{label} ({missing})" if missing else label


def warnings(page: Document) -> Iterator[str]:
    """Yield a sentence about the scopes of a page whose notices reach nobody, and one where that is not known."""
    by_state: dict[str, list[Document]] = {}
    for scope in items_of(page):
        if "recipients" in scope:
            by_state.setdefault(scope["recipients"]["state"], []).append(scope)
    if silent := by_state.get(RecipientsState.NOBODY):
        yield f"warning: nobody gets notices of {_names(silent)}; {_advice(silent)}"
    if unknown := by_state.get(RecipientsState.NOT_CHECKED):
        checked = unknown[0]["recipients"]["checked_at"] or "never"
        yield (
            f"warning: it is not known whether anybody gets notices of {_names(unknown)}: AWS is asked every 15 "
            f"minutes, the last time {checked}; if this stays, the log of subscribe_administrators says why"
        )


def _names(scopes: Sequence[Document]) -> str:
    """Return the names of scopes; the built-in one stands for the stack, whose alarms its recipients get, too."""
    names = [
        "the whole stack, alarms included" if scope["scope"] == BUILT_IN_SCOPE else str(scope["scope"])
        for scope in scopes
    ]
    return ", ".join(names)


def _advice(scopes: Sequence[Document]) -> str:
    """Return what to do: confirm what was asked, or name somebody."""
    asked = any(scope["recipients"]["pending"] or scope["recipients"]["lost"] for scope in scopes)
    confirm = "confirm the mail that AWS has sent to the administrators, or " if asked else ""
    return (
        f"{confirm}name others with --administrator in `certkeeper scopes put`, or in the parameter AdministratorEmails"
    )


def _missing(found: Document) -> str:
    """Return how many addresses get nothing, and why; empty for none."""
    counts = ((found["pending"], "not confirmed"), (found["lost"], "unsubscribed"))
    return ", ".join(f"{count} {why}" for count, why in counts if count)
