"""Every code that an answer can have is explained in the reference, and the reference explains no other."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from certkeeper.domain.certificates import exports
from certkeeper.domain.dns import names
from certkeeper.domain.dns.findings import FindingCode
from certkeeper.domain.errors import Violation
from certkeeper.domain.notices import days
from certkeeper.domain.orders.failures import Failure
from certkeeper.domain.uploads.refusals import Refusal
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.contract.codes import certificates, orders, requests
from certkeeper.entrypoints.http import parameters
from certkeeper.entrypoints.http.problem import ErrorItem, Kind
from certkeeper.entrypoints.requests import validation
from certkeeper.entrypoints.settings.environment import Parameter
from certkeeper.x509.upload.judging import acm, remarks
from tests.architecture.repository.modules import PACKAGE, modules, tree_of

VIOLATIONS = {code for codes in requests.VIOLATIONS.values() for code in codes}
FINDINGS = {code for codes in orders.FINDINGS.values() for code in codes}


def codes_of(calls: dict[str, int], tree: ast.Module) -> Iterator[str]:
    """Yield the texts that stand as the code in calls of these names; `calls` has the argument's position."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in calls:
            given = {keyword.arg: keyword.value for keyword in node.keywords}
            position = calls[node.func.id]
            code = given.get("code", node.args[position] if position < len(node.args) else None)
            if isinstance(code, ast.Constant) and isinstance(code.value, str):
                yield code.value


def in_code(calls: dict[str, int]) -> set[str]:
    """Return the codes in calls of these names, in the whole package."""
    package = [module for module in modules() if module.is_relative_to(PACKAGE)]
    return {code for module in package for code in codes_of(calls, tree_of(module))}


def returned_by(module: str, *functions: str) -> set[str]:
    """Return the first text of each pair that these functions return."""
    return {
        pair.elts[0].value
        for node in ast.walk(tree_of(PACKAGE / module))
        if isinstance(node, ast.FunctionDef) and node.name in functions
        for pair in ast.walk(node)
        if isinstance(pair, ast.Return) and isinstance(pair.value, ast.Tuple)
        for pair in [pair.value]
        if isinstance(pair.elts[0], ast.Constant) and isinstance(pair.elts[0].value, str)
    }


def test_every_reason_in_errors_is_explained() -> None:
    """Those that are written where they are found, and those of lists of checks."""
    found = in_code({Violation.__name__: 1, ErrorItem.__name__: 2, parameters._invalid.__name__: 1})  # noqa: SLF001
    found |= {code for code, _ in (*names._ALWAYS, *days._CHECKS, *validation._VALUES.values())}  # noqa: SLF001
    found |= returned_by("entrypoints/requests/validation.py", "_of_value")
    found |= {"wildcard_needs_dns"}  # of names._for_challenge, which makes its checks for one challenge
    assert found == VIOLATIONS


def test_every_failure_of_an_order_is_explained() -> None:
    """`reason` of an account chooses between two that are not written in the call."""
    assert in_code({Failure.__name__: 0}) | {"account_binding", "directory_unusable"} == orders.FAILURES.keys()


def test_every_member_of_an_enumeration_is_explained() -> None:
    """Problems, refusals of uploads, findings."""
    assert requests.PROBLEMS.keys() == set(Kind)
    assert certificates.UPLOAD_REFUSALS.keys() == set(Refusal)
    assert set(FindingCode) == FINDINGS


def test_every_remark_is_explained() -> None:
    """Warnings, what keeps ACM from importing, and what is said about an exported file."""
    assert certificates.REMARKS.keys() == remarks.SENTENCES.keys()
    assert certificates.ACM_OBSTACLES.keys() == acm.ACM_SENTENCES.keys()
    assert certificates.EXPORT_REMARKS.keys() == exports.REMARKS.keys()


def test_a_code_is_explained_in_one_table_only() -> None:
    """A second one would win in silence."""
    assert sum(map(len, requests.VIOLATIONS.values())) == len(VIOLATIONS)
    assert sum(map(len, orders.FINDINGS.values())) == len(FINDINGS)


def test_parameters_of_the_stack_that_texts_name_exist() -> None:
    """A parameter is two capitalised words in one, between backticks."""
    texts = [*requests.PROBLEMS.values(), *(text for each in orders.FAILURES.values() for text in each)]
    texts += [text for codes in requests.VIOLATIONS.values() for each in codes.values() for text in each]
    named = {name for text in texts for name in re.findall(r"`((?:[A-Z][a-z]+){2,})`", text)}
    assert named
    assert named <= {row.source.name for row in settings.rows() if isinstance(row.source, Parameter)}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('Violation("/names", "name_count", "at most 100")', {"name_count"}),
        ('Failure(code="cancelled", detail="it was")', {"cancelled"}),
        ("Violation(pointer, code, detail)", set()),
    ],
)
def test_a_code_in_a_call_is_found(source: str, expected: set[str]) -> None:
    """By position, by name; not one that comes from elsewhere."""
    assert set(codes_of({"Violation": 1, "Failure": 0}, ast.parse(source))) == expected
