"""Events in a certificate's life, as they are published on EventBridge. They hold no key material."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class EventType(StrEnum):
    """The `detail-type` of each event."""

    CERTIFICATE_ISSUED = "Certificate Issued"
    CERTIFICATE_RENEWED = "Certificate Renewed"
    CERTIFICATE_UPLOADED = "Certificate Uploaded"
    CERTIFICATE_ACTIVATED = "Certificate Activated"
    CERTIFICATE_EXPORTED = "Certificate Exported"
    CERTIFICATE_DELETED = "Certificate Deleted"
    CERTIFICATE_RESTORED = "Certificate Restored"
    CERTIFICATE_REVOKED = "Certificate Revoked"
    CERTIFICATE_EXPIRING = "Certificate Expiring"
    CERTIFICATE_EXPIRED = "Certificate Expired"
    RENEWAL_FAILED = "Renewal Failed"
    ACTION_REQUIRED = "Action Required"
    ORDER_FAILED = "Order Failed"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a certificate.

    `event_id` is the same however often the event is published, so that consumers can drop repeats.
    """

    event_id: str
    type: EventType
    occurred_at: datetime
    scope: str
    certificate_id: str
    order_id: str
    detail: tuple[tuple[str, str], ...] = ()
