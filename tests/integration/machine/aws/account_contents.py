"""The contents of an AWS account, read past IAM as only a test may."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from boto3.dynamodb.types import TypeDeserializer

from certkeeper.adapters.aws.clients import client
from certkeeper.domain.clock import to_text
from infra.local.dns.records import SOA
from tests.environment import environment
from tests.event_schemas import assert_promised
from tests.integration.machine.aws.calls import Calls
from tests.integration.machine.interpreter.handlers import Handlers
from tests.integration.machine.interpreter.step_functions import StepFunctions

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager.type_defs import SecretListEntryTypeDef

TABLE = "certkeeper"
PREFIX = "certkeeper"
MACHINE = "issuance"
NOTICE_MACHINE = "notices"
ROLE = "arn:aws:iam::123456789012:role/machine"

Row = dict[str, Any]


def queues() -> Any:  # noqa: ANN401 - boto3 without types for SQS
    """A client of SQS for tests, which may do what no function does."""
    return cast("Any", client("sqs"))


def zones() -> Any:  # noqa: ANN401 - the same for Route 53
    """A client of Route 53 for tests, which make zones, as no function does."""
    return cast("Any", client("route53"))


class Account:
    """An account with Certkeeper's table; `events` are those that were sent to the bus."""

    def __init__(self, calls: Calls, handlers: Handlers) -> None:
        self.calls = calls
        self.handlers = handlers
        self.events: list[Row] = []
        made = client("stepfunctions").create_state_machine(name=MACHINE, definition="{}", roleArn=ROLE)
        self.machine_arn = made["stateMachineArn"]
        made = client("stepfunctions").create_state_machine(name=NOTICE_MACHINE, definition="{}", roleArn=ROLE)
        self.notice_machine_arn = made["stateMachineArn"]
        self.topic_arn = client("sns").create_topic(Name="notices")["TopicArn"]
        self.queue_url: str = queues().create_queue(QueueName="unfinished")["QueueUrl"]
        self.unreadable_url: str = queues().create_queue(QueueName="unreadable")["QueueUrl"]
        self.machine = StepFunctions(self.machine_arn, self.handlers, client("stepfunctions"), client("dynamodb"))

    def environment(self) -> dict[str, str]:
        """What Certkeeper's functions are given of it."""
        return environment(
            TABLE_NAME=TABLE,
            SECRET_PREFIX=PREFIX,
            STATE_MACHINE_ARN=self.machine_arn,
            NOTICE_MACHINE_ARN=self.notice_machine_arn,
            NOTICES_TOPIC_ARN=self.topic_arn,
            UNFINISHED_QUEUE_URL=self.queue_url,
            UNREADABLE_QUEUE_URL=self.unreadable_url,
            POWERTOOLS_SERVICE_NAME="certkeeper",
        )

    def rows(self, prefix: str, suffix: str = "") -> list[Row]:
        """The rows whose partition begins and ends so."""
        read = TypeDeserializer().deserialize
        items = client("dynamodb").scan(TableName=TABLE, ConsistentRead=True)["Items"]
        rows = [{name: read(value) for name, value in item.items()} for item in items]
        return [row for row in rows if row["pk"].startswith(prefix) and row["pk"].endswith(suffix)]

    def make_zone(self, domain: str) -> None:
        """A public hosted zone, with SOA and NS as AWS writes them: moto's are not in the form of a zone file."""
        made = zones().create_hosted_zone(Name=domain, CallerReference=domain)
        servers = [f"{server}." for server in made["DelegationSet"]["NameServers"]]
        changes = [
            {
                "Action": "UPSERT",
                "ResourceRecordSet": {
                    "Name": f"{domain}.",
                    "Type": kind,
                    "TTL": 900,
                    "ResourceRecords": [{"Value": value} for value in values],
                },
            }
            for kind, values in {"NS": servers, "SOA": [SOA]}.items()
        ]
        zones().change_resource_record_sets(HostedZoneId=made["HostedZone"]["Id"], ChangeBatch={"Changes": changes})

    def texts(self) -> list[str]:
        """The names of the TXT records in all hosted zones."""
        return [
            each["Name"]
            for zone in zones().list_hosted_zones()["HostedZones"]
            for each in zones().list_resource_record_sets(HostedZoneId=zone["Id"])["ResourceRecordSets"]
            if each["Type"] == "TXT"
        ]

    def secrets(self) -> dict[str, SecretListEntryTypeDef]:
        """The secrets of certificates that are not scheduled for deletion, by name."""
        found = client("secretsmanager").list_secrets()["SecretList"]
        return {secret["Name"]: secret for secret in found if secret["Name"].startswith(f"{PREFIX}/certificates/")}

    def secret(self, name: str) -> dict[str, str]:
        """The current value of a secret."""
        value: dict[str, str] = json.loads(client("secretsmanager").get_secret_value(SecretId=name)["SecretString"])
        return value

    @staticmethod
    def set_deadline(scope: str, order_id: str, deadline: datetime) -> None:
        """Moves an order's deadline, for nobody waits a week in a test."""
        client("dynamodb").update_item(
            TableName=TABLE,
            Key={"pk": {"S": f"SCOPE#{scope}#ORDERS"}, "sk": {"S": order_id}},
            UpdateExpression="SET deadline = :deadline",
            ExpressionAttributeValues={":deadline": {"S": to_text(deadline)}},
        )

    @staticmethod
    def let_verify_again(scope: str, order_id: str) -> None:
        """Forgets when a person has checked last, for nobody waits five minutes either."""
        client("dynamodb").update_item(
            TableName=TABLE,
            Key={"pk": {"S": f"SCOPE#{scope}#ORDERS"}, "sk": {"S": order_id}},
            UpdateExpression="REMOVE checked_at",
        )

    def note_event(self, params: Mapping[str, Any], **_: object) -> None:
        """Keeps what goes to the bus, which is as its schema promises."""
        for entry in params["Entries"]:
            assert_promised(entry)
        self.events += [json.loads(entry["Detail"]) | {"type": entry["DetailType"]} for entry in params["Entries"]]
