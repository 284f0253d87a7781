"""What API Gateway and sites answer is read, not followed, and judged."""

from typing import Any

import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.httpsession import URLLib3Session

from infra.probe.checks.api import CHECKS
from infra.probe.finding import Finding, Verdict
from infra.probe.target import Target
from tests.unit.probe.targets import OUTPUTS, target

PROBLEM = '{"type":"urn:certkeeper:problem:unsigned"}'


class Answer(AWSResponse):
    """An answer without a connection; `${token}` in a header is the end of the path that was asked for."""

    def __init__(self, request: AWSPreparedRequest, status: int, headers: dict[str, str], text: str) -> None:
        token = str(request.url).rpartition("/")[2]
        sent: Any = {name: value.replace("${token}", token) for name, value in headers.items()}
        raw: Any = None
        super().__init__(str(request.url), status, sent, raw)
        self._content = text.encode()


def found(monkeypatch: pytest.MonkeyPatch, name: str, where: Target, status: int, text: str, **headers: str) -> Finding:
    """What a check makes of an answer."""
    named = {header.replace("_", "-"): value for header, value in headers.items()}
    monkeypatch.setattr(URLLib3Session, "send", lambda _self, request: Answer(request, status, named, text))
    return next(check for check in CHECKS if check.name == name).run(where)


@pytest.mark.parametrize(
    ("status", "leads_to", "verdict"),
    [
        (302, OUTPUTS["ApiUrl"] + "/.well-known/acme-challenge/${token}", Verdict.GOOD),
        (308, OUTPUTS["ApiUrl"] + "/.well-known/acme-challenge/${token}", Verdict.GOOD),
        (302, OUTPUTS["ApiUrl"] + "/.well-known/acme-challenge/", Verdict.BAD),
        (302, "https://elsewhere.example/${token}", Verdict.BAD),
        (200, OUTPUTS["ApiUrl"] + "/.well-known/acme-challenge/${token}", Verdict.BAD),
    ],
)
def test_a_site_must_redirect_to_the_responder_with_the_token(
    monkeypatch: pytest.MonkeyPatch, status: int, leads_to: str, verdict: Verdict
) -> None:
    """As a CA goes."""
    where = target(name="www.shop.example")
    assert found(monkeypatch, "Redirect of a site", where, status, "", Location=leads_to).verdict is verdict


@pytest.mark.parametrize(
    ("status", "kind", "text", "verdict"),
    [
        (403, "application/problem+json", PROBLEM, Verdict.GOOD),
        (403, "application/json", PROBLEM, Verdict.BAD),
        (403, "application/problem+json", '{"message":"Missing Authentication Token"}', Verdict.BAD),
        (200, "application/problem+json", PROBLEM, Verdict.BAD),
    ],
)
def test_an_unsigned_call_must_be_refused_with_the_problem_document(
    monkeypatch: pytest.MonkeyPatch, status: int, kind: str, text: str, verdict: Verdict
) -> None:
    """In its own media type."""
    finding = found(monkeypatch, "Refusal of an unsigned call", target(), status, text, Content_Type=kind)
    assert finding.verdict is verdict


@pytest.mark.parametrize(("status", "verdict"), [(404, Verdict.GOOD), (403, Verdict.BAD), (502, Verdict.BAD)])
def test_the_responder_must_not_know_a_token_of_nobody(
    monkeypatch: pytest.MonkeyPatch, status: int, verdict: Verdict
) -> None:
    """And needs no signature."""
    assert found(monkeypatch, "The responder", target(), status, "").verdict is verdict


def test_without_a_name_nothing_is_known_of_sites() -> None:
    """They are not asked."""
    for check in CHECKS:
        if check.name in {"Redirect of a site", "IPv6 of a name"}:
            assert check.run(target()).verdict is Verdict.NOT_KNOWN
