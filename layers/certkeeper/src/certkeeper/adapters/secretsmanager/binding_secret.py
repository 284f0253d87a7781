"""The secret with the CA operator's key for external account binding. People write it; Certkeeper only reads it.

The reasons are in ADR 38.
"""

from __future__ import annotations

import binascii
import json
from base64 import urlsafe_b64decode
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from certkeeper.adapters.aws.errors import code, translated
from certkeeper.adapters.secretsmanager.versioned_secrets import VersionedSecrets
from certkeeper.domain.errors import AccountBindingError
from certkeeper.ports.certificate_authority import ExternalAccount

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

_DENIED = "AccessDeniedException"
"""The error code of Secrets Manager if the role may not read the secret, or may not use its KMS key."""
_FORM = 'the secret for the external account binding must be JSON: {"kid": "...", "hmac_key": "... in base64url"}'
_ABSENT = "the secret that the parameter AcmeBindingSecret names does not exist; create it, or correct the parameter"

_CLOSED = (
    "Certkeeper may not read the secret that the parameter AcmeBindingSecret names: give it a name that begins with "
    "the stack's name and /accounts/, and encrypt it with the account's default KMS key for Secrets Manager"
)


class BindingSecret:
    """The secret with this name or ARN, read at each call."""

    def __init__(self, client: SecretsManagerClient, secret: str) -> None:
        self._secrets = VersionedSecrets(client)
        self._secret = secret

    @translated
    def __call__(self) -> ExternalAccount:
        """Return the external account that the secret describes (GetSecretValue).

        Raises AccountBindingError, which does not repeat the content, if there is no secret, it may not be read, or its
        content is of another form.
        """
        try:
            stored = self._secrets.read_current(self._secret)
        except ClientError as error:
            if code(error) == _DENIED:
                raise AccountBindingError(_CLOSED) from error
            raise
        if stored is None:
            raise AccountBindingError(_ABSENT)
        return read_binding(stored)


def read_binding(text: str) -> ExternalAccount:
    """Return the external account in the text of the secret; raise AccountBindingError if it has another form.

    The HMAC key is in base64url, with or without padding (RFC 8555 section 7.3.4).
    """
    try:
        document = json.loads(text)
        kid, key = document["kid"], document["hmac_key"]
        hmac_key = urlsafe_b64decode(key.rstrip("=") + "=" * (-len(key.rstrip("=")) % 4))
    except (ValueError, LookupError, TypeError, AttributeError, binascii.Error):
        raise AccountBindingError(_FORM) from None
    if not isinstance(kid, str) or not kid or not hmac_key:
        raise AccountBindingError(_FORM)
    return ExternalAccount(kid, hmac_key)
