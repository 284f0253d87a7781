"""Events: what each change in a certificate's life says on EventBridge. All texts, and never any key material."""

from typing import Annotated, Literal

from pydantic import Field, with_config
from typing_extensions import TypedDict

from certkeeper.adapters.aws.events import EVENT_ID
from certkeeper.domain.dns.names import MAX_CHARACTERS
from certkeeper.domain.events import EventType
from certkeeper.domain.orders.order import OrderStatus
from certkeeper.entrypoints.contract.fields import CLOSED, MOMENT, SHA256, EnumValues, Id, Moment, ScopeName

STACK = r"^arn:[a-z-]+:cloudformation:[a-z0-9-]+:\d{12}:stack/[A-Za-z0-9-]{1,128}/[A-Za-z0-9-]+$"
"""The ARN of a stack (AWS CloudFormation, `AWS::StackId`)."""

Count = Annotated[str, Field(pattern=r"^[1-9]\d*$")]
MomentOrEmpty = Annotated[str, Field(pattern=f"^({MOMENT})?$")]
Flag = Literal["true", "false"]
NonEmptyText = Annotated[str, Field(min_length=1)]
Caller = Annotated[str, Field(min_length=1, description="The ARN of who did it")]
Order = Annotated[Id | Literal[""], Field(description="The order that led to it; empty where none did")]
NotAfter = Annotated[Moment, Field(description="When the certificate ends")]


@with_config(CLOSED)
class Detail(TypedDict):
    """What every event says."""

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
        Field(min_length=1, max_length=MAX_CHARACTERS, description="What the certificate is called in its scope"),
    ]


@with_config(CLOSED)
class VersionDetail(Detail):
    """What an event about one version says."""

    version: Annotated[Count, Field(description="Counts up; a renewal or an upload adds one")]


@with_config(CLOSED)
class OrderedVersionDetail(VersionDetail):
    """What an event about one version says that an order may have led to."""

    order_id: Order


@with_config(CLOSED)
class CertificateIssued(OrderedVersionDetail):
    """An order led to the certificate's first version, or to another that no renewal asked for."""

    not_after: NotAfter
    sha256: Annotated[str, Field(pattern=SHA256, description="SHA-256 of the certificate (DER)")]


@with_config(CLOSED)
class CertificateRenewed(CertificateIssued):
    """A renewal led to a further version."""

    after_warning: Annotated[
        Flag, Field(description="Whether administrators had been notified that the version before would end")
    ]


@with_config(CLOSED)
class CertificateUploaded(OrderedVersionDetail):
    """Somebody brought a certificate, or a successor."""

    sha256: Annotated[str, Field(pattern=SHA256, description="SHA-256 of the certificate (DER)")]


@with_config(CLOSED)
class CertificateExported(OrderedVersionDetail):
    """Somebody took the certificate, with its private key or without."""

    format: NonEmptyText
    with_key: Flag
    caller: Caller


@with_config(CLOSED)
class CertificateRestored(Detail):
    """A deleted certificate is back."""

    order_id: Order
    caller: Caller


@with_config(CLOSED)
class CertificateDeleted(CertificateRestored):
    """The certificate was deleted, and can be restored for a time."""

    recoverable_until: Moment


@with_config(CLOSED)
class CertificateRevoked(OrderedVersionDetail):
    """The certificate is not to be trusted any more."""

    caller: Annotated[NonEmptyText, Field(description='The ARN of who did it, or "ca" where the CA did it by itself')]
    reason: Annotated[NonEmptyText, Field(description="In the words of RFC 5280 section 5.3.1, such as keyCompromise")]


@with_config(CLOSED)
class CertificateExpired(OrderedVersionDetail):
    """The certificate has ended, and nothing has replaced it."""

    not_after: NotAfter


@with_config(CLOSED)
class CertificateExpiring(CertificateExpired):
    """A threshold before the certificate's end has passed, and nothing has replaced it."""

    threshold_days: Annotated[
        Count, Field(description="The threshold as it is set; administrators hear earlier of short lives")
    ]


@with_config(CLOSED)
class RenewalFailed(OrderedVersionDetail):
    """An attempt to renew the certificate led to nothing."""

    code: Annotated[NonEmptyText, Field(description="Stable")]
    reason: Annotated[NonEmptyText, Field(description="What to change")]
    attempt: Annotated[Count, Field(description="Counts from 1")]
    next_attempt_at: Annotated[MomentOrEmpty, Field(description="Empty where it is not tried again")]


@with_config(CLOSED)
class ActionRequired(VersionDetail):
    """A renewal waits for somebody to set a record; the order shows which."""

    order_id: Annotated[Id, Field(description="The order that waits")]
    deadline: Annotated[
        MomentOrEmpty,
        Field(description="By when the record has to be there; empty where that is not known"),
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
"""What the `detail` of each type is."""


@with_config(CLOSED)
class Envelope(TypedDict):
    """The parts of an event's envelope that are Certkeeper's; EventBridge adds others."""

    source: Literal["certkeeper"]
    resources: Annotated[
        list[Annotated[str, Field(pattern=STACK)]],
        Field(
            min_length=1,
            max_length=1,
            description="The ARN of the CloudFormation stack whose event it is: match it to hear one stack of several",
        ),
    ]
