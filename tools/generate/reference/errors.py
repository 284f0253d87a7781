"""Generates docs/reference/errors.md: what each code in an answer means, and what to do about it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from certkeeper.domain.certificates import exports
from certkeeper.domain.uploads.refusals import Refusal
from certkeeper.entrypoints.contract.codes import Explained, certificates, orders, requests
from certkeeper.entrypoints.http.problem import GATEWAY_SLUGS, URN, Kind
from certkeeper.x509.upload.judging import acm, remarks
from infra.bootstrap.environments import ROOT
from infra.local.deployment.template import read_template
from tools.generate.reference import page
from tools.generate.reference.markdown import code, sentence, table

SOURCE = "layers/certkeeper/src/certkeeper/entrypoints/contract/codes and the modules that it names"
INTRODUCTION = """\
Every code that an answer, an order, a check or an event can have, with what it means and what to do about it. Codes are
stable: programs may compare them. Sentences are not, and no code is ever used for something else. An answer that is a
refusal is a problem document (RFC 9457): `type` is `urn:certkeeper:problem:` and a code of the first table."""
PLACEHOLDER = ("$context.error.responseType", "`<response type>`")
"""What API Gateway fills in, and what stands for it in the page."""
API = ROOT / "infra" / "template" / "api.yaml"


def files() -> dict[Path, str]:
    """Return the page by its path."""
    return page("errors.md", "Errors", SOURCE, INTRODUCTION, *_problems(), *_violations(), *_uploads(), *_orders())


def gateway_problems() -> dict[str, dict[str, Any]]:
    """Return the problem documents that API Gateway answers with by itself, by the last part of their type.

    Of several with one type the first counts: it is the one whose title says most.
    """
    responses = read_template(API)["Api"]["Properties"]["GatewayResponses"].values()
    found: dict[str, dict[str, Any]] = {}
    for response in responses:
        problem = json.loads(response["ResponseTemplates"]["application/json"].replace(*PLACEHOLDER))
        found.setdefault(problem["type"].removeprefix(URN), problem)
    return {slug: found[slug] for slug in GATEWAY_SLUGS}


def _problems() -> Iterator[str]:
    yield "## Types of problems"
    rows = [(kind.type.removeprefix(URN), str(kind.status), kind.title, requests.PROBLEMS[kind]) for kind in Kind]
    rows += [
        (slug, str(each.get("status", "")), each["title"], each["detail"]) for slug, each in gateway_problems().items()
    ]
    yield table(
        ("code", "status", "meaning", "what to do"),
        [(code(slug), status, sentence(title), sentence(action)) for slug, status, title, action in sorted(rows)],
    )


def _violations() -> Iterator[str]:
    yield "## Codes of `errors`"
    yield "Each entry of `errors` names the field, the query parameter or the header that it is about."
    for title, codes in requests.VIOLATIONS.items():
        yield f"### {title}"
        yield _explained(codes)


def _uploads() -> Iterator[str]:
    yield "### Uploads"
    yield _said((refusal, refusal.sentence, certificates.UPLOAD_REFUSALS[refusal]) for refusal in Refusal)
    yield "## Remarks about a certificate"
    yield "An upload that is taken may have warnings, and reasons why AWS Certificate Manager would refuse it."
    yield _said((each, remarks.SENTENCES[each], action) for each, action in certificates.REMARKS.items())
    yield _said((each, acm.ACM_SENTENCES[each], action) for each, action in certificates.ACM_OBSTACLES.items())
    yield "An exported file may have remarks, too."
    yield _said((each, exports.REMARKS[each], action) for each, action in certificates.EXPORT_REMARKS.items())


def _orders() -> Iterator[str]:
    yield "## Findings"
    yield "What a check of a challenge has found for one name; `advice` of the finding has the names and values."
    for title, findings in orders.FINDINGS.items():
        yield f"### {title}"
        yield _explained(findings)
    yield "## Failures of orders and renewals"
    yield "The `code` of an order's `failure`, of a certificate's last failed renewal, and of the events about them."
    yield _explained(orders.FAILURES)


def _explained(codes: Mapping[Any, Explained]) -> str:
    return _said((each, explained.meaning, explained.action) for each, explained in codes.items())


def _said(rows: Iterable[tuple[str, str, str]]) -> str:
    cells = [(code(each), sentence(meaning), sentence(action)) for each, meaning, action in rows]
    return table(("code", "meaning", "what to do"), cells)
