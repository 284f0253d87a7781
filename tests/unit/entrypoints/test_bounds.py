"""Bounds take exactly what CloudFormation's constraint of the same kind takes."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkeeper.entrypoints.settings import rows
from certkeeper.entrypoints.settings.bounds import Matching, OneOf, Within
from certkeeper.entrypoints.settings.environment import Setting, SettingError
from tests.environment import EXAMPLES, SETTINGS, environment


@given(st.integers(-10, 50), st.integers(0, 99), st.integers(-3, 3))
def test_a_number_is_within_both_ends_however_it_is_written(whole: int, hundredths: int, exponent: int) -> None:
    """With a fraction and an exponent, as CloudFormation takes them."""
    text = f"{whole}.{hundredths:02}e{exponent}"
    value = Fraction(text)
    assert Within(7, 30).allows(text) == (7 <= value <= 30)


@pytest.mark.parametrize("text", ["", " 7", "7 ", "7\n", "1_0", "٨", "nan", "inf", "1e999999", "0x8", "9" * 5000])
def test_what_is_no_number_is_not_within(text: str) -> None:
    """Python reads some of them as numbers; CloudFormation does not, or they are past every end."""
    assert not Within(1, 65_535).allows(text)


@given(st.text("015.e -", max_size=3))
def test_one_of_takes_the_values_and_nothing_else(text: str) -> None:
    """Numbers digit for digit."""
    assert OneOf("5", "10").allows(text) == (text in {"5", "10"}) == OneOf(5, 10).allows(text)


@given(st.text("ab\n", max_size=4))
def test_a_pattern_has_to_match_from_end_to_end(text: str) -> None:
    """A line end behind it is one character too many, and nothing is only what says so."""
    wanted = {"a", "b", "aa", "ab", "ba", "bb"}
    assert Matching("[ab]{1,2}", "a or b", 9).allows(text) == (text in wanted)
    assert Matching("[ab]{1,2}", "a or b", 9, or_empty=True).allows(text) == (text in wanted | {""})


def test_a_text_that_matches_has_a_longest_length() -> None:
    """CloudFormation counts it with MaxLength."""
    assert Matching("a+", "some a", 3).allows("aaa")
    assert not Matching("a+", "some a", 3).allows("aaaa")


def test_bounds_say_what_they_want() -> None:
    """It is the rest of "must be ..." in an error, and the template's ConstraintDescription."""
    assert Within(1, 300).wanted == "a number from 1 to 300"
    assert OneOf("set-up", "off").wanted == "one of: set-up, off"
    assert Matching("[ab]", "a letter", 1).wanted == "a letter (at most 1 characters)"
    assert Matching("[ab]+", "letters", 1024, or_empty=True).wanted == "letters (at most 1,024 characters, or nothing)"


@pytest.mark.parametrize("variable", sorted(SETTINGS))
def test_the_environment_of_tests_is_one_that_functions_read(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every variable of the table has a value in it, and an example is there for what has no default."""
    monkeypatch.setenv(variable, environment()[variable])
    SETTINGS[variable]()


def test_no_example_outlives_its_row() -> None:
    """An example for a variable that nothing reads helps nobody."""
    assert EXAMPLES.keys() <= SETTINGS.keys()


@pytest.mark.parametrize("variable", sorted(SETTINGS))
def test_what_is_missing_is_refused_where_nothing_is_not_allowed(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The default of a parameter counts in the template. Here it would hide that the template forgot the variable."""
    monkeypatch.delenv(variable, raising=False)
    row = SETTINGS[variable]
    if row.source.unset or row.source.bounds.allows(""):
        row()
    else:
        with pytest.raises(SettingError, match=f"{variable} must be "):
            row()


def test_a_variable_and_a_parameter_stand_in_one_row() -> None:
    """A second one would be a second truth."""
    variables = [row.variable for row in rows() if isinstance(row, Setting)]
    sources = [row.source.name for row in rows()]
    assert len(variables) == len(set(variables))
    assert len(sources) == len(set(sources))
