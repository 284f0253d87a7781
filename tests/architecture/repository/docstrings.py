"""The faults of public functions' docstrings: a list of checks, each of which names one fault.

The rule: a docstring stands alone. It says what the function does, beginning with a verb, what goes in, what comes out
and what is raised, so that nobody must open the function, or another docstring, to use it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

type_of_function = ast.FunctionDef | ast.AsyncFunctionDef

MIN_WORDS = 4
"""Fewer say no more than the function's name does."""
NO_VERBS = frozenset(
    re.findall(
        r"\w+",
        "a all an and any as at both by each every for from given how if in it its no none not of on one only same see"
        " that the their these they this those to what when where whether which who whose why with",
    )
)
"""Words that no sentence begins with whose first word is a verb in the imperative."""
PROPERTIES = frozenset({"property", "cached_property", "setter"})
NEEDS_NO_DOCSTRING = frozenset({"overload", "override"})
OPTIONS_OF_A_COMMAND = frozenset({"command", "group", "argument", "option"})
"""Decorators of click: its help describes each option, and the docstring is what the user reads."""
GIVEN_BY_LAMBDA = frozenset({"self", "cls", "event", "context"})
"""Parameters that Python or AWS Lambda define for every function of their kind."""
HANDS_OVER = re.compile(r"\b(return|yield)(s|ed)?\b", re.IGNORECASE)


class Function(NamedTuple):
    """One public function or method, as written."""

    name: str
    node: type_of_function
    docstring: str
    decorators: frozenset[str]

    @property
    def is_property(self) -> bool:
        """Whether it is read as an attribute: then a noun says what it is."""
        return bool(self.decorators & PROPERTIES)


def public_functions(tree: ast.Module) -> Iterator[Function]:
    """Yield the functions of a module and the methods of its classes whose names do not begin with an underscore."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from _public(node.body, f"{node.name}.")
    yield from _public(tree.body, "")


def _public(nodes: list[ast.stmt], prefix: str) -> Iterator[Function]:
    for node in nodes:
        if isinstance(node, type_of_function) and not node.name.startswith("_"):
            decorators = frozenset(_name(each) for each in node.decorator_list)
            if not decorators & NEEDS_NO_DOCSTRING:
                yield Function(prefix + node.name, node, ast.get_docstring(node) or "", decorators)


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Call):
        return _name(node.func)
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def too_short(function: Function) -> str | None:
    """Return a fault if a docstring has fewer words than `MIN_WORDS`; a noun for a property may have two."""
    fewest = 2 if function.is_property else MIN_WORDS
    return None if len(function.docstring.split()) >= fewest else "says nothing that its name does not say"


def no_verb_first(function: Function) -> str | None:
    """Return a fault if a function's docstring begins with a word that is no verb."""
    first = re.match(r"[A-Za-z]+", function.docstring)
    if function.is_property or (first is not None and first[0].lower() not in NO_VERBS):
        return None
    return "does not begin with a verb"


def result_not_said(function: Function) -> str | None:
    """Return a fault if a function returns a value and its docstring does not say which."""
    returns = function.node.returns
    nothing = returns is None or (isinstance(returns, ast.Constant) and returns.value is None)
    nothing = nothing or (isinstance(returns, ast.Name) and returns.id in {"NoReturn", "Never"})
    if nothing or function.is_property or HANDS_OVER.search(function.docstring):
        return None
    return "does not say what it returns"


def errors_not_named(function: Function) -> str | None:
    """Return a fault that names the exceptions which the body raises by name and the docstring does not mention."""
    raised = {
        _name(each.exc)
        for each in ast.walk(function.node)
        if isinstance(each, ast.Raise) and each.exc is not None and _name(each.exc)[:1].isupper()
    }
    missing = sorted(each for each in raised if each not in function.docstring)
    return f"does not say that it raises {', '.join(missing)}" if missing else None


def parameters_not_named(function: Function) -> str | None:
    """Return a fault that names the positional parameters of which no word occurs in the docstring.

    Keyword-only parameters are what a function is wired with (ports, clocks), and their types say what they are.
    """
    if function.decorators & OPTIONS_OF_A_COMMAND:
        return None
    given = [each.arg for each in (*function.node.args.posonlyargs, *function.node.args.args)]
    text = function.docstring.lower()
    missing = [
        each
        for each in given
        if each not in GIVEN_BY_LAMBDA and not each.startswith("_") and not _is_mentioned(each, text)
    ]
    return f"does not speak of {', '.join(missing)}" if missing else None


def _is_mentioned(parameter: str, text: str) -> bool:
    return any(word.rstrip("s") in text for word in parameter.lower().split("_") if len(word) > 1) or parameter in text


CHECKS = (too_short, no_verb_first, result_not_said, errors_not_named, parameters_not_named)


def faults_of(tree: ast.Module) -> Iterator[str]:
    """Yield a sentence for each fault of each public function of a module, given its syntax tree."""
    for function in public_functions(tree):
        for check in CHECKS:
            fault = check(function)
            if fault is not None:
                yield f"{function.name} (line {function.node.lineno}) {fault}"
