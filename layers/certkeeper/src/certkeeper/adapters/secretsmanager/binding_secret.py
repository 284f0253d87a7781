"""The secret in which an administrator has put what the CA's operator gave: it is read, and never written, by us."""

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
"""How Secrets Manager says that the role may not, or that the role may not use the secret's KMS key."""
_FORM = 'the secret for the external account binding must be JSON: {"kid": "...", "hmac_key": "... in base64url"}'
_ABSENT = "there is no secret for the external account binding by the name in the stack's settings"

_CLOSED = (
    "OpenOrder may not read the secret for the external account binding: give it a name that begins with this "
    "stack's name and /accounts/, and no KMS key but the account's own for Secrets Manager"
)


class BindingSecret:
    """Reads `secret`, a name or an ARN, when it is called."""

    def __init__(self, client: SecretsManagerClient, secret: str) -> None:
        self._secrets = VersionedSecrets(client)
        self._secret = secret

    @translated
    def __call__(self) -> ExternalAccount:
        """Raises AccountBindingError where there is none, or none that can be read; nothing of it is repeated."""
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
    """RFC 8555 section 7.3.4: the key comes in base64url, with or without padding."""
    try:
        document = json.loads(text)
        kid, key = document["kid"], document["hmac_key"]
        hmac_key = urlsafe_b64decode(key.rstrip("=") + "=" * (-len(key.rstrip("=")) % 4))
    except (ValueError, LookupError, TypeError, AttributeError, binascii.Error):
        raise AccountBindingError(_FORM) from None
    if not isinstance(kid, str) or not kid or not hmac_key:
        raise AccountBindingError(_FORM)
    return ExternalAccount(kid, hmac_key)
