"""What leaves a function in place of an exception that nobody expected, and what may be logged of it: never its text.

The text of a parser's or a client's exception repeats what it was given, and that may be a key or a password.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from certkeeper.domain.errors import CertkeeperError
from certkeeper.entrypoints.settings.environment import SettingError

if TYPE_CHECKING:
    from types import TracebackType

MAX_CAUSES = 5


class UnexpectedError(CertkeeperError):
    """Something that was not foreseen: a mistake of the program, or parts of it that do not fit.

    The latter passes where a deployment replaces code, layers, settings and rights one by one. The log has the frames.
    """


def error_fields(error: BaseException) -> dict[str, Any]:
    """Fields for a log line. A setting's error also tells its text: it names the variable, not its value."""
    fields: dict[str, Any] = {"error": class_name(error), "frames": _frames(error.__traceback__)}
    if isinstance(error, SettingError):
        fields["reason"] = str(error)
    if causes := [{"error": class_name(cause), "frames": _frames(cause.__traceback__)} for cause in _causes(error)]:
        fields["causes"] = causes
    return fields


def class_name(error: BaseException) -> str:
    """With its module: `ConnectionError` alone is three different classes."""
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _frames(traceback: TracebackType | None) -> list[str]:
    frames = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        frames.append(f"{code.co_filename}:{traceback.tb_lineno} {code.co_name}")
        traceback = traceback.tb_next
    return frames


def _causes(error: BaseException) -> list[BaseException]:
    causes: list[BaseException] = []
    cause = error.__cause__ or error.__context__
    while cause is not None and len(causes) < MAX_CAUSES:
        causes.append(cause)
        cause = cause.__cause__ or cause.__context__
    return causes
