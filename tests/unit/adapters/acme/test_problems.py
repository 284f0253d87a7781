"""The errors that callers get for the CA's problem documents."""

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkeeper.adapters.acme.problems import NonceRefusedError, one_line_text, problem
from certkeeper.adapters.acme.responses import Response
from certkeeper.domain.errors import AccountUnknownError, AcmeProblemError, CertkeeperError, TransientError
from tests.fakes.clock import START

URN = "urn:ietf:params:acme:error:"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


def said(status: int, document: object, headers: Mapping[str, str] | None = None) -> CertkeeperError:
    """The error that an answer with this document becomes."""
    return problem(Response(status, headers or {}, json.dumps(document).encode()), START)


def test_a_refusal_keeps_type_and_sentence() -> None:
    """What the CA says for good reaches the person in its own words and with its own type."""
    error = said(400, {"type": URN + "rejectedIdentifier", "detail": "policy forbids it"})
    assert isinstance(error, AcmeProblemError)
    assert (error.status, error.type, error.code) == (400, URN + "rejectedIdentifier", "rejectedIdentifier")
    assert error.detail == "policy forbids it"


def test_a_conflict_keeps_its_type() -> None:
    """A 409 is a problem like the others: the acme library loses its type."""
    error = said(409, {"type": URN + "alreadyReplaced", "detail": "done"})
    assert isinstance(error, AcmeProblemError)
    assert error.code == "alreadyReplaced"


def test_subproblems_say_which_name_is_meant() -> None:
    """Of a hundred names one is bad: the reason names it."""
    sub = {"detail": "is on a list", "identifier": {"type": "dns", "value": "bad.example.test"}}
    error = said(403, {"type": URN + "rejectedIdentifier", "detail": "see below", "subproblems": [sub]})
    assert isinstance(error, AcmeProblemError)
    assert error.detail == "see below; bad.example.test: is on a list"


def test_a_name_that_a_subproblem_begins_with_is_said_once() -> None:
    """Some CAs name it in their sentence."""
    sub = {"detail": "bad.example.test is on a list", "identifier": {"type": "dns", "value": "bad.example.test"}}
    error = said(403, {"type": URN + "rejectedIdentifier", "detail": "see below", "subproblems": [sub]})
    assert isinstance(error, AcmeProblemError)
    assert error.detail == "see below; bad.example.test is on a list"


def test_an_unknown_account_is_an_error_of_its_own() -> None:
    """The caller registers again, whatever the status."""
    assert isinstance(said(400, {"type": URN + "accountDoesNotExist"}), AccountUnknownError)


def test_a_refused_nonce_is_distinguished() -> None:
    """It is tried again at once; when that is over it counts as passing trouble."""
    error = said(400, {"type": URN + "badNonce"})
    assert isinstance(error, NonceRefusedError)
    assert isinstance(error, TransientError)


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_trouble_that_may_pass_is_transient(status: int) -> None:
    """Overload and outages are tried again by the machine, with a sentence that says what it was."""
    error = said(status, {"type": URN + "rateLimited", "detail": "busy"}, {"Retry-After": "30"})
    assert isinstance(error, TransientError)
    assert str(error) == f"the CA answered {status} rateLimited: busy (retry after 30 s)"


def test_an_outage_without_a_document_is_transient() -> None:
    """A proxy in front of the CA answers HTML: none of it is repeated."""
    error = problem(Response(502, {}, b"<html>Bad Gateway</html>"), START)
    assert isinstance(error, TransientError)
    assert str(error) == "the CA answered 502"


def test_a_rate_limit_of_days_is_final() -> None:
    """Five certificates a week for the same names: trying again in minutes is no use, the reason is."""
    error = said(429, {"type": URN + "rateLimited", "detail": "too many certificates"}, {"Retry-After": "86400"})
    assert isinstance(error, AcmeProblemError)
    assert error.code == "rateLimited"


