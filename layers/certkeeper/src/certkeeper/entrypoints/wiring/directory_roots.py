"""The roots that the directory of the CA is trusted by."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from certkeeper.adapters.aws.clients import client
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.settings.environment import SettingError

if TYPE_CHECKING:
    from certkeeper.adapters.acme.roots import StoredRoots


def directory_roots() -> str:
    """Return the roots in PEM, or an empty text where the public ones are trusted.

    Raises SettingError if the SSM parameter that has them holds something else.
    """
    name = settings.acme_root_parameter()
    if not name:
        return ""
    try:
        return _stored(name)()
    except ValueError:
        raise SettingError("ACME_ROOT_PARAMETER", "the name of an SSM parameter with certificates") from None


@cache
def _stored(name: str) -> StoredRoots:
    from certkeeper.adapters.acme.roots import StoredRoots  # noqa: PLC0415 - only for private CAs

    return StoredRoots(client("ssm"), name)
