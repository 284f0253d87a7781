"""Documents of a comparison of two versions, and of certificates that have the same names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.domain.certificates.comparison import Comparison
    from certkeeper.entrypoints.contract import comparisons as documents


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
