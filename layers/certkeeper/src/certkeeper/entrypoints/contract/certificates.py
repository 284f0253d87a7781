"""Documents and operations of certificates: list, read, change, delete, restore."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field, with_config
from typing_extensions import TypedDict

from certkeeper.adapters.dynamodb.certificates import MAX_VERSIONS
from certkeeper.adapters.dynamodb.history import MAX_EVENTS
from certkeeper.domain.certificates import certificate
from certkeeper.domain.certificates.names import MAX_NAME_CHARACTERS
from certkeeper.domain.notices.days import DEFAULT_NOTICE_DAYS
from certkeeper.domain.uploads.verdicts import Trust
from certkeeper.entrypoints.contract.events import HistoryEvent
from certkeeper.entrypoints.contract.fields import (
    CLOSED,
    SHA256,
    CertificateName,
    CertificateStatus,
    ConfirmedLosses,
    EnumValues,
    Id,
    Moment,
    NoticeDays,
    Page,
    Remark,
    RevocationReason,
    Text,
)
from certkeeper.entrypoints.contract.operations import (
    ALL_ROLES,
    CURSOR,
    IF_MATCH,
    IF_MATCH_REQUIRED,
    LIMIT,
    SEARCH,
    Body,
    Operation,
    Parameter,
    Response,
)
from certkeeper.entrypoints.contract.problems import CONFLICT, NOT_FOUND, UNPROCESSABLE
from certkeeper.entrypoints.contract.renewals import NamesOutside, NextAction, Renewal
from certkeeper.entrypoints.http.body import JSON, MERGE_PATCH

_DOMAIN = Field(description="The name that is shown for the certificate; null for the first of its names")
_NOTICES_ENABLED = Field(
    description="Whether administrators are notified before its end; null uses the setting of the scope, or else that "
    "of the stack"
)
_NOTICE_DAYS = Field(
    description="Days before its end at which administrators are notified, the largest first; null uses the setting of "
    f"the scope, or else that of the stack (by default {', '.join(map(str, DEFAULT_NOTICE_DAYS))})"
)
_KEPT = Field(description="Whether its private key is kept, so that it can be made current again")
_LATEST = Field(ge=0, description="The highest number of a version; above `version` if an earlier one was activated")


@with_config(CLOSED)
class CertificateSettings(TypedDict):
    """Settings of any certificate that a person may choose."""

    certificate_name: NotRequired[
        Annotated[
            CertificateName | None,
            Field(
                description="Its name in the scope; null for the first of its DNS names, if that has 1 to "
                f"{MAX_NAME_CHARACTERS} printable characters"
            ),
        ]
    ]
    domain: NotRequired[Annotated[Text | None, _DOMAIN]]
    notices_enabled: NotRequired[Annotated[bool | None, _NOTICES_ENABLED]]
    notice_days: NotRequired[Annotated[NoticeDays | None, _NOTICE_DAYS]]


@with_config(CLOSED)
class UpdateCertificate(CertificateSettings):
    """Changes of a certificate: its name and its settings; a merge patch (RFC 7396)."""

    renewal_enabled: NotRequired[
        Annotated[bool | None, Field(description="Whether Certkeeper renews it before its end; null for yes")]
    ]
    key_reused: NotRequired[
        Annotated[bool | None, Field(description="Whether renewals keep the private key; null for a new key each time")]
    ]


@with_config(CLOSED)
class CertificateFacts(TypedDict):
    """The content of a version of a certificate."""

    serial: Annotated[str, Field(pattern="^-?[0-9]+$")]
    serial_hex: Annotated[
        str, Field(pattern="^-?([0-9A-F]{2})+$", description="The serial number in hexadecimal, as openssl prints it")
    ]
    subject: str
    common_name: str
    issuer: str
    names: list[str]
    key_algorithm: str
    key_bits: int
    signature_algorithm: str
    format: Annotated[str, Field(examples=["X.509 v3"])]
    not_before: Moment
    not_after: Moment
    expiring_at: Annotated[Moment, Field(description="The moment from which its status is `expiring`")]
    sha256: Annotated[str, Field(pattern=SHA256)]
    sha1: Annotated[str, Field(pattern="^[0-9a-f]{40}$")]


@with_config(CLOSED)
class Certificate(TypedDict):
    """A certificate in a list."""

    certificate_id: Id
    scope: str
    certificate_name: str
    source: Annotated[certificate.Source, EnumValues()]
    names: Annotated[list[str], Field(description="All names; in a list the first 100")]
    names_left_out: NotRequired[Annotated[int, Field(ge=1, description="How many names a list leaves out")]]
    status: CertificateStatus
    days_left: Annotated[int | None, Field(description="Days until the end; negative after it, null while pending")]
    created_at: Moment
    order_id: Annotated[Id | None, Field(description="The order or the upload that brought the current version")]
    version: Annotated[
        int,
        Field(ge=0, description="The number of the current version, from 1; 0 while the first order runs"),
    ]
    latest_version: Annotated[int, _LATEST]
    domain: Annotated[str | None, _DOMAIN]
    notices_enabled: Annotated[bool | None, _NOTICES_ENABLED]
    notice_days: Annotated[NoticeDays | None, _NOTICE_DAYS]
    renewal_enabled: bool
    key_reused: Annotated[bool, Field(description="Whether renewals keep the private key")]
    deleted_at: Annotated[Moment | None, Field(description="When it was deleted")]
    recoverable_until: Annotated[
        Moment | None, Field(description="The moment until which it can be restored, if it is deleted")
    ]
    recoverable: Annotated[
        bool,
        Field(description="Whether it can be restored now; if a deleted one cannot, its private key no longer exists"),
    ]
    revoked_at: Moment | None
    revocation_reason: RevocationReason | None
    renewal: Renewal
    facts: Annotated[
        CertificateFacts | None,
        Field(description="The content of the current version; null while the first order runs"),
    ]
    next_action: NotRequired[NextAction]
    outside_scope: NotRequired[NamesOutside]


@with_config(CLOSED)
class Verdicts(TypedDict):
    """The judgement of an uploaded version at the moment of its upload."""

    sound: Annotated[
        Literal[True], Field(description="Key, certificate and chain fit together; else the upload was refused")
    ]
    trust: Annotated[
        Trust,
        EnumValues(),
        Field(
            description="public: browsers trust it; private: its chain leads to a root that was uploaded with it; "
            "incomplete: its chain leads to no known root"
        ),
    ]
    importable_into_acm: bool
    acm_obstacles: list[Remark]
    warnings: list[Remark]


@with_config(CLOSED)
class VersionSummary(TypedDict):
    """One version in the list of a certificate's versions."""

    version: Annotated[int, Field(ge=1)]
    source: Annotated[certificate.Source, EnumValues()]
    kept: Annotated[bool, _KEPT]
    created_at: Moment
    order_id: Annotated[Id | None, Field(description="The order or the upload that brought it")]
    serial: str
    sha256: str
    not_before: Moment
    not_after: Moment
    revoked_at: Moment | None
    revocation_reason: RevocationReason | None
    confirmed_losses: ConfirmedLosses


