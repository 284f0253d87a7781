"""The AWS session and credentials of the caller, from a profile and a region or from the environment."""

import os

import botocore.exceptions
from botocore.credentials import Credentials
from botocore.session import Session

from certkeeper_cli.errors import SIGN_IN, CredentialsError


def session(profile: str | None = None, region: str | None = None) -> Session:
    """Return a session for a profile and a region, or the usual ones. Raise CredentialsError for an unknown profile."""
    made = Session(profile=profile)
    try:
        configured = made.get_config_variable("region")
    except botocore.exceptions.BotoCoreError as reason:
        raise CredentialsError(
            str(reason), "see `aws configure list-profiles`, or name another with --profile"
        ) from None
    # The SDKs' newer name; botocore alone reads only AWS_DEFAULT_REGION.
    made.set_config_variable("region", region or os.environ.get("AWS_REGION") or configured)
    return made


def credentials(aws: Session) -> Credentials:
    """Return a session's AWS credentials, renewed where that needs no person. Raise CredentialsError without any."""
    try:
        found = aws.get_credentials()
        if found is not None:
            found.get_frozen_credentials()
    except (botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError) as reason:
        raise CredentialsError(f"the AWS credentials cannot be used: {reason}", SIGN_IN) from None
    if found is None:
        raise CredentialsError("there are no AWS credentials", SIGN_IN)
    return found
