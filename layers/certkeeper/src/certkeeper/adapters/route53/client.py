"""The client of Route 53, in this account or, with a role, in another one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from boto3.session import Session
from botocore.credentials import CredentialProvider, CredentialResolver, DeferredRefreshableCredentials
from botocore.session import Session as BotocoreSession

from certkeeper.adapters.aws.clients import client, timeouts

if TYPE_CHECKING:
    from mypy_boto3_route53 import Route53Client
    from mypy_boto3_sts.type_defs import AssumeRoleRequestTypeDef

SESSION_NAME = "certkeeper"
"""The name of the session in the other account's CloudTrail (AssumeRole, `RoleSessionName`)."""


def route53(role_arn: str, external_id: str) -> Route53Client:
    """Return a client of Route 53; with an empty `role_arn` it acts as the function's own role. No call is made yet.

    `external_id` is what the other account's trust policy requires, so that nobody else can make Certkeeper act there:
    https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html.
    """
    if not role_arn:
        return client("route53")
    as_role = BotocoreSession()
    as_role.register_component("credential_provider", CredentialResolver([_AssumedRole(role_arn, external_id)]))
    return Session(botocore_session=as_role).client("route53", config=timeouts())


class _AssumedRole(CredentialProvider):
    """The credentials of the role, renewed before their hour is over: a function's process may live for many hours."""

    METHOD = "certkeeper-assumed-role"
    CANONICAL_NAME = METHOD

    def __init__(self, role_arn: str, external_id: str) -> None:
        super().__init__()
        self._role_arn = role_arn
        self._external_id = external_id

    def load(self) -> DeferredRefreshableCredentials:
        """Return the credentials, as botocore's credential chain asks for them."""
        return DeferredRefreshableCredentials(self._assume, self.METHOD)

    def _assume(self) -> dict[str, Any]:
        wanted: AssumeRoleRequestTypeDef = {"RoleArn": self._role_arn, "RoleSessionName": SESSION_NAME}
        if self._external_id:
            wanted["ExternalId"] = self._external_id
        issued = client("sts").assume_role(**wanted)["Credentials"]
        return {
            "access_key": issued["AccessKeyId"],
            "secret_key": issued["SecretAccessKey"],
            "token": issued["SessionToken"],
            "expiry_time": issued["Expiration"].isoformat(),
        }
