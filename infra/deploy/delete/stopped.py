"""Why a deletion did not go on."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from infra.deploy.stack import DENIED, SIGN_IN, UNSIGNED, unreachable


class DeletionStopped(RuntimeError):
    """The deletion did not go on; the text says why and what to do, and is for the person who deletes."""


@contextmanager
def explained(purpose: str) -> Iterator[None]:
    """Return a context that raises DeletionStopped for what AWS refuses in it, with the purpose ("read the roles").

    Raises DeploymentRefused where AWS cannot be asked at all.
    """
    try:
        yield
    except ClientError as reason:
        error, call = reason.response["Error"], reason.operation_name
        code = error.get("Code", "")
        if code in DENIED:
            text = f"These AWS credentials may not {purpose} ({call}). Delete with credentials that may."
        elif code in UNSIGNED:
            text = f"AWS does not accept these credentials ({code}). {SIGN_IN}"
        else:
            text = f"AWS did not {purpose} ({call}): {code}: {error.get('Message', '')} Run make delete again."
        raise DeletionStopped(text) from None
    except BotoCoreError as reason:
        raise unreachable(reason) from None
