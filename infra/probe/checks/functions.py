"""What the functions run on, and how many may run at once."""

from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from infra.deploy.account import CLIENT_CONFIG
from infra.probe.finding import Check, Finding, good, judged, not_known
from infra.probe.target import FUNCTION, Target

if TYPE_CHECKING:
    from mypy_boto3_lambda.type_defs import FunctionConfigurationTypeDef
    from mypy_boto3_logs import CloudWatchLogsClient

MIN_CONCURRENCY = 100
"""The burst of calls that the API lets through at once (ThrottlingBurstLimit in infra/template/api.yaml)."""
LOG_AGE = timedelta(days=7)
"""How far back logs are read."""
STARTS = "INIT_START"
"""How Lambda's line about a cold start begins, which has the version of the runtime:
https://docs.aws.amazon.com/lambda/latest/dg/runtimes-update.html."""


def configurations(target: Target) -> "list[FunctionConfigurationTypeDef]":
    """Return the configurations of the target's functions."""
    names = set(target.of_type(FUNCTION).values())
    pages = target.session.client("lambda", config=CLIENT_CONFIG).get_paginator("list_functions").paginate()
    return [each for page in pages for each in page["Functions"] if each["FunctionName"] in names]


def _runtimes(target: Target) -> Finding:
    """Compare each function's runtime and processor with the stack's parameters."""
    found = configurations(target)
    wanted = (target.parameters["Runtime"], target.parameters["Architecture"])
    have = {each["FunctionName"]: (each.get("Runtime", ""), each.get("Architectures", ["x86_64"])[0]) for each in found}
    others = sorted(name for name, platform in have.items() if platform != wanted)
    missing = len(target.of_type(FUNCTION)) - len(found)
    counts = ", ".join(f"{number} on {' '.join(platform)}" for platform, number in Counter(have.values()).items())
    came = (
        counts + (f"; different: {', '.join(others)}" if others else "") + (f"; {missing} not listed" * bool(missing))
    )
    return judged(
        is_good=not others and not missing,
        came=came,
        means_good="All functions run on what their layers were built for.",
        means_bad="A function whose layers were built for another platform cannot load its libraries: deploy again.",
    )


def _runtime_versions(target: Target) -> Finding:
    """Read the runtime's version from the lines that Lambda writes at a cold start."""
    logs = target.session.client("logs", config=CLIENT_CONFIG)
    lines = (first_line(logs, name, STARTS, target.now - LOG_AGE) for name in target.of_type(FUNCTION).values())
    found = Counter(" ".join(line.split()[1:4]) for line in lines if line)
    if not found:
        return not_known("no line about a cold start", "Call the API once, and probe again.")
    return good(", ".join(found), "Compare with the Python that the tests of this release ran on.")


def first_line(logs: "CloudWatchLogsClient", function: str, word: str, since: datetime) -> str:
    """Return the first line of a function's log since then that has the word in it, or an empty one.

    CloudWatch Logs searches for whole words, so it is asked for an exception of that name, too. `logs` is the client.

    A page may be empty though another follows, "nextToken" in
    https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html.
    """
    pages = logs.get_paginator("filter_log_events").paginate(
        logGroupName=f"/aws/lambda/{function}",
        filterPattern=f"?{word} ?{word}Exception" if word else "",
        startTime=int(since.timestamp() * 1000),
    )
    lines = (str(event["message"]) for page in pages for event in page["events"])
    return next((line for line in lines if word in line), "")


def _concurrency(target: Target) -> Finding:
    """Read the account's quota of concurrent executions in this region."""
    limit = target.session.client("lambda", config=CLIENT_CONFIG).get_account_settings()["AccountLimit"]
    quota, free = limit["ConcurrentExecutions"], limit["UnreservedConcurrentExecutions"]
    return judged(
        is_good=free >= MIN_CONCURRENCY,
        came=f"{quota} concurrent executions, {free} of them not reserved",
        means_good=f"As many as the API lets through at once ({MIN_CONCURRENCY}).",
        means_bad="The API, the responder and the state machines share it. Ask AWS for more before you order many"
        " names over http-01.",
    )


SEE = "docs/operate/deploy.md"
CHECKS = (
    Check("Runtime and processor", "lambda:ListFunctions", "docs/operate/upgrade.md", _runtimes),
    Check("Version of the runtime", f"{STARTS} in the functions' logs", "docs/operate/upgrade.md", _runtime_versions),
    Check("Concurrent executions", "lambda:GetAccountSettings", SEE, _concurrency),
)
