"""Orders: one run of order, verify and issue."""

from typing import Annotated, NotRequired

from pydantic import Field, with_config
from typing_extensions import TypedDict

from certkeeper.domain.certificates.key_types import DEFAULT_KEY_TYPE
from certkeeper.domain.dns.names import MAX_NAMES
from certkeeper.domain.orders import order
from certkeeper.domain.orders.actions import Action
from certkeeper.entrypoints.contract.challenges import Authorization, Finding
from certkeeper.entrypoints.contract.fields import (
    CLOSED,
    ChallengeType,
    EnumValues,
    Id,
    KeyType,
    Moment,
    OrderStatus,
    Page,
    Solver,
    Steps,
    Text,
)
from certkeeper.entrypoints.contract.operations import (
    ALL_ROLES,
    CURSOR,
    IDEMPOTENCY,
    LIMIT,
    OPERATORS,
    Body,
    Operation,
    Response,
)
from certkeeper.entrypoints.contract.problems import CONFLICT, NOT_FOUND, UNPROCESSABLE


@with_config(CLOSED)
class PlaceOrder(TypedDict):
    """What a certificate is ordered with."""

    names: Annotated[
        list[Text],
        Field(min_length=1, max_length=MAX_NAMES, description="DNS names within the scope, in U-labels or A-labels"),
    ]
    certificate_name: NotRequired[
        Annotated[
            Text | None,
            Field(
                default=None,
                description="What the certificate is called in its scope; the first of the names unless given",
            ),
        ]
    ]
    challenge: NotRequired[
        Annotated[
            ChallengeType | None,
            Field(
                default=None,
                description="Where it is missing, a solver that is named, or a scope's that sets the records by "
                "itself, means dns-01; else automatic steps take http-01, or dns-01 for a wildcard, and in manual "
                "steps it may be named as late as at verify",
            ),
        ]
    ]
    solver: NotRequired[
        Annotated[Solver | None, Field(default=None, description="For dns-01; the scope's unless given")]
    ]
    profile: NotRequired[
        Annotated[
            Text | None,
            Field(
                default=None,
                description="The CA's profile; the scope's unless given. One that the CA does not offer ends the order "
                "with what it does",
            ),
        ]
    ]
    key_type: NotRequired[Annotated[KeyType, Field(default=DEFAULT_KEY_TYPE)]]
    steps: NotRequired[Annotated[Steps, Field(default=order.DEFAULT_STEPS)]]


@with_config(CLOSED)
class Failure(TypedDict):
    """Why the order ended without a certificate."""

    code: str
    detail: Annotated[
        str, Field(description="What to change, and what follows: a new order, or the next try of a renewal")
    ]
    acme_type: Annotated[str | None, Field(description="The CA's own problem type")]
    names: Annotated[list[str], Field(description="Empty where it is about the whole order")]


@with_config(CLOSED)
class OrderSummary(TypedDict):
    """An order in a list."""

    order_id: Id
    scope: str
    certificate_id: Id
    certificate_name: str
    names: Annotated[list[str], Field(description="In A-labels")]
    status: OrderStatus
    steps: Steps
    challenge: Annotated[ChallengeType | None, Field(description="Null until somebody has named one")]
    solver: Solver
    profile: Annotated[str | None, Field(description="The CA's profile; null leaves it to the CA")]
    key_type: KeyType
    renews: Annotated[int | None, Field(description="The version that it is to succeed, null for a first order")]
    created_at: Moment
    created_by: Annotated[str, Field(description="The ARN of who placed it, or certkeeper")]
    deadline: Annotated[
        Moment | None,
        Field(description="Until then the CA wants to be told; null until the order is opened there"),
    ]
    cancel_requested_at: Moment | None
    closed_at: Moment | None
    failure: Failure | None


@with_config(CLOSED)
class LeftBehind(TypedDict):
    """Values of Certkeeper's in a TXT record that could not be removed."""

    record_name: str
    zone: str
    record_values: list[str]
    reason: Annotated[str, Field(description="What to change")]


@with_config(CLOSED)
class Order(OrderSummary):
    """An order by itself."""

    actions: Annotated[list[Annotated[Action, EnumValues()]], Field(description="What may be called now")]
    next_verify_at: Annotated[
        Moment | None,
        Field(
            description="From when on a person may verify again; null where nobody has checked, or there is nothing to "
            "verify"
        ),
    ]
    authorizations: list[Authorization]
    findings: Annotated[list[Finding], Field(description="What the last check found")]
    left_behind: Annotated[
        list[LeftBehind],
        Field(description="Values that could not be removed; for a day or so the machine tries again"),
    ]


