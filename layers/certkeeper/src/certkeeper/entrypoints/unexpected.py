"""The error that leaves a function in place of an unexpected one, and what may be logged of that: never its text.

The text of a parser's or a client's exception repeats what it was given, and that may be a key or a password.

The reasons are in ADRs 14 and 16.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from certkeeper.domain.errors import CertkeeperError
from certkeeper.entrypoints.settings.environment import SettingError

if TYPE_CHECKING:
    from types import TracebackType

MAX_CAUSES = 5
"""The most causes of one error that the log shows."""
FIRST_FRAMES, LAST_FRAMES = 10, 40
"""The most frames of one error that the log shows: a recursion has a thousand."""


class UnexpectedError(CertkeeperError):
    """Something that was not foreseen: a mistake in Certkeeper, or parts of it that do not fit together.

    The latter passes while a deployment replaces code, layers, settings and permissions one by one. The log has the
    frames.
    """


def error_fields(error: BaseException) -> dict[str, Any]:
    """Return the fields of a log line about an error: its class, its frames and its causes.

    A setting's error gives its text as well: it names the variable, not its value.
    """
    fields: dict[str, Any] = {"error": class_name(error), "frames": _frames(error.__traceback__)}
    if isinstance(error, SettingError):
        fields["reason"] = str(error)
    if causes := [{"error": class_name(cause), "frames": _frames(cause.__traceback__)} for cause in _causes(error)]:
        fields["causes"] = causes
    return fields


def class_name(error: BaseException) -> str:
    """Return the class name of an error with its module: `ConnectionError` alone is three different classes."""
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _frames(traceback: TracebackType | None) -> list[str]:
    frames = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        frames.append(f"{code.co_filename}:{traceback.tb_lineno} {code.co_name}")
        traceback = traceback.tb_next
    left_out = len(frames) - FIRST_FRAMES - LAST_FRAMES
    if left_out <= 0:
        return frames
    return [*frames[:FIRST_FRAMES], f"{left_out} frames are left out", *frames[-LAST_FRAMES:]]


def _causes(error: BaseException) -> list[BaseException]:
    causes: list[BaseException] = []
    cause = error.__cause__ or error.__context__
    while cause is not None and len(causes) < MAX_CAUSES:
        causes.append(cause)
        cause = cause.__cause__ or cause.__context__
    return causes
