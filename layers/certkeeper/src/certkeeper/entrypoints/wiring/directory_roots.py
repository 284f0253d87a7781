"""The roots that the directory of the CA is trusted by."""

from __future__ import annotations

from functools import cache

from certkeeper.adapters.acme.roots import pem_of
from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.aws.ssm import StoredText
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.settings.environment import SettingError


def directory_roots() -> str:
    """Return the roots in PEM, or an empty text where the public ones are trusted.

    Raises SettingError if the SSM parameter that has them holds something else.
    """
    name = settings.acme_root_parameter()
    return _stored_roots(name) if name else ""


def _stored_roots(name: str) -> str:
    try:
        return pem_of(_store(name)())
    except ValueError:
        raise SettingError("ACME_ROOT_PARAMETER", "the name of an SSM parameter with certificates") from None


@cache
def _store(name: str) -> StoredText:
    return StoredText(client("ssm"), name)
