"""The API's words and limits are generated for the command line and the page, and typed by hand in neither."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from pygments.lexers.javascript import JavascriptLexer
from pygments.token import Comment, Name, Number, String, Whitespace

from certkeeper.entrypoints.contract.words import ENUMERATIONS, VALUES
from tests import contract
from tools.generate import words

CLI = words.CLI
JAVASCRIPT = CLI / "console" / "static" / "js"
WORDS = frozenset(str(member) for members in ENUMERATIONS.values() for member in members)
LIMITS = frozenset(value for value in VALUES.values() if isinstance(value, int) and value > 100)
"""Smaller numbers stand for too many other things."""

ORDINARY: Mapping[str, str] = {
    "certificate": "the noun, in sentences that count things and in names of arguments",
    "empty": "the page says so of lists",
    "none": "the page says so of what is missing; Sec-Fetch-Site has it (W3C)",
    "optional": "an argument of the page's `field`",
    "refused": "a member of what the page has read: what the API did not show",
    "required": "an attribute of HTML",
}
"""Words that stand for other things in many files, each with what it means there."""

ALLOWED: Mapping[str, Mapping[str, str]] = {
    "console/static/js/files/assembly.js": {"p7b": "a kind of file, as recognise.js has them"},
    "console/static/js/files/recognise.js": {"p7b": "a kind of file that a person has"},
    "console/static/js/parts/field.js": {"check": "a class of CSS"},
    "console/static/js/orders.js": {"all": "a member of a result: whether that was all"},
    "console/static/js/views/certificates/chain_picture.js": {"chain": "a class of CSS"},
    "console/static/js/views/notices.js": {"invalid": "the code of a problem that only the page knows"},
    "console/static/js/views/orders/order_progress.js": {
        "verify": "a member of what is returned: whether the person can verify now"
    },
    "console/static/js/views/uploads/ways.js": {"private_key": "a field of an upload, from a pointer"},
    "commands/own_words.py": {"paste": "a parameter of `upload`", "private_key": "a field of an upload"},
    "views/certificates.py": {"chain": "the title of a line: who trusts the chain"},
    "views/orders.py": {"zone": "the title of a line: the DNS zone of a record"},
}
"""By file: words that mean something else there, each with what it means."""


def fields() -> frozenset[str]:
    """The names of all members of the API's documents: as a key such a word is a member, not a value."""
    schemas = contract.document()["components"]["schemas"].values()
    return frozenset(name for schema in schemas for name in schema.get("properties", ()))


FIELDS = fields()


def typed_in_python(text: str) -> Iterator[str | int]:
    """The literals of a module that are no docstrings, and no keys with the name of a member of the API's documents."""
    tree = ast.parse(text)
    left_out = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        for key in keys(node):
            if isinstance(key, ast.Constant) and key.value in FIELDS:
                left_out.add(id(key))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str | int) and id(node) not in left_out:
            yield node.value


def keys(node: ast.AST) -> list[ast.expr | None]:
    """What stands in a node as the name of a member: in a dictionary, between brackets, in `get`."""
    match node:
        case ast.Dict():
            return node.keys
        case ast.Subscript():
            return [node.slice]
        case ast.Call(func=ast.Attribute(attr="get"), args=[first, *_]):
            return [first]
    return []


def typed_in_javascript(text: str) -> Iterator[str | int]:
    """The string and number literals of a module, and the names of members that the API's documents do not have."""
    tokens = [
        (kind, value)
        for kind, value in JavascriptLexer().get_tokens(text)
        if kind not in Comment and kind not in Whitespace and value.strip()
    ]
    for at, (kind, value) in enumerate(tokens):
        before, after = tokens[at - 1][1] if at else "", tokens[at + 1][1] if at + 1 < len(tokens) else ""
        is_key = before in {"{", ","} and after == ":"
        if kind in String.Double or kind in String.Single:
            if not (is_key and value[1:-1] in FIELDS):
                yield value[1:-1]
        elif kind in Number and value.replace("_", "").isdigit():
            yield int(value.replace("_", ""))
        elif kind in Name and is_key and value not in FIELDS:
            yield value


def by_hand(path: Path, text: str) -> set[str | int]:
    """The words and limits of the API that are typed in a file."""
    literals = typed_in_python(text) if path.suffix == ".py" else typed_in_javascript(text)
    allowed = ALLOWED.get(path.relative_to(CLI).as_posix(), {})
    return {
        one
        for one in literals
        if one in (WORDS if isinstance(one, str) else LIMITS) and one not in {*allowed, *ORDINARY}
    }


WRITTEN = sorted(path for path in [*CLI.rglob("*.py"), *JAVASCRIPT.rglob("*.js")] if path not in words.files())


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.relative_to(CLI).as_posix())
def test_no_word_or_limit_of_the_api_is_typed_by_hand(path: Path) -> None:
    """What is typed stays behind when the API changes."""
    assert by_hand(path, path.read_text(encoding="utf-8")) == set()


def test_every_exception_is_still_needed() -> None:
    """One that is not would hide the next word that is typed."""
    for name, allowed in ALLOWED.items():
        path = CLI / name
        typed = typed_in_python if path.suffix == ".py" else typed_in_javascript
        assert set(allowed) <= set(typed(path.read_text(encoding="utf-8"))), name


@pytest.mark.parametrize(
    ("name", "text", "word"),
    [
        ("commands/certificates/revoke.py", 'REASONS = click.Choice(["superseded"])', "superseded"),
        ("commands/certificates/export.py", 'with_key = form in {"pfx", "jks"}', "jks"),
        ("commands/certificates/export.py", "click.IntRange(1, 999999)", 999_999),
        ("views/orders.py", 'if order["status"] == "pending": pass', "pending"),
        ("views/orders.py", 'match kind:\n    case "dns-01": pass', "dns-01"),
        ("console/static/js/list.js", 'const STATUSES = [["", "Any"], ["active", "Valid"]];', "active"),
        ("console/static/js/list.js", "const SOLVES = { assisted: 'you', route53: 'aws' };", "route53"),
        ("console/static/js/list.js", "input({ maxlength: 253 })", 253),
    ],
)
def test_a_word_that_is_typed_is_found(name: str, text: str, word: str | int) -> None:
    """In a list, in a comparison, as a key, and a limit as a number."""
    assert word in by_hand(CLI / name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("views/orders.py", '"""pending"""\nstatus = document["private_key"], document.get("pfx"), {"certificate": 1}'),
        ("console/static/js/list.js", "// pending\nconst body = { form: UploadForm.PFX, pfx: content }; one.pending;"),
    ],
)
def test_a_member_of_a_document_is_no_value(name: str, text: str) -> None:
    """Nor are comments and attributes."""
    assert by_hand(CLI / name, text) == set()
