"""What a flood of the challenge responder costs in a month, at the most that its throttle lets through.

Anybody may call the responder. A request that is throttled or has no signature where it needs one is not billed by API
Gateway (https://repost.aws/questions/QU5y4fo-e3RWyU5r4VmyPIzA/pricing-clarification-for-api-gateway), but may have a
line in the access log; it is not counted here. Nor is the data that is sent, half a kilobyte a response.

The reasons are in ADR 103.
"""

from __future__ import annotations

import re

from tests.architecture.deployed import resources
from tools.bench.costs.prices import AS_OF, REGION, Item
from tools.bench.costs.usage import Usage

SECONDS_A_MONTH = 30 * 24 * 60 * 60
READ_UNITS = 1
"""Of a consistent read of a row of up to 4 KB, also of one that is not there."""
EVENT_BYTES = 26
"""That CloudWatch adds to each event of a log (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html)."""
MAX_REQUEST_BYTES = 10_240
"""The most of a request's line and headers (https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html)."""
LOG_MONTHS = 3
"""LogRetentionDays."""
GB = 1_000_000_000
ROUTE = {"HttpMethod": "GET", "ResourcePath": "/~1.well-known~1acme-challenge~1{token}"}
STRANGER = {
    "requestTime": "01/Dec/2026:12:00:00 +0000",
    "requestId": "0" * 36,
    "identity.userArn": "-",
    "identity.sourceIp": "2001:db8:1111:2222:3333:4444:5555:6666",
    "httpMethod": "GET",
    "path": "/v1/.well-known/acme-challenge/" + "x" * 43,
    "status": "404",
    "error.responseType": "-",
    "responseLatency": "20",
}
"""What the access log has of a request for a token that is not there."""


def access_line_bytes(path: str = STRANGER["path"]) -> int:
    """Return the bytes of one line of the access log, with a path of the request."""
    text = resources("AWS::Serverless::Api")["Api"]["AccessLogSetting"]["Fn::If"][1]["Format"]
    values = {**STRANGER, "path": path}
    return len(re.sub(r"\$context\.([A-Za-z.]+)", lambda found: values[found[1]], text)) + EVENT_BYTES


def flood_of_a_month(rate: float, line_bytes: int) -> Usage:
    """Return the usage of a month of `rate` requests a second, each with a log line of so many bytes."""
    requests = rate * SECONDS_A_MONTH
    logged = requests * line_bytes / GB
    return Usage(
        {
            Item.API_CALLS: requests,
            Item.READ_UNITS: requests * READ_UNITS,
            Item.LOG_GB: logged,
            Item.LOG_GB_MONTHS: logged * LOG_MONTHS,
        }
    )


def throttled_rate() -> int:
    """Return the requests a second that the template lets through to the responder for a long time."""
    settings = resources("AWS::Serverless::Api")["Api"]["MethodSettings"]
    (of_route,) = (each for each in settings if ROUTE.items() <= each.items())
    return int(of_route["ThrottlingRateLimit"])


def unnoticed_rate() -> float:
    """Return the refused requests a second below which the alarm FloodedApi stays silent."""
    alarm = resources("AWS::CloudWatch::Alarm")["FloodedApi"]
    return float(alarm["Threshold"] / alarm["Period"])


def flood_rows() -> list[tuple[str, list[float]]]:
    """Return each case with its dollars a month for API Gateway, DynamoDB, logs (CloudWatch), and all together."""
    usual, longest = access_line_bytes(), access_line_bytes("x" * MAX_REQUEST_BYTES)
    cases = {
        "all that the throttle lets through": flood_of_a_month(throttled_rate(), usual),
        "the same with paths as long as API Gateway takes them": flood_of_a_month(throttled_rate(), longest),
        "the most that raises no alarm": flood_of_a_month(unnoticed_rate(), usual),
    }
    services = ("API Gateway", "DynamoDB", "CloudWatch")
    rows = {name: [usage.dollars()[service] for service in services] for name, usage in cases.items()}
    return [(name, [*dollars, sum(dollars)]) for name, dollars in rows.items()]


def flood_table() -> str:
    """Return the table of a month's flood as Markdown, in whole dollars."""
    head = [
        f"A flood of the responder for 30 days, in dollars ({REGION}, list prices of {AS_OF}, first tier)",
        "",
        "| a month of | API Gateway | DynamoDB | access log | together |",
        "|---|---|---|---|---|",
    ]
    rows = [f"| {name} | {' | '.join(f'{each:,.0f}' for each in dollars)} |" for name, dollars in flood_rows()]
    return "\n".join([*head, *rows])
