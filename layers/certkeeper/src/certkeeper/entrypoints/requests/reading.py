"""From a body to values that may be believed, or to a problem that points at each field and repeats nothing of it.

Written by hand: importing pydantic is a third of what the least handler on boto3 costs at a cold start (docs/adr/0013).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from certkeeper.domain.certificates.names import text_violation
from certkeeper.domain.dns.names import MOST_CHARACTERS
from certkeeper.domain.notices.days import MOST_NOTICE_DAYS, MOST_THRESHOLDS
from certkeeper.entrypoints.http.body import JSON, MOST_BYTES, json_object
from certkeeper.entrypoints.http.problem import At, Kind, Problem, ProblemError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from certkeeper.entrypoints.http.request import Request

    Check = Callable[[object, str], Iterator[At]]


def read(
    request: Request,
    fields: Mapping[str, Check],
    *,
    required: Collection[str] = (),
    most: int = MOST_BYTES,
    media_types: Collection[str] = (JSON,),
) -> dict[str, Any]:
    """The body, an object of `fields` and no others, each as its check wants it. Raises ProblemError."""
    document = json_object(request, most, media_types)
    errors = []
    if document.keys() - fields.keys():
        errors.append(_at("", "unknown_field", f"an unknown field; known are: {', '.join(fields)}"))
    for name, check in fields.items():
        if name in document:
            errors.extend(check(document[name], f"/{name}"))
        elif name in required:
            errors.append(_at(f"/{name}", "required", "give this field"))
    if errors:
        raise ProblemError(Problem(Kind.INVALID_BODY, "each of `errors` says what to change", tuple(errors)))
    return document


def text_of(most: int) -> Check:
    """A name, for hosts or people, of at most so many characters; see `text_violation`."""

    def check(value: object, pointer: str) -> Iterator[At]:
        if not isinstance(value, str):
            yield _at(pointer, "wrong_type", "a text")
        elif violation := text_violation(value, pointer, most):
            yield _at(violation.pointer, violation.code, violation.detail)

    return check


text = text_of(MOST_CHARACTERS)
"""A name as long as a host's may be."""


def content(value: object, pointer: str) -> Iterator[At]:
    """A file's content or a password: any text, for others to judge."""
    if not isinstance(value, str):
        yield _at(pointer, "wrong_type", "a text")


def contents(most: int) -> Check:
    """A list of at most so many contents, or none."""

    def check(value: object, pointer: str) -> Iterator[At]:
        if not isinstance(value, list):
            yield _at(pointer, "wrong_type", "a list of texts")
        elif len(value) > most:
            yield _at(pointer, "too_long", f"at most {most}")
        else:
            for position, item in enumerate(value):
                yield from content(item, f"{pointer}/{position}")

    return check


def flag(value: object, pointer: str) -> Iterator[At]:
    """True or false."""
    if not isinstance(value, bool):
        yield _at(pointer, "wrong_type", "true or false")


def number(least: int, most: int) -> Check:
    """A whole number within bounds."""

    def check(value: object, pointer: str) -> Iterator[At]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield _at(pointer, "wrong_type", "a whole number")
        elif not least <= value <= most:
            yield _at(pointer, "out_of_bounds", f"from {least} to {most}")

    return check


def texts(most: int) -> Check:
    """A list of 1 to `most` texts."""
    return some(most, text, "a list of texts")


def some(most: int, item_check: Check, form: str) -> Check:
    """A list of 1 to `most` of what `item_check` takes; `form` says in words what it is."""

    def check(value: object, pointer: str) -> Iterator[At]:
        if not isinstance(value, list):
            yield _at(pointer, "wrong_type", form)
        elif not value:
            yield _at(pointer, "too_short", "at least one")
        elif len(value) > most:
            yield _at(pointer, "too_long", f"at most {most}")
        else:
            for position, item in enumerate(value):
                yield from item_check(item, f"{pointer}/{position}")

    return check


def one_of(*known: str) -> Check:
    """One of these texts."""

    def check(value: object, pointer: str) -> Iterator[At]:
        if value not in known:
            yield _at(pointer, "not_one_of", f"one of: {', '.join(known)}")

    return check


def optional(check: Check) -> Check:
    """The same, or null, which says what leaving the field out says."""
    return lambda value, pointer: iter(()) if value is None else check(value, pointer)


def _at(pointer: str, code: str, detail: str) -> At:
    """Only names of our own fields and positions stand in a pointer."""
    return At("pointer", pointer, code, detail)


notice_days = some(MOST_THRESHOLDS, number(1, MOST_NOTICE_DAYS), "a list of whole numbers")
"""Thresholds of notices; that they fall is for the domain to judge."""