@pytest.mark.parametrize(
    "body",
    [b"", b"<html><h1>policy 42</h1>", b"[]", b"{}", b'{"type": "about:blank"}', b'{"message": "policy 42"}'],
    ids=["nothing", "page", "list", "empty", "about:blank", "another form"],
)
@pytest.mark.parametrize("status", [301, 400, 403, 404, 405])
def test_an_answer_without_a_problem_says_its_status_and_what_was_asked(status: int, body: bytes) -> None:
    """A firewall, a proxy or a wrong address: nothing of their page is repeated, and nobody reads "blank"."""
    error = problem(Response(status, {}, body, "HEAD https://ca.example.test/nonce"), START)
    assert isinstance(error, AcmeProblemError)
    assert (error.status, error.type, error.code, error.detail) == (status, "", "", "")
    assert str(error).startswith(
        f"the CA answered {status} to HEAD https://ca.example.test/nonce without an ACME problem"
    )
    assert "policy" not in str(error)
    assert "blank" not in str(error)


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"type": URN + "caa", "detail": "forbidden by CAA"}, "the CA answered 403 caa: forbidden by CAA"),
        ({"type": URN + "caa"}, "the CA answered 403 caa"),
        ({"type": "about:blank", "title": "Forbidden"}, "the CA answered 403: Forbidden"),
        ({"detail": "no"}, "the CA answered 403: no"),
        ({"type": "https://ca.test/problems/no-credit/", "detail": "pay"}, "the CA answered 403 no-credit: pay"),
    ],
)
def test_a_refusal_always_says_the_status(document: Mapping[str, str], said: str) -> None:
    """And whatever else the document says, in the CA's words."""
    error = problem(Response(403, {}, json.dumps(document).encode()), START)
    assert str(error) == said


@pytest.mark.parametrize("status", [408, 425, 429, 500, 503])
def test_a_problem_of_no_type_may_pass_by_its_status(status: int) -> None:
    """An overload is one, whether or not the CA gives it a type."""
    error = problem(Response(status, {}, b'{"type": "about:blank", "detail": "busy"}'), START)
    assert isinstance(error, TransientError)
    assert str(error) == f"the CA answered {status}: busy"


@given(st.integers(300, 599), JSON, st.text())
def test_any_document_becomes_one_of_certkeepers_errors(status: int, document: object, retry_after: str) -> None:
    """Whatever the CA sends, the text that comes of it prints and is short."""
    error = said(status, document, {"Retry-After": retry_after})
    assert isinstance(error, AcmeProblemError | TransientError | AccountUnknownError)
    assert str(error).isprintable()
    assert len(str(error)) < 800


@given(st.text(), st.text(), st.lists(st.fixed_dictionaries({"detail": st.text()}), max_size=3))
def test_details_print_and_have_an_end(type_: str, detail: str, subproblems: list[dict[str, str]]) -> None:
    """At most 500 characters, none of them a control or a line end."""
    error = said(403, {"type": type_, "detail": detail, "subproblems": subproblems})
    if isinstance(error, AcmeProblemError):
        assert len(error.detail) <= 500
        assert error.detail.isprintable()
        assert error.type.isprintable()


@given(st.binary(max_size=200))
def test_any_body_becomes_one_of_certkeepers_errors(body: bytes) -> None:
    """Bytes that are no JSON are as good as none."""
    assert isinstance(problem(Response(400, {}, body), START), CertkeeperError)


def test_deep_nesting_is_no_document() -> None:
    """What would exhaust the parser's stack counts as no document."""
    assert isinstance(problem(Response(400, {}, b"[" * 200_000), START), AcmeProblemError)


def test_a_long_sentence_is_cut_visibly() -> None:
    """An ellipsis says that there was more."""
    assert one_line_text("x" * 501) == "x" * 499 + "…"
    assert one_line_text("x" * 500) == "x" * 500
