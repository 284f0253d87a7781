"""What a person calls a certificate or an order, as the API's path to it."""

import re
from collections.abc import Iterator, Sequence

from certkeeper_cli.errors import ForeignAnswerError, Trouble
from certkeeper_cli.invocation import Document, Invocation
from certkeeper_cli.words import ID_PATTERN, MOST_PAGE_ITEMS, SCOPE_NAME_PATTERN, CertificateStatus

ID = re.compile(ID_PATTERN)
SCOPE_NAME = re.compile(SCOPE_NAME_PATTERN)


def certificate_path(invocation: Invocation, scope: str, certificate: str, *, deleted: bool = False) -> str:
    """The path of a certificate that is named by its id, or by its name in the scope."""
    path = f"/scopes/{scope}/certificates"
    if ID.fullmatch(certificate):
        return f"{path}/{certificate}"
    query = [("search", certificate), *([("status", CertificateStatus.DELETED)] if deleted else [])]
    found = [one for one in items(invocation, path, query) if one.get("certificate_name") == certificate]
    return f"{path}/{_the_one(found, 'certificate', certificate, scope)}"


def order_path(invocation: Invocation, scope: str, order: str) -> str:
    """The path of an order that is named by its id, or as the newest of a certificate's name."""
    path = f"/scopes/{scope}/orders"
    if ID.fullmatch(order):
        return f"{path}/{order}"
    newest = next((one for one in items(invocation, path) if one.get("certificate_name") == order), None)
    return f"{path}/{_the_one([newest] if newest else [], 'order', order, scope)}"


def items(invocation: Invocation, path: str, query: Sequence[tuple[str, str]] = ()) -> Iterator[Document]:
    """All items of a list, page by page as they are needed."""
    cursor: list[tuple[str, str]] = []
    while True:
        page = invocation.ask("GET", path, query=[*query, ("limit", str(MOST_PAGE_ITEMS)), *cursor])
        yield from items_of(page)
        if not page.get("next"):
            return
        cursor = [("cursor", str(page["next"]))]


def items_of(page: Document) -> list[Document]:
    """The items of one page."""
    found = page.get("items")
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise ForeignAnswerError
    return found


def path_of_order(order: Document) -> str:
    """The path of an order that the API has shown."""
    return f"/scopes/{scope_of(order)}/orders/{part(order, 'order_id', ID)}"


def scope_of(shown: Document) -> str:
    """The scope of what the API has shown."""
    return part(shown, "scope", SCOPE_NAME)


def part(document: Document, field: str, pattern: re.Pattern[str]) -> str:
    """A field that is to become part of a path, or ForeignAnswerError: whatever it holds, it leads nowhere else."""
    text = str(document.get(field))
    if not pattern.fullmatch(text):
        raise ForeignAnswerError
    return text


def _the_one(found: list[Document], kind: str, name: str, scope: str) -> str:
    """The id of the only thing found."""
    ids = [part(one, f"{kind}_id", ID) for one in found]
    if not ids:
        raise Trouble(
            f"there is no {kind} {name} in the scope {scope}",
            f"see `certkeeper {'list' if kind == 'certificate' else 'orders'} --scope {scope}`",
        )
    if len(ids) > 1:
        raise Trouble(f"{len(ids)} of the scope {scope} are called {name}", "name one by its id", tuple(ids))
    return ids[0]
