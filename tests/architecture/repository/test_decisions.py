"""Decisions in docs/adr: what is overturned says so, and every number that is cited exists."""

import ast
from pathlib import Path

import pytest

from infra.bootstrap.environments import ROOT
from tests.architecture.repository.decisions import FOLDER, Decision, cited, decisions, read_decision
from tests.architecture.repository.modules import modules, text_of, tree_of

NUMBERS = {decision.number for decision in decisions()}
DOCUMENTS = sorted([ROOT / "README.md", ROOT / "cli" / "README.md", *(ROOT / "docs").rglob("*.md")])


def test_each_number_is_given_once() -> None:
    """Two branches may both take the next one."""
    assert len(NUMBERS) == len(decisions()) > 0


@pytest.mark.parametrize("decision", decisions(), ids=lambda decision: str(decision.number))
def test_what_supersedes_and_what_is_superseded_name_each_other(decision: Decision) -> None:
    """Whoever reads the older one must meet the newer one, and the other way round."""
    others = [other for other in decisions() if other is not decision]
    assert decision.superseded_by == {other.number for other in others if decision.number in other.supersedes}
    in_part = {other.number for other in others if decision.number in other.supersedes_in_part}
    assert decision.superseded_in_part_by == in_part
    assert all(number > decision.number for number in decision.superseded_by | in_part)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: str(document.relative_to(ROOT)))
def test_a_document_cites_decisions_that_exist(document: Path) -> None:
    """In the README, the pages of docs and the decisions themselves."""
    assert cited(document.read_text(encoding="utf-8")) <= NUMBERS


def test_code_cites_decisions_that_exist() -> None:
    """In docstrings and other texts; most files cite none and are not parsed."""
    texts = [
        (module, node.value)
        for module in modules()
        if "ADR" in text_of(module) and not module.is_relative_to(Path(__file__).parent.relative_to(ROOT))
        for node in ast.walk(tree_of(module))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert cited(" ".join(text for _, text in texts))
    assert {(module, number) for module, text in texts for number in cited(text) - NUMBERS} == set()


@pytest.mark.parametrize(
    "status",
    [
        "2026-12-01, superseded by 80",
        "2026-12-01, accepted; superseded in part by ADR 80",
        "2026-12-01, accepted; takes ADR 11 further",
        "accepted",
    ],
)
def test_a_status_line_in_other_words_is_refused(status: str) -> None:
    """It would be passed over by whoever searches for the number, a test among them."""
    with pytest.raises(ValueError, match="0999"):
        read_decision(FOLDER / "0999-anything.md", f"# 999. Anything\n\n{status}\n\n## Context\n")


def test_numbers_are_found_in_lists() -> None:
    """As people write them."""
    assert cited("as ADR 5 has it, and ADRs 6, 7 and\n8") == {5, 6, 7, 8}
