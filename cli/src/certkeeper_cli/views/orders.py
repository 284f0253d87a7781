"""Orders: as a list, and one with what to do, what the last check saw and what may be called."""

from collections.abc import Iterable, Iterator
from functools import partial

from rich.console import RenderableType

from certkeeper_cli.api.paths import items_of
from certkeeper_cli.invocation import Document, Invocation, View
from certkeeper_cli.terminal.blocks import heading, line, pairs, table
from certkeeper_cli.views.tasks import tasks
from certkeeper_cli.words import FindingCode, OrderStatus

COLUMNS = ("scope", "certificate_name", "status", "challenge", "created_at", "order_id")


def list_view(page: Document) -> Iterator[RenderableType]:
    """Yield a table with a row for each order of the page."""
    columns = ("scope", "name", "status", "challenge", "created", "order")
    yield table(columns, ([one[column] for column in COLUMNS] for one in items_of(page)))


def order_view(invocation: Invocation) -> View:
    """Return the view of one order; the next commands fit the invocation."""
    return partial(_order, invocation)


def _order(invocation: Invocation, order: Document) -> Iterator[RenderableType]:
    yield pairs(_facts(order))
    yield from _failure(order.get("failure"))
    if "authorizations" in order:
        yield from _to_do(order, invocation.api.url)
        yield from findings_view(order["findings"])
        yield from _left_behind(order["left_behind"])
    yield from _next(invocation, order)


def _facts(order: Document) -> Iterable[tuple[str, object]]:
    yield "order", order["order_id"]
    yield "certificate", f"{order['certificate_name']} ({order['certificate_id']})"
    yield "names", order["names"]
    yield "status", order["status"]
    yield (
        "how",
        f"{order['challenge'] or 'any challenge'}, {order['solver']}, {order['steps']} steps, {order['key_type']}",
    )
    if order["profile"]:
        yield "CA's profile", order["profile"]
    if order["deadline"] and not order["closed_at"]:
        yield "deadline", order["deadline"]
    if order.get("next_verify_at") and not order["closed_at"]:
        yield "next check", order["next_verify_at"]
    for authorization in order.get("authorizations", ()) if order["status"] == OrderStatus.PENDING else ():
        yield f"  {authorization['name']}", authorization["status"]


def _failure(failure: Document | None) -> Iterator[RenderableType]:
    if not failure:
        return
    yield heading("Why there is no certificate")
    yield pairs(
        (
            ("reason", failure["detail"]),
            ("code", failure["code"]),
            ("the CA's words", failure["acme_type"]),
            ("names", failure["names"] or "the whole order"),
        ),
        indent=2,
    )


def _to_do(order: Document, api_url: str) -> Iterator[RenderableType]:
    for task in tasks(order, api_url):
        yield heading(task.what)
        yield pairs(task.texts, indent=2)


def findings_view(findings: list[Document]) -> Iterator[RenderableType]:
    """Yield the findings: where a name is not in place, what was expected, what was seen, and what to change."""
    for finding in findings:
        if finding["code"] == FindingCode.READY:
            yield line(f"\u2713 {finding['name']}: in place ({finding['challenge']})", "green")
            continue
        yield heading(f"{finding['name']}: {finding['code']} ({finding['challenge']}, at {finding['checked_at']})")
        yield pairs(_details(finding), indent=2)


def _details(finding: Document) -> Iterator[tuple[str, object]]:
    """Yield what was checked. A CAA record has nothing to do with the URL or record of the challenge."""
    if finding["code"] != FindingCode.CAA_FORBIDS:
        yield "where", finding["where"]
        yield "expected", finding["expected"]
    yield "seen", finding["seen"] or "nothing"
    yield "advice", finding["advice"]
    if finding["server"]:
        yield "server", finding["server"]


def _left_behind(left: list[Document]) -> Iterator[RenderableType]:
    for record in left:
        yield heading("A DNS record that could not be removed; Certkeeper tries again for about a day")
        yield pairs(
            (
                ("record", record["record_name"]),
                ("zone", record["zone"]),
                ("values", record["record_values"]),
                ("reason", record["reason"]),
            ),
            indent=2,
        )


def _next(invocation: Invocation, order: Document) -> Iterator[RenderableType]:
    """Yield the commands that may be called now, ready to paste."""
    scope, order_id = ("--scope", str(order["scope"])), str(order["order_id"])
    calls: list[tuple[str, ...]] = []
    if order["status"] == OrderStatus.VALID:
        calls = [("export", str(order["certificate_id"]))]
    elif not order["closed_at"]:
        calls = [*((action, order_id) for action in order.get("actions", ())), ("orders", order_id, "--wait")]
    if calls:
        yield heading("Next")
        yield from (line(f"  {invocation.command_line(verb, *scope, *rest)}") for verb, *rest in calls)
