"""Documents and operations of revocations."""

from typing import Annotated, NotRequired

from pydantic import Field, with_config
from typing_extensions import TypedDict

from certkeeper.entrypoints.contract.certificates import CERTIFICATE_NOW
from certkeeper.entrypoints.contract.fields import CLOSED, RevocationReason, Version
from certkeeper.entrypoints.contract.operations import Body, Operation
from certkeeper.entrypoints.contract.problems import CONFLICT, NOT_FOUND


@with_config(CLOSED)
class RevokeCertificate(TypedDict):
    """The version that is revoked, and the reason."""

    reason: RevocationReason
    version: NotRequired[
        Annotated[
            Version | None, Field(default=None, description="The number of the version; the current one unless given")
        ]
    ]


OPERATIONS = (
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
