"""What update_certificate takes: a merge patch (RFC 7396), in which null asks for the default."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from certkeeper.domain.certificates.names import MOST_NAME_CHARACTERS
from certkeeper.entrypoints.http.body import JSON, MERGE_PATCH
from certkeeper.entrypoints.requests.reading import flag, notice_days, optional, read, text_of

if TYPE_CHECKING:
    from certkeeper.entrypoints.http.request import Request

FIELDS = {
    "certificate_name": optional(text_of(MOST_NAME_CHARACTERS)),
    "domain": optional(text_of(253)),
    "notices_enabled": optional(flag),
    "notice_days": optional(notice_days),
    "renewal_enabled": optional(flag),
    "key_reused": optional(flag),
}


def certificate_changes(request: Request) -> dict[str, Any]:
    """What shall change; what is not there stays. Raises ProblemError."""
    return read(request, FIELDS, media_types=(MERGE_PATCH, JSON))
