"""The verdicts on an uploaded certificate: three of them, never one boolean, and remarks with stable codes.

Whether key, certificate and chain belong together is no verdict: where they do not, the upload is refused.
"""

from dataclasses import dataclass
from enum import StrEnum


class Trust(StrEnum):
    """PUBLIC: a root that browsers trust. PRIVATE: a root that came with the upload. INCOMPLETE: no root was found."""

    PUBLIC = "public"
    PRIVATE = "private"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that a person should know: a stable `code`, and a sentence."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The verdicts on one version, as of the moment of its upload.

    `acm_obstacles` are the reasons why AWS Certificate Manager would not import it.
    """

    trust: Trust
    acm_obstacles: tuple[Remark, ...]
    warnings: tuple[Remark, ...]

    @property
    def importable_into_acm(self) -> bool:
        """Whether AWS Certificate Manager would import it."""
        return not self.acm_obstacles