@with_config(CLOSED)
class CertificateWithChain(Certificate):
    """One certificate, public parts only."""

    certificate_pem: str | None
    chain_pem: Annotated[str | None, Field(description="Its issuers, from the nearest up, without the root")]
    root_pem: Annotated[str | None, Field(description="The root, if it was uploaded with it")]
    version_created_at: Moment | None
    verdicts: Verdicts | None
    versions: Annotated[
        list[VersionSummary],
        Field(description=f"Newest first, at most {MAX_VERSIONS}; an upload's answer has the new one only"),
    ]


@with_config(CLOSED)
class CertificateWithHistory(CertificateWithChain):
    """One certificate with its history."""

    history: Annotated[
        list[HistoryEvent],
        Field(description=f"Its events, newest first, at most {MAX_EVENTS}; the newest may appear after some seconds"),
    ]


CERTIFICATE_NOW = Response(200, "The certificate as it is now", Certificate, headers=("ETag",))

OPERATIONS = (
    Operation(
        "list_certificates",
        "certificates",
        "The certificates of a scope, newest first",
        roles=ALL_ROLES,
        parameters=(
            LIMIT,
            CURSOR,
            Parameter("status", "query", CertificateStatus, "Only certificates that have this status now"),
            SEARCH,
        ),
        responses=(
            Response(200, "One page; certificates whose order was placed a moment ago are in it", Page[Certificate]),
        ),
        refusals=(NOT_FOUND,),
    ),
    Operation(
        "get_certificate",
        "certificates",
        "One certificate, public parts only",
        roles=ALL_ROLES,
        responses=(
            Response(200, "The certificate with its current version", CertificateWithHistory, headers=("ETag",)),
        ),
        refusals=(NOT_FOUND,),
    ),
    Operation(
        "update_certificate",
        "certificates",
        "Change the name or the settings of a certificate",
        description="A JSON merge patch (RFC 7396): fields that are missing do not change, and null sets the default. "
        "The name is unique in the scope; it cannot be changed while an order of the certificate runs.",
        parameters=(IF_MATCH_REQUIRED,),
        body=Body(
            UpdateCertificate,
            media_types=(MERGE_PATCH, JSON),
            examples={"notices": {"notice_days": [30, 7, 1]}, "back_to_the_default": {"notice_days": None}},
        ),
        responses=(Response(200, "The certificate as it is now", CertificateWithChain, headers=("ETag",)),),
        refusals=(NOT_FOUND, CONFLICT, UNPROCESSABLE),
    ),
    Operation(
        "delete_certificate",
        "certificates",
        "Delete a certificate; it can be restored for some days",
        description="A deleted certificate is listed with `status=deleted` only, is neither exported nor renewed, its "
        "name is free for another, and its secret is scheduled for deletion. Until `recoverable_until` it can be "
        "restored; after that its key is gone. It cannot be deleted while an order of it runs. Idempotent.",
        parameters=(IF_MATCH,),
        responses=(CERTIFICATE_NOW,),
        refusals=(NOT_FOUND, CONFLICT),
    ),
    Operation(
        "restore_certificate",
        "certificates",
        "Restore a deleted certificate",
        description="It is as it was before, under its name. 409 (name-taken) if another certificate has that name by "
        "now: rename that one, then restore. 409 (gone) after `recoverable_until`. Idempotent.",
        responses=(CERTIFICATE_NOW,),
        refusals=(NOT_FOUND, CONFLICT),
    ),
)
