"""The AWS session of whoever deploys or deletes."""

import os

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, NoRegionError

from infra.deploy.stack import unreachable

CLIENT_CONFIG = Config(connect_timeout=10, retries={"max_attempts": 2})
"""Seconds and attempts for one call; botocore's own are 60 and 5, which is minutes without a network."""


def open_session() -> boto3.Session:
    """Return the session of the environment's profile and region.

    Raises DeploymentRefused for a profile that does not exist, and where no region is set.
    """
    try:
        session = boto3.Session(region_name=os.environ.get("AWS_REGION") or None)
    except BotoCoreError as reason:
        raise unreachable(reason) from None
    if not session.region_name:
        raise unreachable(NoRegionError())
    return session
