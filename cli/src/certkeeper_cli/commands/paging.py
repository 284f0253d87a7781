"""Read lists from the API: one page, all pages, or those of all scopes."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from certkeeper_cli.api.paths import items, items_of, scope_of
from certkeeper_cli.errors import CommandError, UsageError
from certkeeper_cli.invocation import Document, Invocation, blocks_of
from certkeeper_cli.terminal.screen import print_note
from certkeeper_cli.views.recipients import warnings
from certkeeper_cli.words import MAX_PAGE_SIZE

Command = TypeVar("Command", bound=Callable[..., Any])


def paged(function: Command) -> Command:
    """Return the function with the options --limit, --cursor and --all."""
    for option in (
        click.option("--all", "everything", is_flag=True, help="Read all pages."),
        click.option("--cursor", metavar="NEXT", help="Read the page that follows another; NEXT is shown below it."),
        click.option("--limit", type=click.IntRange(1, MAX_PAGE_SIZE), help="How many items a page has at most."),
    ):
        function = option(function)
    return function


def pages(
    invocation: Invocation,
    kind: str,
    scope: str | None,
    *,
    limit: int | None,
    cursor: str | None,
    everything: bool,
    query: Sequence[tuple[str, str]] = (),
) -> Document:
    """Return a page of `kind` in the scope, or all pages as one; without a scope all pages of all scopes.

    Raise UsageError where --limit or --cursor is given for more than one page, and what `Invocation.request` raises,
    with the scope in the details where there are several: a list that left out a scope would seem complete.
    """
    if scope is not None and not everything:
        return _page(invocation, f"/scopes/{scope}/{kind}", limit, cursor, query)
    if limit is not None or cursor is not None:
        raise UsageError("--limit and --cursor are for one page of one scope", "leave them out, or name a --scope")
    scopes = [scope] if scope else _scopes(invocation)
    found: list[Document] = []
    for each in scopes:
        try:
            found += items(invocation, f"/scopes/{each}/{kind}", query)
        except CommandError as error:
            if scope is None:
                error.details = (f"the {kind} of scope {each} could not be read", *error.details)
            raise
    return {"items": found, "next": None}


def warn_of_silence(invocation: Invocation, page: Document) -> None:
    """Print a note about the scopes of a page whose notices reach nobody; none if the invocation's output is JSON."""
    if not invocation.as_json:
        for warning in blocks_of(page, warnings):
            print_note(str(warning))


def _scopes(invocation: Invocation) -> list[str]:
    """Return the names of all scopes, and warn of those whose notices reach nobody."""
    page = invocation.request("GET", "/scopes")
    warn_of_silence(invocation, page)
    return [scope_of(one) for one in items_of(page)]


def _page(
    invocation: Invocation, path: str, limit: int | None, cursor: str | None, query: Sequence[tuple[str, str]]
) -> Document:
    more = (("limit", str(limit) if limit else None), ("cursor", cursor))
    page = invocation.request("GET", path, query=[*query, *((name, given) for name, given in more if given)])
    if page.get("next") and not invocation.as_json:
        print_note(f"There is more: --cursor {page['next']}, or --all.")
    return page
