"""Paths of the API for the certificates and orders that a person names, and the items of its lists."""

import re
from collections.abc import Iterator, Sequence

from certkeeper_cli.api.spellings import number, spelled
from certkeeper_cli.errors import CommandError, UnexpectedAnswerError
from certkeeper_cli.invocation import Document, Invocation
from certkeeper_cli.words import ID_PATTERN, MAX_PAGE_SIZE, SCOPE_NAME_PATTERN, CertificateStatus

ID = re.compile(ID_PATTERN)
SCOPE_NAME = re.compile(SCOPE_NAME_PATTERN)


def certificate_path(
    invocation: Invocation, scope: str, certificate: str, *, deleted: bool = False, by_domain: bool = True
) -> str:
    """Return the path of a certificate, named by its id, its name in the scope, its serial number or a fingerprint.

    Case does not count where one certificate alone is meant, and a name may be in U-labels. With `by_domain` a DNS name
    or the common name does as well. The invocation searches, with `deleted` among deleted certificates. Raise
    CommandError for none or several.
    """
    path = f"/scopes/{scope}/certificates"
    if ID.fullmatch(certificate.lower()):
        return f"{path}/{certificate.lower()}"
    query = [
        ("search", certificate.strip().removesuffix(".")),
        *([("status", CertificateStatus.DELETED)] if deleted else []),
    ]
    found = _meant(list(items(invocation, path, query)), certificate, by_domain=by_domain)
    return f"{path}/{_the_one(found, 'certificate', certificate, scope)}"


def _meant(found: list[Document], typed: str, *, by_domain: bool) -> list[Document]:
    """Return those of the found certificates that are meant: by the name as it is, else in any spelling, else by more.

    A search finds a text within others, too.
    """
    by_name = [one for one in found if one.get("certificate_name") == typed]
    by_spelling = [one for one in found if spelled(str(one.get("certificate_name"))) == spelled(typed)]
    return by_name or by_spelling or [one for one in found if _is_meant(one, typed, by_domain=by_domain)]


def _is_meant(one: Document, typed: str, *, by_domain: bool) -> bool:
    facts = one.get("facts") or {}
    numbers = {number(str(facts.get(field, ""))) for field in ("serial", "serial_hex", "sha256", "sha1")}
    domains = [*(one.get("names") or ()), facts.get("common_name") or ""] if by_domain else []
    wanted = number(typed)
    return bool(wanted and wanted in numbers) or spelled(typed) in map(spelled, domains)


def order_path(invocation: Invocation, scope: str, order: str) -> str:
    """Return the path of an order in the scope, named by its id, or by its certificate's name for the newest.

    The name is taken as it is, else in any spelling. The invocation searches for it. Raise CommandError where there is
    none.
    """
    path = f"/scopes/{scope}/orders"
    if ID.fullmatch(order.lower()):
        return f"{path}/{order.lower()}"
    alike: list[Document] = []
    for one in items(invocation, path):
        if one.get("certificate_name") == order:
            alike.insert(0, one)
            break
        if spelled(str(one.get("certificate_name"))) == spelled(order):
            alike.append(one)
    return f"{path}/{_the_one(alike[:1], 'order', order, scope)}"


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
