"""Why CAA records keep our CA from issuing, and what a person can change about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.lookout.outcome import NotReady
from certkeeper.domain.dns.findings import FindingCode

if TYPE_CHECKING:
    from collections.abc import Sequence


def others_may(owner: str, issuers: Sequence[str], seen: str) -> NotReady:
    """RFC 8659: others may issue, our CA may not."""
    advice = f'add a CAA record at {owner} that allows our CA: 0 issue "{issuers[0]}", beside the others'
    return NotReady(FindingCode.CAA_FORBIDS, f"CAA at {owner}: {seen}", advice)


def parameters_forbid(owner: str, what: str, seen: str) -> NotReady:
    """RFC 8657: our CA may issue, but not so, or not for us."""
    return NotReady(FindingCode.CAA_FORBIDS, f"CAA at {owner}: {seen}", f"change the CAA record at {owner}: {what}")


def no_wildcards(owner: str, issuers: Sequence[str], seen: str) -> NotReady:
    """RFC 8659 section 4.3: issuewild speaks of wildcards alone, and takes precedence."""
    advice = f'add a CAA record at {owner} that allows wildcards: 0 issuewild "{issuers[0]}", beside the others'
    return NotReady(FindingCode.CAA_FORBIDS, f"CAA at {owner}: {seen}", advice)
