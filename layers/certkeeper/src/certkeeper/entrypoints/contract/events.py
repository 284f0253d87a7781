"""Events: what is published on EventBridge for each change of a certificate. All texts, and never any key material."""

from typing import Annotated, Literal

from pydantic import Field, with_config
from typing_extensions import TypedDict

from certkeeper.adapters.aws.events import EVENT_ID
from certkeeper.domain.certificates.comparison import Loss
from certkeeper.domain.dns.names import MAX_CHARACTERS
from certkeeper.domain.events import EventType
from certkeeper.domain.orders.order import OrderStatus
from certkeeper.entrypoints.contract.fields import CLOSED, MOMENT, SHA256, EnumValues, Id, Moment, ScopeName

STACK = r"^arn:[a-z-]+:cloudformation:[a-z0-9-]+:\d{12}:stack/[A-Za-z0-9-]{1,128}/[A-Za-z0-9-]+$"
"""The ARN of a stack (AWS CloudFormation, `AWS::StackId`)."""

Count = Annotated[str, Field(pattern=r"^[1-9]\d*$")]
"""A number from 1 on, as a text."""
MomentOrEmpty = Annotated[str, Field(pattern=f"^({MOMENT})?$")]
"""A moment, or an empty text."""
Flag = Literal["true", "false"]
"""True or false, as a text."""
_LOSS = f"({'|'.join(Loss)})"
NonEmptyText = Annotated[str, Field(min_length=1)]
Caller = Annotated[str, Field(min_length=1, description="The ARN of who did it")]
Order = Annotated[Id | Literal[""], Field(description="The order that caused it; empty if none did")]
NotAfter = Annotated[Moment, Field(description="When the certificate ends")]


@with_config(CLOSED)
class Detail(TypedDict):
    """The fields of every event."""

    event_id: Annotated[
        str,
        Field(
            pattern=f"^{EVENT_ID.pattern}$",
            description="The same however often the event is published: drop repeats by it",
        ),
    ]
    occurred_at: Moment
    scope: Annotated[ScopeName, Field(description="The scope that the certificate is in")]
    certificate_id: Id
    name: Annotated[
        str,
        Field(min_length=1, max_length=MAX_CHARACTERS, description="The certificate's name in its scope"),
    ]


@with_config(CLOSED)
class VersionDetail(Detail):
    """The fields of an event about one version."""

    version: Annotated[Count, Field(description="The number of the version; each renewal or upload has the next one")]


@with_config(CLOSED)
class OrderedVersionDetail(VersionDetail):
    """The fields of an event about one version that an order may have caused."""

    order_id: Order


@with_config(CLOSED)
class CertificateIssued(OrderedVersionDetail):
    """An order brought the certificate's first version, or a further one that no renewal asked for."""

    not_after: NotAfter
    sha256: Annotated[str, Field(pattern=SHA256, description="SHA-256 of the certificate (DER)")]


@with_config(CLOSED)
class CertificateRenewed(CertificateIssued):
    """A renewal brought a further version."""

    after_warning: Annotated[
        Flag, Field(description="Whether administrators had been notified that the version before would end")
    ]


@with_config(CLOSED)
class CertificateUploaded(OrderedVersionDetail):
    """Somebody uploaded a certificate, or a new version of one."""

    sha256: Annotated[str, Field(pattern=SHA256, description="SHA-256 of the certificate (DER)")]
    confirmed_losses: Annotated[
        str,
        Field(
            pattern=f"^({_LOSS}(, {_LOSS})*)?$",
            description="What somebody confirmed that it loses against the version before, separated by commas; empty "
            "if nothing",
        ),
    ]


@with_config(CLOSED)
class CertificateActivated(CertificateIssued):
    """Somebody made an earlier version of the certificate current again."""

    replaced: Annotated[Count, Field(description="The number of the version that was current before")]
    caller: Caller


@with_config(CLOSED)
class CertificateExported(OrderedVersionDetail):
    """Somebody exported the certificate, with its private key or without."""

    format: NonEmptyText
    with_key: Flag
    caller: Caller


