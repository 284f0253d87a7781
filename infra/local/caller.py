"""Calls of Certkeeper's API as a role: requests signed with Signature Version 4, as on AWS."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import urllib3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from infra.local.aws import Cloud
from infra.local.processes.emulator_process import REGION

TIMEOUT_SECONDS = 35.0  # API Gateway gives up after 29
HttpHeaders = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the API answered. Header names are in lower case."""

    status: int
    headers: HttpHeaders
    body: bytes

    def json(self) -> Any:  # noqa: ANN401 - whatever was sent
        """Return the body as parsed JSON."""
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Caller:
    """Someone who calls the API at `api_url`, with a role's credentials or with none."""

    api_url: str
    credentials: Credentials | None
    _pool: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(retries=False), repr=False)

    def request(
        self,
        method: str,
        path: str,
        *,
        body: object = None,
        raw: bytes | None = None,
        headers: HttpHeaders | None = None,
    ) -> Answer:
        """Send a request, signed if there are credentials, and return the answer.

        `method` is GET, POST and so on; `path` begins with a slash and may have a query. `body` is sent as JSON, `raw`
        as it is.
        """
        content = raw if raw is not None or body is None else json.dumps(body).encode()
        sent = {**({"Content-Type": "application/json"} if content is not None else {}), **(headers or {})}
        url = self.api_url + path
        answer = self._pool.request(
            method,
            url,
            body=content,
            headers=self._signed(method, url, content, sent),
            redirect=False,
            timeout=TIMEOUT_SECONDS,
        )
        return Answer(answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.data)

    def _signed(self, method: str, url: str, content: bytes | None, headers: HttpHeaders) -> dict[str, str]:
        """The headers with a signature; without credentials, as they are."""
        if self.credentials is None:
            return dict(headers)
        request = AWSRequest(method, url, headers=headers, data=content or b"")
        request.headers["Host"] = urlsplit(url).netloc
        SigV4Auth(self.credentials, "execute-api", REGION).add_auth(request)
        return dict(request.headers.items())


def assume(cloud: Cloud, role_arn: str, api_url: str, *, session_name: str = "local-world") -> Caller:
    """Assume the role in the cloud, and return a caller of the API at `api_url` with its credentials.

    `role_arn` names the role. The credentials are valid for an hour.
    """
    sts = cloud.session.client("sts", endpoint_url=cloud.endpoint)
    issued = sts.assume_role(RoleArn=role_arn, RoleSessionName=session_name)["Credentials"]
    return Caller(api_url, Credentials(issued["AccessKeyId"], issued["SecretAccessKey"], issued["SessionToken"]))


def anonymous(api_url: str) -> Caller:
    """Return a caller of the API at `api_url` who signs nothing."""
    return Caller(api_url, None)
