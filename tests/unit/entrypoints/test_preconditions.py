"""If-Match as strangers send it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from certkeeper.entrypoints.http.preconditions import if_match
from certkeeper.entrypoints.http.problem import Kind, ProblemError
from certkeeper.entrypoints.http.request import Request, from_event
from tests.fakes.api_gateway import proxy_event

TAGS = st.text(st.sampled_from('W/"0123456789,* \tab\n\u00e9'), max_size=24)


def request(**headers: str) -> Request:
    """With these headers."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return from_event(proxy_event("PATCH /x", headers=sent))


@given(TAGS | st.lists(st.integers(0, 10**20).map('"{}"'.format), max_size=4).map(", ".join))
@example('"' + "9" * 5000 + '"')
@example('W/"1"')
def test_any_text_is_read_or_refused(text: str) -> None:
    """No other error; and what is read is among what was sent, strongly."""
    found: frozenset[int] | Kind | None
    try:
        found = if_match(request(If_Match=text))
    except ProblemError as error:
        found = error.problem.kind
    if isinstance(found, Kind):
        assert found is Kind.INVALID_HEADER
    elif found is None:
        assert text.strip() == "*"
    else:
        assert all(re.search(rf'(?<!W/)"0*{revision}"', text) for revision in found)


def test_a_missing_if_match_is_refused_only_where_it_is_needed() -> None:
    """428 (RFC 6585 section 3)."""
    needed = frozenset({"if-match"})
    assert if_match(request()) is None
    with pytest.raises(ProblemError) as caught:
        if_match(replace(request(), required_headers=needed))
    assert caught.value.problem.kind is Kind.PRECONDITION_REQUIRED
    assert if_match(replace(request(If_Match='"3"'), required_headers=needed)) == frozenset({3})
