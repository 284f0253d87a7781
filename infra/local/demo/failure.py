"""How the demonstration fails."""

import json

from infra.local.caller import Answer


class DemoFailed(RuntimeError):
    """Something did not go as it should; the text says what, for a person."""


def require_status(answer: Answer, status: int, what: str) -> Answer:
    """Return the answer if it has this status.

    Otherwise raise DemoFailed with what was called and the API's problem document.
    """
    if answer.status != status:
        raise DemoFailed(f"{what}: answered {answer.status} instead of {status}\n{_readable(answer.body)}")
    return answer


def _readable(body: bytes) -> str:
    """A problem document line by line; anything else as it is."""
    try:
        return json.dumps(json.loads(body), indent=2)
    except ValueError:
        return body.decode(errors="replace")
