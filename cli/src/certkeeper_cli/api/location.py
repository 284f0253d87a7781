"""Where the API is: at a URL that was given, or at the output ApiUrl of a stack (ADR 60)."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import boto3
import botocore.exceptions
from botocore.config import Config
from botocore.session import Session

from certkeeper_cli.api.client import CHECK_CONNECTION, LOOPBACK, NO_ANSWER, Api, reason_without_answer
from certkeeper_cli.api.session import credentials
from certkeeper_cli.errors import SIGN_IN, CredentialsError, LocationError, UnreachableError, UsageError

STACK = "certkeeper"
OUTPUT = "ApiUrl"
NAME_A_REGION = "name it with --region, or set AWS_REGION"
_URL = re.compile(r"[a-z]+://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~-]+)*/?")
"""A host and a path; no user, query or fragment: a path of the API is appended to it."""

_HOST = re.compile(r"\.execute-api\.([a-z0-9-]+)\.([a-z0-9.-]+)$")
"""The end of the name of an API Gateway host: a region, and the suffix of the region's partition."""

_EXPIRED = frozenset({"ExpiredToken", "ExpiredTokenException", "RequestExpired"})
_INVALID = frozenset({"InvalidClientTokenId", "UnrecognizedClientException", "SignatureDoesNotMatch"})
_DENIED = frozenset({"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"})


@dataclass(frozen=True, slots=True)
class Location:
    """The API's URL with its stage, and the AWS region that requests are signed for."""

    url: str
    region: str


def locate(session: Session, *, url: str | None = None, stack: str = STACK) -> Location:
    """Return where the API is: at the URL, or where the stack's output says. The session has the region.

    Raise UsageError for a URL that is not valid; LocationError, CredentialsError or UnreachableError for the stack.
    """
    if url:
        return Location(_checked(url), _region_of(session, url) or _region(session))
    region = _region(session)
    return Location(_checked(_output(session, region, stack)), region)


def open_api(session: Session, *, url: str | None = None, stack: str = STACK) -> Api:
    """Return the API at the URL or of the stack, for the session's credentials. Raise what `locate` raises."""
    found = locate(session, url=url, stack=stack)
    return Api(found.url, found.region, credentials(session), ca_bundle=session.get_config_variable("ca_bundle"))


def _checked(url: str) -> str:
    """Return the URL, if requests may go there: private keys are among the answers. Raise UsageError."""
    try:
        parts = urlsplit(url)
        plain = parts.scheme == "http" and parts.hostname in LOOPBACK
        if parts.hostname and _URL.fullmatch(url) and (parts.scheme == "https" or plain):
            parts.port  # noqa: B018 - raises where it is no number
            return url
    except ValueError:
        pass
    raise UsageError("the URL must begin with https:// and end with the stage", "give the output ApiUrl of the stack")


def _region_of(session: Session, url: str) -> str | None:
    """Return the region that the URL of an API Gateway names; None for another URL.

    Which suffix the names of a region have (amazonaws.com, amazonaws.com.cn, amazonaws.eu) is in botocore's data.
    """
    if not (found := _HOST.search(urlsplit(url).hostname or "")):
        return None
    region, suffix = found.groups()
    try:
        partition = session.get_partition_for_region(region)
    except botocore.exceptions.UnknownRegionError:
        return None
    suffixes = {each["id"]: each["outputs"]["dnsSuffix"] for each in session.get_data("partitions")["partitions"]}
    return region if suffix == suffixes[partition] else None


def _region(session: Session) -> str:
    region: str | None = session.get_config_variable("region")
    if not region:
        raise LocationError("no AWS region is set", NAME_A_REGION)
    return region


def _output(session: Session, region: str, stack: str) -> str:
    """Return the stack's output ApiUrl; needs cloudformation:DescribeStacks. Raise LocationError."""
    credentials(session)  # says what is missing before CloudFormation says it in its own way
    try:
        client = boto3.Session(botocore_session=session).client(
            "cloudformation", region_name=region, config=Config(retries={"max_attempts": 2})
        )
        (found,) = client.describe_stacks(StackName=stack)["Stacks"]
    except NO_ANSWER as reason:
        raise UnreachableError(
            f"CloudFormation in {region} cannot be reached: {reason_without_answer(reason)}", CHECK_CONNECTION
        ) from None
    except botocore.exceptions.ClientError as reason:
        raise _refused(reason, region, stack) from None
    except botocore.exceptions.BotoCoreError as reason:
        raise LocationError(
            f"the stack cannot be looked up: {reason}", f"check the region, or {NAME_A_REGION}"
        ) from None
    for output in found.get("Outputs", ()):
        if output["OutputKey"] == OUTPUT:
            return str(output["OutputValue"])
    raise LocationError(
        f"the stack {stack} in {region} has no output {OUTPUT}", "name Certkeeper's stack with --stack, or give --url"
    )


def _refused(reason: botocore.exceptions.ClientError, region: str, stack: str) -> Exception:
    """Return the error that CloudFormation's refusal means here."""
    code = reason.response["Error"].get("Code", "")
    if code in _EXPIRED:
        return CredentialsError("the AWS credentials have expired", SIGN_IN)
    if code in _INVALID:
        return CredentialsError("AWS does not know these credentials", SIGN_IN)
    if code in _DENIED:
        return LocationError(
            "you may not look up the stack (cloudformation:DescribeStacks)", "give the API's address with --url"
        )
    return LocationError(
        f"there is no stack {stack} in {region}", "name it with --stack and its region with --region, or give --url"
    )
