"""The report as Markdown, to be pasted into an issue."""

from collections import Counter
from collections.abc import Iterable, Sequence

from infra.probe.finding import Verdict
from infra.probe.redaction import redacted
from infra.probe.run import Result
from infra.probe.target import Target

BY_HAND = (
    "Deploy into an account and region that never had an API Gateway (docs/operate/deploy.md).",
    "Unsubscribe by the link in a mail, and see whether Certkeeper says that nobody hears it (docs/guide/notices.md).",
    "Update the stack while orders run, and see that all of them end well (docs/operate/upgrade.md).",
    "Order over http-01 for a name with AAAA records: a name of your own, `certkeeper order` (docs/operate/limits.md).",
    "Delete with an order that waits, and deploy again under the same name (docs/operate/uninstall.md).",
)
"""What a person has to try, and where it is described."""


def report(target: Target, results: Sequence[Result], *, hide: Iterable[str]) -> str:
    """Return the report of these results of the target; texts of `hide` do not appear in it."""
    counted = Counter(finding.verdict for _, finding in results)
    head = [
        "# Certkeeper in a real account: report of `make probe`",
        "",
        f"{target.now:%Y-%m-%d %H:%M} UTC, {target.location.region}. The stack is of {target.created_at:%Y-%m-%d}.",
        "",
        ", ".join(f"{counted[verdict]} {verdict}" for verdict in Verdict),
    ]
    body = [line for result in sorted(results, key=_weight) for line in _section(result)]
    tail = ["", "## To be tried by hand", "", *(f"- {line}" for line in BY_HAND), ""]
    return redacted("\n".join([*head, *body, *tail]), hide)


def _section(result: Result) -> list[str]:
    check, finding = result
    return [
        "",
        f"## {finding.verdict.upper()}: {check.name}",
        "",
        f"- asked: {_line(check.asked)}",
        f"- came: {_line(finding.came)}",
        f"- means: {_line(finding.means)}",
        f"- see: {check.see}",
    ]


def _weight(result: Result) -> int:
    return [Verdict.BAD, Verdict.NOT_KNOWN, Verdict.GOOD].index(result[1].verdict)


def _line(text: str) -> str:
    return " ".join(text.split())
