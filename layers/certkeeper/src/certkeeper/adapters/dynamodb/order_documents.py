"""The inside of an order as JSON documents: what is to be authorized, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.orders.challenges import Challenge
from certkeeper.domain.orders.order import Authorization

if TYPE_CHECKING:
    from collections.abc import Sequence

    from certkeeper.adapters.dynamodb.attributes import Document


def authorizations_document(authorizations: Sequence[Authorization]) -> list[Document]:
    """All of them, each with what the CA offers."""
    return [
        {
            "name": each.name,
            "url": each.url,
            "status": each.status,
            "challenges": [_challenge_document(challenge) for challenge in each.challenges],
        }
        for each in authorizations
    ]


def _challenge_document(challenge: Challenge) -> Document:
    """A hundred names have hundreds of challenges: what is empty is left out."""
    known = {"type": challenge.type, "url": challenge.url, "token": challenge.token}
    issuers: Document = {"issuers": list(challenge.issuers)} if challenge.issuers else {}
    account: Document = {"account_uri": challenge.account_uri} if challenge.account_uri else {}
    return {**known, **issuers, **account}


def read_authorizations(documents: Sequence[Document]) -> tuple[Authorization, ...]:
    """What `authorizations_document` wrote."""
    return tuple(
        Authorization(
            name=each["name"],
            url=each["url"],
            status=each["status"],
            challenges=tuple(map(_read_challenge, each["challenges"])),
        )
        for each in documents
    )


def _read_challenge(document: Document) -> Challenge:
    return Challenge(
        type=document["type"],
        url=document["url"],
        token=document["token"],
        issuers=tuple(document.get("issuers", ())),
        account_uri=document.get("account_uri", ""),
    )
