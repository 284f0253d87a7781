"""Certificates: as a list, and every fact of one."""

from collections.abc import Iterable, Iterator

from rich.console import RenderableType

from certkeeper_cli.api.paths import items_of
from certkeeper_cli.api.spellings import in_u_labels
from certkeeper_cli.invocation import Document
from certkeeper_cli.terminal.blocks import heading, line, pairs, table
from certkeeper_cli.views.notices import notices
from certkeeper_cli.words import NEXT_ACTION_LABELS, NextAction, Source

COLUMNS = ("certificate_name", "status", "days_left", "source")
DATE = slice(0, 10)
"""The day in an RFC 3339 moment."""

MAX_HISTORY = 10
"""Rows of the history that a person is shown; the document has more."""


def list_view(page: Document) -> Iterator[RenderableType]:
    """Yield a table with a row for each certificate of the page; the name can be used in place of the id."""
    columns = ("scope", "name", "status", "left", "source", "until", "next")
    yield table(columns, [_row(one) for one in items_of(page)])


def _row(one: Document) -> list[object]:
    until = one["facts"]["not_after"][DATE] if one["facts"] else None
    action = one.get("next_action")
    soon = f"{_action(action)} {(action['at'] or '')[DATE]}".rstrip() if isinstance(action, dict) else None
    return [one["scope"], *(one[column] for column in COLUMNS), until, soon]


def certificate_view(one: Document) -> Iterator[RenderableType]:
    """Yield everything of one certificate but its PEM, which `--output json` has."""
    yield pairs(_own(one))
    if one["facts"]:
        yield heading("The certificate")
        yield pairs(_facts(one["facts"]), indent=2)
    yield from _verdicts(one.get("verdicts"))
    if one.get("versions"):
        yield heading("Versions")
        columns = ("version", "created_at", "not_before", "not_after", "sha256")
        rows = ([*(version[column] for column in columns), _kept(version, one)] for version in one["versions"])
        yield table((*columns, "can be activated"), rows)
    if one.get("history"):
        yield heading("History")
        yield table(("at", "what"), ([event["at"], _event(event)] for event in one["history"][:MAX_HISTORY]))


def _own(one: Document) -> Iterable[tuple[str, object]]:
    yield "certificate", one["certificate_id"]
    yield "name", one["certificate_name"]
    yield "scope", one["scope"]
    yield "status", one["status"]
    yield "left", _left(one["days_left"])
    yield "source", one["source"]
    yield "version", one["version"]
    yield "names", [_name(name) for name in one["names"]]
    if one.get("outside_scope"):
        yield "outside scope", one["outside_scope"]
    yield "domain", one["domain"]
    yield "notices", notices(one, "scope")
    yield "renewal", _renewal(one)
    if _next_action(one):
        yield "next", _next_action(one)
    if one["order_id"]:
        yield "order", one["order_id"]
    for field in ("revoked_at", "revocation_reason", "deleted_at", "recoverable_until"):
        if one.get(field):
            yield field.replace("_", " "), one[field]


def _name(name: str) -> str:
    """Return a DNS name, with its U-labels beside it where it has some: alone, each may be taken for another name."""
    letters = in_u_labels(name)
    return name if letters == name else f"{name} ({letters})"


def _kept(version: Document, one: Document) -> str:
    """Return whether a version can be made current; an older stack does not say so."""
    if version["version"] == one["version"]:
        return "is current"
    if version["revoked_at"]:
        return "no, revoked"
    if "kept" not in version:
        return ""
    return "yes" if version["kept"] else "no, key not kept"


def _left(days: int | None) -> str:
    if days is None:
        return "not issued yet"
    return f"{days} days" if days >= 0 else f"expired {-days} days ago"


def _renewal(one: Document) -> str:
    """Return what is set for renewals, and how the current one goes; an older stack does not say how."""
    if one["source"] == Source.UPLOADED:
        return "no, it was uploaded: upload its successor in time"
    key = "the same key" if one["key_reused"] else "a new key"
    wanted = f"yes, {key}" if one["renewal_enabled"] else "no"
    renewal = one.get("renewal")
    return f"{wanted}; {'; '.join(_progress(renewal))}" if isinstance(renewal, dict) else wanted


def _progress(renewal: Document) -> Iterator[str]:
    yield str(renewal["mode"])
    if renewal.get("order_id"):
        yield f"order {renewal['order_id']} is running"
    if renewal.get("failures"):
        last = renewal.get("last_failure") or {}
        yield f"failed {renewal['failures']} times, last with {last.get('code')}: {last.get('detail')}"
    if renewal.get("next_attempt_at"):
        yield f"next attempt at {renewal['next_attempt_at']}"
    if renewal.get("window"):
        yield f"the CA suggests it between {renewal['window']['start']} and {renewal['window']['end']}"


def _next_action(one: Document) -> str:
    """Return what happens next, when, and why."""
    action = one.get("next_action")
    if not isinstance(action, dict):
        return ""
    at = f" at {action['at']}" if action.get("at") else ""
    why = f" ({action['why']})" if action.get("why") else ""
    return f"{_action(action)}{at}{why}"


def _action(action: Document) -> str:
    """Return the name of an action; of one that this release does not know, its word."""
    word = str(action["action"])
    return NEXT_ACTION_LABELS[NextAction(word)] if word in set(NextAction) else word


def _facts(facts: Document) -> Iterable[tuple[str, object]]:
    yield "subject", facts["subject"]
    yield "issuer", facts["issuer"]
    yield "serial", facts["serial_hex"]
    yield "key", f"{facts['key_algorithm']} ({facts['key_bits']} bits)"
    yield "signature", facts["signature_algorithm"]
    yield "not before", facts["not_before"]
    yield "not after", facts["not_after"]
    yield "SHA-256", facts["sha256"]
    yield "SHA-1", facts["sha1"]


def _verdicts(verdicts: Document | None) -> Iterator[RenderableType]:
    """Yield what is known of an upload: who trusts its chain, whether ACM would import it, and warnings."""
    if not verdicts:
        return
    yield heading("Verdicts")
    acm = "would be imported" if verdicts["importable_into_acm"] else "would be refused"
    yield pairs((("chain", verdicts["trust"]), ("AWS Certificate Manager", acm)), indent=2)
    for remark in (*verdicts["acm_obstacles"], *verdicts["warnings"]):
        yield line(f"  ! {remark['detail']} ({remark['code']})", "yellow")


def _event(event: Document) -> str:
    details = event.get("detail") or {}
    return " ".join([str(event["type"]), *(f"{name}={text}" for name, text in details.items())])
