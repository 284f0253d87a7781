"""Scopes: as a list, and one."""

from collections.abc import Iterator

from rich.console import RenderableType

from certkeeper_cli.api.paths import items_of
from certkeeper_cli.invocation import Document
from certkeeper_cli.terminal.blocks import heading, pairs, table
from certkeeper_cli.views.notices import notices
from certkeeper_cli.views.recipients import recipients

NOTICES_TO = "notices to"
COLUMNS = ("scope", "kind", "domain", "solver", "profile")


def list_view(page: Document) -> Iterator[RenderableType]:
    """Yield a table with a row for each scope of the page."""
    rows = ([*(one[column] for column in COLUMNS), recipients(one)] for one in items_of(page))
    yield table((*COLUMNS, NOTICES_TO), rows)


def scope_view(scope: Document) -> Iterator[RenderableType]:
    """Yield one scope, and the record that its owner sets once, where there is one."""
    yield pairs([*((column, scope[column]) for column in COLUMNS), *_notices(scope)])
    if scope["cname"]:
        yield heading("Set this record once, unless it is there")
        yield pairs(
            (("name", scope["cname"]["record_name"]), ("type", "CNAME"), ("value", scope["cname"]["target"])), indent=2
        )


def _notices(scope: Document) -> Iterator[tuple[str, object]]:
    """Yield who gets notices, and when; a stack that is older than this command does not say it."""
    if "administrators" in scope:
        yield "administrators", scope["administrators"] or "those of the stack"
        yield "notices", notices(scope, "stack")
    if "recipients" in scope:
        yield NOTICES_TO, recipients(scope)
