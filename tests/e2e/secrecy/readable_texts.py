"""Everything that others may read of the deployed stack, as text to be searched."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from infra.local.aws import Cloud
    from infra.local.deploy import Deployed
    from infra.local.world import World

QUEUE = "canaries"


def event_queue(cloud: Cloud) -> str:
    """A queue that hears Certkeeper's events, as any team in the account may have one; its address."""
    queues = cloud.session.client("sqs", endpoint_url=cloud.endpoint)
    events = cloud.session.client("events", endpoint_url=cloud.endpoint)
    url: str = queues.create_queue(QueueName=QUEUE)["QueueUrl"]
    arn = queues.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    events.put_rule(Name=QUEUE, EventPattern=json.dumps({"source": ["certkeeper"]}))
    events.put_targets(Rule=QUEUE, Targets=[{"Id": "queue", "Arn": arn}])
    return url


def received_events(cloud: Cloud, queue_url: str) -> list[dict[str, Any]]:
    """The events that others have heard since the queue was last emptied."""
    queues = cloud.session.client("sqs", endpoint_url=cloud.endpoint)
    bodies: list[str] = []
    while messages := queues.receive_message(QueueUrl=queue_url, MaxNumberOfMessages=10).get("Messages"):
        bodies += [message["Body"] for message in messages]
        for message in messages:
            queues.delete_message(QueueUrl=queue_url, ReceiptHandle=message["ReceiptHandle"])
    return [json.loads(body) for body in bodies]


def histories(cloud: Cloud, deployed: Deployed) -> str:
    """Every event of every execution, with inputs, outputs and errors."""
    machines = cloud.session.client("stepfunctions", endpoint_url=cloud.endpoint)
    listing = machines.get_paginator("list_executions")
    executions: list[str] = []
    for name in ("StateMachineArn", "NoticeMachineArn"):
        pages = listing.paginate(stateMachineArn=deployed.outputs[name])
        found = [execution["executionArn"] for page in pages for execution in page["executions"]]
        assert found, name
        executions += found
    history = machines.get_paginator("get_execution_history")
    return "".join(str(page["events"]) for one in executions for page in history.paginate(executionArn=one))


def logs(world: World, cloud: Cloud) -> str:
    """What functions have logged, by CloudWatch's API and as the emulator itself has printed it."""
    client = cloud.session.client("logs", endpoint_url=cloud.endpoint)
    groups = [
        group["logGroupName"]
        for page in client.get_paginator("describe_log_groups").paginate()
        for group in page["logGroups"]
    ]
    events = client.get_paginator("filter_log_events")
    lines = [
        event["message"] for group in groups for page in events.paginate(logGroupName=group) for event in page["events"]
    ]
    assert any("correlation_id" in line for line in lines), "functions do log"
    return "\n".join(lines) + world.emulator.log.read_text(encoding="utf-8", errors="replace")


def rows(cloud: Cloud, deployed: Deployed) -> str:
    """The whole table. Only a test may scan it."""
    tables = cloud.session.client("dynamodb", endpoint_url=cloud.endpoint)
    pages = tables.get_paginator("scan").paginate(TableName=deployed.outputs["TableName"])
    return "".join(str(item) for page in pages for item in page["Items"])


def notices(world: World) -> str:
    """What administrators were sent."""
    return "".join(f"{message.text}{message.document}" for message in [*world.inbox.messages, *world.inbox.receive()])
