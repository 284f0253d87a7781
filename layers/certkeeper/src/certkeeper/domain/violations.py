"""A reason why a request is refused, and the field that it is about."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Violation:
    """One reason: `pointer` (RFC 6901) into the body, a stable `code`, a `detail` that never repeats what was sent."""

    pointer: str
    code: str
    detail: str
