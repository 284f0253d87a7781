"""What a person has set for a certificate, as a JSON document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.certificates.certificate import Settings

if TYPE_CHECKING:
    from certkeeper.adapters.dynamodb.attributes import Document


def settings_document(settings: Settings) -> Document:
    """The settings."""
    return {
        "domain": settings.domain,
        "notices_enabled": settings.notices_enabled,
        "notice_days": list(settings.notice_days),
        "renewal_enabled": settings.renewal_enabled,
        "key_reused": settings.key_reused,
    }


def read_settings(document: Document) -> Settings:
    """What `settings_document` wrote; the defaults where it wrote nothing."""
    if not document:
        return Settings()
    return Settings(
        domain=document["domain"],
        notices_enabled=document["notices_enabled"],
        notice_days=tuple(document["notice_days"]),
        renewal_enabled=document["renewal_enabled"],
        key_reused=document["key_reused"],
    )