@with_config(CLOSED)
class CertificateRestored(Detail):
    """Somebody restored a deleted certificate."""

    order_id: Order
    caller: Caller


@with_config(CLOSED)
class CertificateDeleted(CertificateRestored):
    """Somebody deleted the certificate; it can be restored for some days."""

    recoverable_until: Moment


@with_config(CLOSED)
class CertificateRevoked(OrderedVersionDetail):
    """The certificate was revoked and must not be trusted any more."""

    caller: Annotated[NonEmptyText, Field(description='The ARN of who did it, or "ca" where the CA did it by itself')]
    reason: Annotated[NonEmptyText, Field(description="In the words of RFC 5280 section 5.3.1, such as keyCompromise")]


@with_config(CLOSED)
class CertificateExpired(OrderedVersionDetail):
    """The certificate has ended, and no new version has replaced it."""

    not_after: NotAfter


@with_config(CLOSED)
class CertificateExpiring(CertificateExpired):
    """A threshold before the certificate's end has passed, and no new version has replaced it."""

    threshold_days: Annotated[
        Count, Field(description="The threshold as it is set; for short-lived certificates it is reached earlier")
    ]


@with_config(CLOSED)
class RenewalFailed(OrderedVersionDetail):
    """An attempt to renew the certificate failed."""

    code: Annotated[NonEmptyText, Field(description="A stable code")]
    reason: Annotated[NonEmptyText, Field(description="The reason, and what to change")]
    attempt: Annotated[Count, Field(description="Counts from 1")]
    next_attempt_at: Annotated[MomentOrEmpty, Field(description="Empty if Certkeeper does not try again by itself")]


@with_config(CLOSED)
class ActionRequired(VersionDetail):
    """A renewal waits for somebody to set a DNS record; the order shows which."""

    order_id: Annotated[Id, Field(description="The order that waits")]
    deadline: Annotated[
        MomentOrEmpty,
        Field(description="By when the record must be set; empty if that is not known"),
    ]


@with_config(CLOSED)
class OrderFailed(Detail):
    """An order ended without a certificate."""

    order_id: Order
    status: Annotated[Literal[OrderStatus.INVALID, OrderStatus.EXPIRED, OrderStatus.CANCELLED], EnumValues()]
    code: Annotated[str, Field(description="Why, stable")]


DETAILS: dict[EventType, type] = {
    EventType.CERTIFICATE_ISSUED: CertificateIssued,
    EventType.CERTIFICATE_RENEWED: CertificateRenewed,
    EventType.CERTIFICATE_UPLOADED: CertificateUploaded,
    EventType.CERTIFICATE_ACTIVATED: CertificateActivated,
    EventType.CERTIFICATE_EXPORTED: CertificateExported,
    EventType.CERTIFICATE_DELETED: CertificateDeleted,
    EventType.CERTIFICATE_RESTORED: CertificateRestored,
    EventType.CERTIFICATE_REVOKED: CertificateRevoked,
    EventType.CERTIFICATE_EXPIRING: CertificateExpiring,
    EventType.CERTIFICATE_EXPIRED: CertificateExpired,
    EventType.RENEWAL_FAILED: RenewalFailed,
    EventType.ACTION_REQUIRED: ActionRequired,
    EventType.ORDER_FAILED: OrderFailed,
}
"""The `detail` of each type of event."""


@with_config(CLOSED)
class HistoryEvent(TypedDict):
    """An event as it was published on EventBridge; infra/events has a schema of each type."""

    at: Moment
    type: Annotated[EventType, EnumValues()]
    event_id: str
    order_id: Annotated[Id | None, Field(description="The order that caused it, null if none did")]
    detail: dict[str, str]


@with_config(CLOSED)
class Envelope(TypedDict):
    """The parts of an event's envelope that Certkeeper sets; EventBridge adds others."""

    source: Literal["certkeeper"]
    resources: Annotated[
        list[Annotated[str, Field(pattern=STACK)]],
        Field(
            min_length=1,
            max_length=1,
            description="The ARN of the CloudFormation stack that published it; match it to get events of one stack",
        ),
    ]
