"""Sweeps of the deployed stack at any moment: the event's own time is the sweep's clock."""

import json
from datetime import datetime

from botocore.config import Config

from certkeeper.domain.clock import to_text
from infra.local.aws import Cloud

SWEEP_SECONDS = 120


def sweep_at(cloud: Cloud, moment: datetime) -> None:
    """Run one sweep in the cloud as EventBridge would start it at that moment; raise RuntimeError where it fails."""
    config = Config(read_timeout=SWEEP_SECONDS, retries={"total_max_attempts": 1})
    client = cloud.session.client("lambda", endpoint_url=cloud.endpoint, config=config)
    payload = json.dumps({"time": to_text(moment)}).encode()
    answer = client.invoke(FunctionName="certkeeper-sweep_certificates", Payload=payload)
    if "FunctionError" in answer:
        raise RuntimeError(answer["Payload"].read().decode())
