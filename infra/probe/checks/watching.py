"""Whether somebody hears of trouble: subscriptions, the metrics that alarms read, the access log."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from infra.deploy.account import CLIENT_CONFIG
from infra.probe.finding import Check, Finding, bad, good, judged, not_known
from infra.probe.target import ALARM, LOG_GROUP, Target

PENDING = "PendingConfirmation"
"""What SNS lists in place of an ARN: https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html."""
EARLY = timedelta(hours=2)
"""A metric is listed after its first value: a sweep (an hour) and some minutes for CloudWatch."""
OWN = "Certkeeper"
QUEUES = "AWS/SQS"


def _subscriptions(target: Target) -> Finding:
    """Count who is subscribed to the notices, without their addresses."""
    client = target.session.client("sns", config=CLIENT_CONFIG)
    pages = client.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=target.outputs["NoticesTopicArn"])
    counts = Counter(
        f"{each['Protocol']} {'waits for confirmation' if each['SubscriptionArn'] == PENDING else 'confirmed'}"
        for page in pages
        for each in page["Subscriptions"]
        if each["SubscriptionArn"] != "Deleted"
    )
    confirmed = sum(number for state, number in counts.items() if state.endswith(" confirmed"))
    return judged(
        is_good=0 < confirmed == counts.total(),
        came=", ".join(f"{number} {state}" for state, number in counts.items()) or "no subscription",
        means_good="Somebody hears notices and alarms.",
        means_bad="Somebody who should hear notices and alarms does not: set AdministratorEmails, and confirm the mails"
        " of AWS.",
    )


def _metrics(target: Target) -> Finding:
    """See whether each metric that an alarm of the stack reads has ever had a value."""
    client: Any = target.session.client("cloudwatch", config=CLIENT_CONFIG)
    alarms = _alarms(client, target)
    if not alarms:
        return bad("no alarm", "The stack has no alarm any more: deploy it again.")
    silent = sorted(
        f"{alarm['Namespace']}/{alarm['MetricName']}"
        for alarm in alarms
        if not client.list_metrics(
            Namespace=alarm["Namespace"], MetricName=alarm["MetricName"], Dimensions=_filters(alarm)
        )["Metrics"]
    )
    came = f"{len(alarms)} alarms; metrics without a value: {', '.join(silent) or 'none'}"
    if not any(name.startswith((OWN, QUEUES)) for name in silent):
        return good(came, "What alarms read appears in CloudWatch; other services send some metrics in trouble only.")
    if target.now - target.created_at < EARLY:
        return not_known(came, f"The stack is younger than {EARLY}. Probe again later.")
    return bad(came, "An alarm reads a metric that never comes: it cannot ring, or it rings for no reason.")


def _ringing(target: Target) -> Finding:
    """Read the states of the stack's alarms."""
    client: Any = target.session.client("cloudwatch", config=CLIENT_CONFIG)
    states = {alarm["AlarmName"]: alarm for alarm in _alarms(client, target)}
    loud = [
        f"{name} ({alarm.get('StateReason', '')})" for name, alarm in states.items() if alarm["StateValue"] == "ALARM"
    ]
    return judged(
        is_good=not loud,
        came=", ".join(loud) or f"none of {len(states)} alarms rings",
        means_good="No alarm rings. One without data is quiet, too.",
        means_bad="The page has an entry for each alarm.",
    )


def _access_log(target: Target) -> Finding:
    """Read the account's role for access logs, and see whether the API's log has a stream."""
    role = target.session.client("apigateway", config=CLIENT_CONFIG).get_account().get("cloudwatchRoleArn")
    if target.parameters.get("AccessLogs") == "off":
        return good("AccessLogs is off", "There is no access log, as was asked for.")
    if not role:
        return bad("the account has no log role", "API Gateway logs nothing. Deploy with AccessLogs=set-up.")
    mine = role.rpartition("/")[2].startswith(f"{target.location.stack}-AccessLogRole-")
    group = target.of_type(LOG_GROUP)["ApiLogs"]
    streams = target.session.client("logs", config=CLIENT_CONFIG).describe_log_streams(logGroupName=group, limit=1)
    came = f"{'the stack' if mine else 'another role'} is the account's log role; " + (
        "the access log has lines" if streams["logStreams"] else "the access log is empty"
    )
    if streams["logStreams"]:
        return good(came, "Calls are logged.")
    return not_known(came, "API Gateway writes some minutes late: call the API, and probe again.")


def _alarms(client: Any, target: Target) -> list[dict[str, Any]]:  # noqa: ANN401 - a client
    names = list(target.of_type(ALARM).values())
    return list(client.describe_alarms(AlarmNames=names)["MetricAlarms"]) if names else []


def _filters(alarm: Mapping[str, Any]) -> list[dict[str, str]]:
    return [{"Name": each["Name"], "Value": each["Value"]} for each in alarm.get("Dimensions", ())]


SEE = "docs/operate/troubleshooting.md"
CHECKS = (
    Check("Subscriptions to notices", "sns:ListSubscriptionsByTopic", "docs/guide/notices.md", _subscriptions),
    Check("Metrics of the alarms", "cloudwatch:DescribeAlarms and ListMetrics", SEE, _metrics),
    Check("Alarms that ring", "cloudwatch:DescribeAlarms", SEE, _ringing),
    Check("The access log", "apigateway:GetAccount and logs:DescribeLogStreams", "docs/operate/deploy.md", _access_log),
)
