"""Documents and operations of activations: an earlier version of a certificate is current again."""

from typing import Annotated, NotRequired

from pydantic import Field, with_config
from typing_extensions import TypedDict

from certkeeper.entrypoints.contract.certificates import CertificateWithChain
from certkeeper.entrypoints.contract.comparisons import Confirmation
from certkeeper.entrypoints.contract.fields import CLOSED
from certkeeper.entrypoints.contract.operations import IDEMPOTENCY, OPERATORS, Body, Operation, Response
from certkeeper.entrypoints.contract.problems import CONFLICT, NOT_FOUND, UNPROCESSABLE


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
)
