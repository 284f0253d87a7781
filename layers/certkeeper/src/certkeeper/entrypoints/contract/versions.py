"""Documents and operations of single versions: an earlier one is made current again, or one is revoked."""

from typing import Annotated, NotRequired

from pydantic import Field, with_config
from typing_extensions import TypedDict

from certkeeper.entrypoints.contract.certificates import CERTIFICATE_NOW, CertificateWithChain
from certkeeper.entrypoints.contract.fields import CLOSED, Confirmation, RevocationReason, Version
from certkeeper.entrypoints.contract.operations import IDEMPOTENCY, OPERATORS, Body, Operation, Response
from certkeeper.entrypoints.contract.problems import CONFLICT, NOT_FOUND, UNPROCESSABLE


@with_config(CLOSED)
class RevokeCertificate(TypedDict):
    """The version that is revoked, and the reason."""

    reason: RevocationReason
    version: NotRequired[
        Annotated[
            Version | None, Field(default=None, description="The number of the version; the current one unless given")
        ]
    ]


@with_config(CLOSED)
class ActivateVersion(TypedDict):
    """What the version may lose against the one that is current."""

    confirmed: NotRequired[
        Annotated[
            Confirmation | None,
            Field(default=None, description="Exactly what is lost, as `comparison` of a refusal lists it"),
        ]
    ]


_BODY = Body(
    ActivateVersion,
    required=False,
    examples={"confirmed": {"confirmed": {"version": 4, "losses": ["ends_earlier"]}}},
)
_RESPONSES = (
    Response(
        200,
        "The certificate with this version as its current one; `next_action` says when it is renewed next, and why",
        CertificateWithChain,
        headers=("ETag",),
    ),
)
_REFUSALS = (NOT_FOUND, CONFLICT, UNPROCESSABLE)

OPERATIONS = (
    Operation(
        "activate_version",
        "certificates",
        "Make an earlier version current again",
        roles=OPERATORS,
        description="Consumers of the secret get its certificate and its private key; the version decides whether "
        "Certkeeper renews the certificate, and how. A renewal that is due waits a day, or a third of the time that is "
        "left; to keep the version longer, set `renewal_enabled` to false. Only a version that is `kept` and not "
        "revoked can be activated (409: key-not-kept, revoked), and only while no order of the certificate runs. What "
        "it loses against the current version must be confirmed (409: losses-not-confirmed). Idempotent.",
        parameters=(IDEMPOTENCY,),
        body=_BODY,
        responses=_RESPONSES,
        refusals=_REFUSALS,
    ),
    Operation(
        "replace_with_version",
        "certificates",
        "Make an earlier uploaded version current in the place of an issued one",
        description="As activate_version, and automatic renewal may end: `source_changed` is among the losses that "
        "must be confirmed.",
        parameters=(IDEMPOTENCY,),
        body=_BODY,
        responses=_RESPONSES,
        refusals=_REFUSALS,
    ),
    Operation(
        "revoke_certificate",
        "certificates",
        "Revoke a certificate that this stack ordered",
        description="Cannot be undone. The request to the CA is signed with the stack's account (RFC 8555 section "
        "7.6), so only what this stack ordered can be revoked: 409 (not-issued-here) for uploads. If the CA refuses, "
        "the answer is 409 (refused-by-ca) with the CA's reason; if the CA cannot be asked now, 503. Idempotent.",
        body=Body(
            RevokeCertificate,
            examples={
                "stolen": {"reason": "keyCompromise"},
                "an_older_one": {"reason": "superseded", "version": 3},
            },
        ),
        responses=(CERTIFICATE_NOW,),
        refusals=(NOT_FOUND, CONFLICT),
    ),
)
