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
        description="For ever. Signed with the stack's account at the CA (RFC 8555 section 7.6), and so for what was "
        "ordered here only: 409 (not-issued-here) for what was uploaded. What the CA refuses is 409 (refused-by-ca) "
        "with its answer; where it cannot be asked right now, 503 with the reason. Repeating it changes nothing.",
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
