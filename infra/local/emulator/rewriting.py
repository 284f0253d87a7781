"""Replacing a few lines of a function of ministack, only if they still read as we know them.

ministack has no seams where we need them, so its functions are compiled again from their own source
with a small edit. Patching by wrapping would hide it when the code inside changes; this cannot.
"""

import inspect
import linecache
import textwrap
from collections.abc import Mapping
from types import FunctionType, ModuleType


class EmulatorChanged(RuntimeError):
    """ministack is no longer the one that a correction was written for."""

    def __init__(self, correction: str, expected: str) -> None:
        super().__init__(
            f"correction {correction}: ministack changed, exactly one occurrence expected of {expected!r}. "
            "Read its new source, then adapt or drop the correction."
        )


def replaced_once(source: str, edits: Mapping[str, str], correction: str) -> str:
    """The source with each key replaced by its value; every key must occur exactly once."""
    for old, new in edits.items():
        if source.count(old) != 1:
            raise EmulatorChanged(correction, old)
        source = source.replace(old, new)
    return source


def rewrite(owner: type | ModuleType, name: str, edits: Mapping[str, str], correction: str) -> None:
    """Compile the function `owner.name` again with the edits, in the module that it comes from."""
    function: FunctionType = getattr(owner, name)
    source = replaced_once(textwrap.dedent(inspect.getsource(function)), edits, correction)
    scope: dict[str, FunctionType] = {}
    file = f"<{correction}: {function.__module__}.{function.__qualname__}>"
    code = compile(source, file, "exec")
    # Known to linecache, the new source can be rewritten by another correction, and shows in tracebacks.
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    exec(code, function.__globals__, scope)  # noqa: S102 - the text is ministack's own, pinned, plus our edit
    setattr(owner, name, scope[name])
