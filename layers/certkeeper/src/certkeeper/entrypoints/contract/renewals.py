"""Documents and operations of renewals."""

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
    """The options of a renewal."""

    key: NotRequired[
        Annotated[
            Annotated[KeyChoice, EnumValues()] | None,
            Field(
                default=None,
                description="new: a new private key, also in later attempts if this order fails; same: the key that "
                "consumers have. Unless given, as the certificate's settings say. After a revocation it is always new",
            ),
        ]
    ]


@with_config(CLOSED)
class RenewalFailure(TypedDict):
    """The reason why a renewal failed."""

    code: Annotated[str, Field(description="A stable code")]
    detail: str


@with_config(CLOSED)
class RenewalWindow(TypedDict):
    """The period in which the CA suggests renewing (RFC 9773)."""

    start: Moment
    end: Moment
    explanation_url: str | None


@with_config(CLOSED)
class Renewal(TypedDict):
    """The renewal of the current version: how it is done, and its state."""

    mode: Annotated[
        plan.RenewalMode,
        EnumValues(),
        Field(
            description="automatic: Certkeeper renews it alone; assisted: a person sets a DNS record; none: a person "
            "uploads a new version, or renewal is switched off"
        ),
    ]
    order_id: Annotated[Id | None, Field(description="The running order, null if there is none")]
    failures: Annotated[int, Field(ge=0, description="Failed attempts to renew this version so far")]
    last_failure: RenewalFailure | None
    next_attempt_at: Annotated[
        Moment | None, Field(description="Null while an order runs, or if Certkeeper will not try by itself")
    ]
    window: Annotated[
        RenewalWindow | None,
        Field(description="The period in which the CA suggests renewing (RFC 9773), null if it does not say"),
    ]


@with_config(CLOSED)
class NextAction(TypedDict):
    """The next step for the certificate; in the responses of get_certificate and list_certificates."""

    action: Annotated[
        next_steps.Action,
        EnumValues(),
        Field(description="set_record, upload_successor and renew_by_hand have to be done by a person"),
    ]
    at: Annotated[Moment | None, Field(description="When it is due; null if the moment is not known")]
    why: str


NamesOutside = Annotated[
    list[str],
    Field(
        description="Its names that the scope does not cover, since it was narrowed; it is renewed automatically, but "
        "not by hand. In the responses of get_certificate and list_certificates"
    ),
]


OPERATIONS = (
    Operation(
        "renew_certificate",
        "certificates",
        "Renew a certificate now",
        roles=OPERATORS,
        description="Places the order of a renewal now, or answers with the one that runs. Id, name and secret stay. "
        "The certificate is ordered as it was the last time. With the same Idempotency-Key and request the response "
        "has the same order.",
        parameters=(IDEMPOTENCY,),
        body=Body(RenewCertificate, required=False, examples={"as_set": {}, "stolen_key": {"key": "new"}}),
        responses=(
            Response(202, "The order, which the state machine runs from here", OrderSummary, headers=("Location",)),
        ),
        refusals=(NOT_FOUND, CONFLICT, UNPROCESSABLE),
    ),
)
