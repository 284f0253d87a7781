"""Paths of the API for the certificates and orders that a person names, and the items of its lists."""

import re
from collections.abc import Iterator, Sequence

from certkeeper_cli.errors import CommandError, UnexpectedAnswerError
from certkeeper_cli.invocation import Document, Invocation
from certkeeper_cli.words import ID_PATTERN, MAX_PAGE_SIZE, SCOPE_NAME_PATTERN, CertificateStatus

ID = re.compile(ID_PATTERN)
SCOPE_NAME = re.compile(SCOPE_NAME_PATTERN)


def certificate_path(invocation: Invocation, scope: str, certificate: str, *, deleted: bool = False) -> str:
    """Return the path of a certificate, named by its id or by its name in the scope.

    The invocation searches for a name, with `deleted` among deleted certificates. Raise CommandError for none or
    several.
    """
    path = f"/scopes/{scope}/certificates"
    if ID.fullmatch(certificate):
        return f"{path}/{certificate}"
    query = [("search", certificate), *([("status", CertificateStatus.DELETED)] if deleted else [])]
    found = [one for one in items(invocation, path, query) if one.get("certificate_name") == certificate]
    return f"{path}/{_the_one(found, 'certificate', certificate, scope)}"


def order_path(invocation: Invocation, scope: str, order: str) -> str:
    """Return the path of an order in the scope, named by its id, or by its certificate's name for the newest.

    The invocation searches for a name. Raise CommandError where there is none.
    """
    path = f"/scopes/{scope}/orders"
    if ID.fullmatch(order):
        return f"{path}/{order}"
    newest = next((one for one in items(invocation, path) if one.get("certificate_name") == order), None)
    return f"{path}/{_the_one([newest] if newest else [], 'order', order, scope)}"


def items(invocation: Invocation, path: str, query: Sequence[tuple[str, str]] = ()) -> Iterator[Document]:
    """Yield all items of the list at the path, of those that the query lets through.

    The invocation asks for a page when it is needed.
    """
    cursor: list[tuple[str, str]] = []
    while True:
        page = invocation.request("GET", path, query=[*query, ("limit", str(MAX_PAGE_SIZE)), *cursor])
        yield from items_of(page)
        if not page.get("next"):
            return
        cursor = [("cursor", str(page["next"]))]


def items_of(page: Document) -> list[Document]:
    """Return the items of one page. Raise UnexpectedAnswerError where they are not documents."""
    found = page.get("items")
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise UnexpectedAnswerError
    return found


def path_of_order(order: Document) -> str:
    """Return the path of an order that the API has shown. Raise UnexpectedAnswerError where it names none."""
    return f"/scopes/{scope_of(order)}/orders/{part(order, 'order_id', ID)}"


def scope_of(shown: Document) -> str:
    """Return the scope of what the API has shown. Raise UnexpectedAnswerError where it has none."""
    return part(shown, "scope", SCOPE_NAME)


def part(document: Document, field: str, pattern: re.Pattern[str]) -> str:
    """Return a field of a document that becomes part of a path.

    Raise UnexpectedAnswerError where it does not match the pattern.
    """
    text = str(document.get(field))
    if not pattern.fullmatch(text):
        raise UnexpectedAnswerError
    return text


def _the_one(found: list[Document], kind: str, name: str, scope: str) -> str:
    """Return the id of the only thing found. Raise CommandError for none or several."""
    ids = [part(one, f"{kind}_id", ID) for one in found]
    if not ids:
        raise CommandError(
            f"there is no {kind} {name} in the scope {scope}",
            f"see `certkeeper {'list' if kind == 'certificate' else 'orders'} --scope {scope}`",
        )
    if len(ids) > 1:
        raise CommandError(f"{len(ids)} of the scope {scope} are called {name}", "name one by its id", tuple(ids))
    return ids[0]
