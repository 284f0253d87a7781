"""Renewals: how a certificate goes on, and what comes next."""

from typing import Annotated, NotRequired

from pydantic import Field, with_config
from typing_extensions import TypedDict

from certkeeper.domain.certificates.key_types import KeyChoice
from certkeeper.domain.renewal import next_steps, plan
from certkeeper.entrypoints.contract.fields import CLOSED, EnumValues, Id, Moment
from certkeeper.entrypoints.contract.operations import IDEMPOTENCY, OPERATORS, Body, Operation, Response
from certkeeper.entrypoints.contract.orders import OrderSummary
from certkeeper.entrypoints.contract.problems import CONFLICT, NOT_FOUND, UNPROCESSABLE


@with_config(CLOSED)
class RenewCertificate(TypedDict):
    """How a certificate is renewed."""

    key: NotRequired[
        Annotated[
            Annotated[KeyChoice, EnumValues()] | None,
            Field(
                default=None,
                description="new: another key, and should the order fail it is asked for again; same: the one that "
                "consumers have. What the certificate is set to unless given. After a revocation it is always a new "
                "one",
            ),
        ]
    ]


@with_config(CLOSED)
class RenewalFailure(TypedDict):
    """Why a renewal led to nothing."""

    code: Annotated[str, Field(description="Stable")]
    detail: str


@with_config(CLOSED)
class RenewalWindow(TypedDict):
    """When the CA wants a certificate to be renewed (RFC 9773)."""

    start: Moment
    end: Moment
    explanation_url: str | None


@with_config(CLOSED)
class Renewal(TypedDict):
    """How the current version is renewed, and where that stands."""

    mode: Annotated[
        plan.RenewalMode,
        EnumValues(),
        Field(
            description="automatic: Certkeeper does it alone; assisted: a person sets a record; none: a person uploads "
            "a successor, or it is switched off"
        ),
    ]
    order_id: Annotated[Id | None, Field(description="The order that runs, null where none does")]
    failures: Annotated[int, Field(ge=0, description="Of this version's renewal so far")]
    last_failure: RenewalFailure | None
    next_attempt_at: Annotated[
        Moment | None, Field(description="Null while an order runs, or where none will come by itself")
    ]
    window: Annotated[
        RenewalWindow | None,
        Field(description="When the CA wants it to be renewed (RFC 9773), null where it does not say"),
    ]


@with_config(CLOSED)
class NextAction(TypedDict):
    """What comes next; in the answers of get_certificate and list_certificates."""

    action: Annotated[
        next_steps.Action,
        EnumValues(),
        Field(description="set_record, upload_successor and renew_by_hand are a person's to do"),
    ]
    at: Annotated[Moment | None, Field(description="Null where it is not for the clock to say")]
    why: str


OPERATIONS = (
    Operation(
        "renew_certificate",
        "certificates",
        "Renew a certificate now",
        roles=OPERATORS,
        description="The order of a renewal, whatever the moment; while one runs, that one. Id, name and secret stay. "
        "The certificate is ordered as it was the last time. The same Idempotency-Key with the same request gives the "
        "same order again.",
        parameters=(IDEMPOTENCY,),
        body=Body(RenewCertificate, required=False, examples={"as_set": {}, "stolen_key": {"key": "new"}}),
        responses=(Response(202, "The order, which the machine runs from here", OrderSummary, headers=("Location",)),),
        refusals=(NOT_FOUND, CONFLICT, UNPROCESSABLE),
    ),
)
