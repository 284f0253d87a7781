"""Why an order or a renewal failed, as a JSON document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.orders.failures import Failure

if TYPE_CHECKING:
    from certkeeper.adapters.dynamodb.attributes import Document


def failure_document(failure: Failure | None) -> Document | None:
    """The reason, or None."""
    if failure is None:
        return None
    return {
        "code": failure.code,
        "detail": failure.detail,
        "acme_type": failure.acme_type,
        "names": list(failure.names),
    }


def read_failure(document: Document) -> Failure | None:
    """What `failure_document` wrote."""
    if not document:
        return None
    names = tuple(document["names"])
    return Failure(code=document["code"], detail=document["detail"], acme_type=document["acme_type"], names=names)
