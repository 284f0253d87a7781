"""What is said of a certificate that was taken in: three verdicts, never one boolean, and warnings with stable codes.

That key, certificate and chain fit together is no verdict here: where they do not, the upload is refused.
"""

from dataclasses import dataclass
from enum import StrEnum


class Trust(StrEnum):
    """PUBLIC: up to a root that browsers have. PRIVATE: up to a root that came with it. INCOMPLETE: neither."""

    PUBLIC = "public"
    PRIVATE = "private"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that a person should know: a stable `code` and a sentence."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The verdicts on one version of a certificate, as of when it came."""

    trust: Trust
    acm_obstacles: tuple[Remark, ...]
    warnings: tuple[Remark, ...]

    @property
    def importable_into_acm(self) -> bool:
        """Whether AWS Certificate Manager would take it."""
        return not self.acm_obstacles
