"""The secret for the external account binding, as an administrator puts it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from certkeeper.adapters.secretsmanager.binding_secret import BindingSecret
from certkeeper.domain.errors import AccountBindingError
from certkeeper.ports.certificate_authority import ExternalAccount

if TYPE_CHECKING:
    from boto3.session import Session

NAME = "certkeeper/accounts/binding"


def test_what_an_administrator_put_is_read_each_time(aws: Session) -> None:
    """By name or ARN; a new value counts at the next registration."""
    client = aws.client("secretsmanager")
    arn = client.create_secret(Name=NAME, SecretString='{"kid": "kid-1", "hmac_key": "YWJj"}')["ARN"]
    assert BindingSecret(client, arn)() == ExternalAccount("kid-1", b"abc")
    read = BindingSecret(client, NAME)
    assert read().kid == "kid-1"
    client.put_secret_value(SecretId=NAME, SecretString='{"kid": "kid-2", "hmac_key": "YWJj"}')
    assert read().kid == "kid-2"


def test_a_secret_that_is_not_there_is_named_as_such(aws: Session) -> None:
    """The order ends with it: waiting would not help."""
    with pytest.raises(AccountBindingError, match="does not exist"):
        BindingSecret(aws.client("secretsmanager"), "certkeeper/accounts/missing")()


@pytest.mark.parametrize(
    ("refusal", "raised"),
    [("AccessDeniedException", AccountBindingError), ("InvalidParameterException", ClientError)],
)
def test_a_secret_that_certkeepers_role_may_not_read_is_named_as_such(
    aws: Session, refusal: str, raised: type[Exception]
) -> None:
    """An administrator can change its name; what nobody could change stays Certkeeper's mistake."""
    client = aws.client("secretsmanager")
    document: Any = {"Error": {"Code": refusal, "Message": ""}, "ResponseMetadata": {"HTTPStatusCode": 400}}

    def refuse(**_: object) -> None:
        raise ClientError(document, "GetSecretValue")

    client.meta.events.register("before-call.secrets-manager.GetSecretValue", refuse)
    with pytest.raises(raised, match="/accounts/" if raised is AccountBindingError else refusal):
        BindingSecret(client, "elsewhere")()
