"""The attributes of a certificate's row that a search reads."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from certkeeper.adapters.dynamodb.rows.columns import Attributes
    from certkeeper.domain.certificates.certificate import CertificateFacts

MAX_SEARCH_CHARACTERS = 2_048
"""The most characters of the names that a search reads of a row, some 40 names.

A list pays a read unit for each 4 KB of all rows that it passes, and an update a write unit for each KB
(https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html).
"""
SEARCH_CUT = "search_cut"
"""The attribute of a row with more names; a list searches those where it reads them."""


def search_attributes(
    certificate_id: str, name: str, names: Sequence[str], facts: CertificateFacts | None
) -> Attributes:
    """Return the attributes that a search reads, from what a certificate has now.

    `names` are its DNS names, and `facts` those of its current version, None before the first.
    """
    # Not at the top of the module: functions that read a certificate do not write one.
    from certkeeper.domain.certificates.search import (  # noqa: PLC0415
        SEPARATOR,
        folded,
        searched_numbers,
        searched_texts,
    )

    texts = searched_texts(name, names, facts)
    lengths = accumulate(len(text) + len(SEPARATOR) for text in texts)
    fitting = [text for text, length in zip(texts, lengths, strict=True) if length <= MAX_SEARCH_CHARACTERS]
    return {
        "search_text": {"S": SEPARATOR.join(fitting)},
        "search_issuer": {"S": folded(facts.issuer)} if facts else None,
        "search_numbers": {"S": searched_numbers(certificate_id, facts)},
        SEARCH_CUT: {"BOOL": True} if len(fitting) < len(texts) else None,
    }