ACCEPTED = Response(202, "The machine takes it from here", OrderSummary, headers=("Location",))

_TOKEN = "evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA"  # noqa: S105 - RFC 8555's own example
_URL = f"http://www.shop.example/.well-known/acme-challenge/{_TOKEN}"
_CONTENT = f"{_TOKEN}.9jg46WB3rR_AHD-EBXdN7cBkH1WOu0tA3M9fm21mqTI"
_NOT_READY = {
    "order_id": "01989d2c-0000-7000-8000-000000000001",
    "scope": "shop",
    "certificate_id": "01989d2c-0000-7000-8000-000000000002",
    "certificate_name": "shop",
    "names": ["www.shop.example"],
    "status": "pending",
    "steps": "manual",
    "challenge": "http-01",
    "solver": "assisted",
    "profile": None,
    "key_type": "P-256",
    "renews": None,
    "created_at": "2026-01-15T12:00:00Z",
    "created_by": "arn:aws:sts::123456789012:assumed-role/operator/olive",
    "deadline": "2026-01-22T12:00:00Z",
    "cancel_requested_at": None,
    "closed_at": None,
    "failure": None,
    "actions": ["verify", "cancel"],
    "next_verify_at": "2026-01-15T12:06:00Z",
    "authorizations": [
        {
            "name": "www.shop.example",
            "status": "pending",
            "challenges": [
                {"type": "http-01", "url": _URL, "content": _CONTENT},
                {
                    "type": "dns-01",
                    "record_name": "_acme-challenge.www.shop.example",
                    "record_type": "TXT",
                    "record_value": "lCM7cZyQXcVHK2nnW3jjAhNT3Fvm18UN-kWZZknKoYM",
                    "zone": "shop.example",
                    "cname": None,
                },
            ],
        }
    ],
    "findings": [
        {
            "name": "www.shop.example",
            "challenge": "http-01",
            "code": "not_found",
            "where": _URL,
            "expected": _CONTENT,
            "seen": "",
            "advice": "the site answers 404; redirect /.well-known/acme-challenge/ to the responder",
            "server": "",
            "checked_at": "2026-01-15T12:01:00Z",
        }
    ],
    "left_behind": [],
}

OPERATIONS = (
    Operation(
        "place_order",
        "orders",
        "Order a certificate",
        roles=OPERATORS,
        description="A state machine takes the order from here. With `steps: automatic` it goes through by itself; "
        "with `manual` it waits for verify and issue. The certificate is in the list at once, as `pending`.",
        parameters=(IDEMPOTENCY,),
        body=Body(
            PlaceOrder,
            examples={
                "shortest": {"names": ["www.shop.example"], "challenge": "http-01"},
                "wildcard": {"names": ["shop.example", "*.shop.example"], "solver": "route53"},
                "by_hand": {
                    "names": ["shop.example", "*.shop.example"],
                    "certificate_name": "shop",
                    "challenge": "dns-01",
                    "key_type": "RSA-2048",
                    "steps": "manual",
                },
            },
        ),
        responses=(ACCEPTED,),
        refusals=(NOT_FOUND, CONFLICT, UNPROCESSABLE),
    ),
    Operation(
        "list_orders",
        "orders",
        "The orders of a scope, newest first",
        roles=ALL_ROLES,
        parameters=(LIMIT, CURSOR),
        responses=(Response(200, "One page", Page[OrderSummary]),),
        refusals=(NOT_FOUND,),
    ),
    Operation(
        "get_order",
        "orders",
        "One order, with what each challenge needs and what may be called now",
        roles=ALL_ROLES,
        responses=(Response(200, "The order as it stands", Order, examples={"not_ready": _NOT_READY}),),
        refusals=(NOT_FOUND,),
    ),
    Operation(
        "cancel_order",
        "orders",
        "Give an order up",
        roles=OPERATORS,
        description="The machine removes what was presented and closes the order. Possible until the CA has been asked "
        "to issue.",
        responses=(ACCEPTED,),
        refusals=(NOT_FOUND, CONFLICT),
    ),
    Operation(
        "issue_certificate",
        "orders",
        "The third of the manual steps",
        roles=OPERATORS,
        description="For orders with `steps` manual, once they are `ready`. Calling it again does no harm.",
        parameters=(IDEMPOTENCY,),
        responses=(ACCEPTED,),
        refusals=(NOT_FOUND, CONFLICT),
    ),
)
