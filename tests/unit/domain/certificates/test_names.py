"""The names that a certificate may have."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkeeper.domain.certificates.names import MAX_NAME_CHARACTERS, own_name_violation, text_violation
from certkeeper.domain.printable import printable
from certkeeper.entrypoints.http.problem import ProblemError
from certkeeper.entrypoints.http.request import from_event
from certkeeper.entrypoints.requests.certificates import certificate_changes
from tests.fakes.api_gateway import json_event

MAX_SORT_KEY_BYTES = 1024
"""DynamoDB, "Service, account, and table quotas"."""
POINTER = "/certificate_name"


KNOWN = st.characters(exclude_categories=["Cn"])
"""What this Python has heard of: of newer characters the contract's patterns know more."""


def typed(name: str) -> bool:
    """Whether a person may call a certificate so."""
    try:
        certificate_changes(from_event(json_event("PATCH /x", {}, {"certificate_name": name})))
    except ProblemError:
        return False
    return True


@given(
    st.text(KNOWN, max_size=300) | st.integers(1, 1100).map("a".__mul__) | st.text(alphabet="🛒é\0 \n", max_size=300)
)
def test_a_name_of_a_file_passes_the_rule_of_a_typed_one_or_is_refused(text: str) -> None:
    """In the same cases; what passes is a sort key that DynamoDB takes."""
    for name in (text, printable(text)):
        refused = own_name_violation(name, POINTER)
        assert (refused is None) == typed(name)
        if refused is None:
            assert 0 < len(name.encode()) <= MAX_SORT_KEY_BYTES
        else:
            assert (refused.pointer, refused.code) == (POINTER, "required")
            assert "`certificate_name`" in refused.detail


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("shop front", None),
        ("Läden für alle 🛒", None),
        ("x" * MAX_NAME_CHARACTERS, None),
        ("", "too_short"),
        ("x" * (MAX_NAME_CHARACTERS + 1), "too_long"),
        ("shop ", "unprintable"),
        ("sh\0op", "unprintable"),
        ("\u202eshop", "unprintable"),
    ],
)
def test_the_rule_says_what_is_wrong(text: str, code: str | None) -> None:
    """By a code, and where."""
    violation = text_violation(text, POINTER, MAX_NAME_CHARACTERS)
    assert (violation and (violation.pointer, violation.code)) == (code and (POINTER, code))
