"""Parts of many documents: moments, pages of lists, comparisons, and pointers to certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, overload

from certkeeper.domain.clock import to_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.domain.certificates.comparison import Comparison
    from certkeeper.entrypoints.contract import fields as documents
    from certkeeper.entrypoints.contract.fields import Page

    Item = TypeVar("Item")
    Shown = TypeVar("Shown")


@overload
def moment(value: datetime) -> str: ...


@overload
def moment(value: datetime | None) -> str | None: ...


def moment(value: datetime | None) -> str | None:
    """Return the value, a moment, in RFC 3339 and UTC; None if there is none."""
    return None if value is None else to_text(value)


def page_view(items: Iterable[Item], show: Callable[[Item], Shown], next_: str | None) -> Page[Shown]:
    """Return one page of a list: each of the items as `show` makes it, and the cursor of the next page."""
    return {"items": [show(item) for item in items], "next": next_}


def comparison_view(comparison: Comparison) -> documents.Comparison:
    """Return the document of a comparison: the number of the current version, and each loss with both sides."""
    return {
        "version": comparison.version,
        "losses": [
            {"code": found.code, "detail": found.detail, "before": list(found.before), "after": list(found.after)}
            for found in comparison.losses
        ],
    }


def same_names_view(certificates: Iterable[Certificate]) -> list[documents.NamedCertificate]:
    """Return the documents that point to certificates, by id and name."""
    return [
        {"certificate_id": certificate.certificate_id, "certificate_name": certificate.name}
        for certificate in certificates
    ]
