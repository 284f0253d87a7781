"""The words that the command line and the page know are those of the API's own modules."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import pytest

from certkeeper.domain.scopes import ScopeKind
from certkeeper.entrypoints.contract.words import ENUMERATIONS, TABLES, VALUES
from tools.generate import words

PYTHON, JAVASCRIPT = words.files()
CHOSEN_BY_NOBODY: dict[str, set[StrEnum]] = {"SCOPE_KIND_HINTS": {ScopeKind.ALL}}
"""Values that no person chooses, so that nothing is said of them."""


def made() -> dict[str, Any]:
    """What the command line's module holds, as it is generated now."""
    found: dict[str, Any] = {"__name__": "generated"}
    exec(words.files()[PYTHON], found)  # noqa: S102 - it is what the next line of the program would import
    return found


def test_each_enumeration_has_the_same_names_and_values() -> None:
    """In the same sequence, which is that of the help and of the page's lists."""
    found = made()
    for name, members in ENUMERATIONS.items():
        assert {one.name: one.value for one in found[name]} == {one.name: one.value for one in members}


def test_each_limit_and_default_is_the_apis() -> None:
    """A value of an enumeration as a value of the enumeration."""
    found = made()
    for name, value in VALUES.items():
        assert found[name] == value
    assert isinstance(found["DEFAULT_KEY_TYPE"], found["KeyType"])


@pytest.mark.parametrize("name", TABLES)
def test_something_is_said_of_each_value_that_can_be_chosen(name: str) -> None:
    """A value without words would be missing in the page's list."""
    table = TABLES[name]
    members: type[StrEnum] = type(next(iter(table)))
    assert set(table) == set(members) - CHOSEN_BY_NOBODY.get(name, set())
    assert made()[name] == table


@pytest.mark.parametrize("name", [*ENUMERATIONS, *TABLES, *VALUES])
def test_the_page_has_all_that_the_command_line_has(name: str) -> None:
    """Under the same name."""
    assert f"\nexport const {name} = " in words.files()[JAVASCRIPT]


def test_a_word_that_changes_changes_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the old one is nowhere any more."""
    monkeypatch.setitem(ENUMERATIONS, "Trust", StrEnum("Trust", {"PUBLIC": "known", "INCOMPLETE": "incomplete"}))
    for text in words.files().values():
        assert '"known"' in text
        assert "PRIVATE: " not in text
        assert 'PRIVATE = "private"' not in text


def test_a_limit_and_a_sentence_that_change_change_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers with separators, as both languages read them."""
    monkeypatch.setitem(VALUES, "MAX_VERSIONS", 1_234_567)
    label = {**TABLES["SOURCE_LABELS"]}
    monkeypatch.setitem(TABLES, "SOURCE_LABELS", dict.fromkeys(label, 'said "anöw"'))
    for text in words.files().values():
        assert "1_234_567" in text
        assert text.count(r"said \"anöw\"") == len(label)
