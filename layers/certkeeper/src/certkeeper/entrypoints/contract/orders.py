"""Documents and operations of orders: place, list, read, cancel, issue."""

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
    """The request for a certificate."""

    names: Annotated[
        list[Text],
        Field(min_length=1, max_length=MAX_NAMES, description="DNS names within the scope, in U-labels or A-labels"),
    ]
    certificate_name: NotRequired[
        Annotated[
            Text | None,
            Field(
                default=None,
                description="The certificate's name in its scope; the first of the DNS names unless given",
            ),
        ]
    ]
    challenge: NotRequired[
        Annotated[
            ChallengeType | None,
            Field(
                default=None,
                description="Unless given: dns-01 if a solver is given, or if the scope's sets the records by itself; "
                "else with automatic steps http-01, or dns-01 for a wildcard; with manual steps it is chosen at verify "
                "at the latest",
            ),
        ]
    ]
    solver: NotRequired[
        Annotated[
            Solver | None,
            Field(default=None, description="Who sets the records of dns-01; the scope's solver unless given"),
        ]
    ]
    profile: NotRequired[
        Annotated[
            Text | None,
            Field(
                default=None,
                description="The CA's profile; the scope's unless given. If the CA does not offer it, the order fails "
                "and names those that it does",
            ),
        ]
    ]
    key_type: NotRequired[Annotated[KeyType, Field(default=DEFAULT_KEY_TYPE)]]
    steps: NotRequired[Annotated[Steps, Field(default=order.DEFAULT_STEPS)]]


@with_config(CLOSED)
class Failure(TypedDict):
    """The reason why the order ended without a certificate."""

    code: str
    detail: Annotated[
        str, Field(description="What to change, and what comes next: a new order, or the next attempt of a renewal")
    ]
    acme_type: Annotated[str | None, Field(description="The CA's own problem type")]
    names: Annotated[list[str], Field(description="The names that failed; empty if it is about the whole order")]


@with_config(CLOSED)
class OrderSummary(TypedDict):
    """An order in a list."""

    order_id: Id
    scope: str
    certificate_id: Id
    certificate_name: str
    names: Annotated[list[str], Field(description="The DNS names in A-labels")]
    status: OrderStatus
    steps: Steps
    challenge: Annotated[ChallengeType | None, Field(description="The challenge of the order; null until it is chosen")]
    solver: Solver
    profile: Annotated[str | None, Field(description="The CA's profile; null leaves it to the CA")]
    key_type: KeyType
    renews: Annotated[int | None, Field(description="The number of the version that it renews, null for a first order")]
    created_at: Moment
    created_by: Annotated[str, Field(description="The ARN of the caller that placed it, or certkeeper for a renewal")]
    deadline: Annotated[
        Moment | None,
        Field(
            description="The moment until which challenges can be validated; null until the order is created at the CA"
        ),
    ]
    cancel_requested_at: Moment | None
    closed_at: Moment | None
    failure: Failure | None


@with_config(CLOSED)
class LeftBehind(TypedDict):
    """Values of a TXT record that Certkeeper could not remove."""

    record_name: str
    zone: str
    record_values: list[str]
    reason: Annotated[str, Field(description="The reason, and what to change")]


@with_config(CLOSED)
class Order(OrderSummary):
    """One order."""

    actions: Annotated[list[Annotated[Action, EnumValues()]], Field(description="The actions that are possible now")]
    next_verify_at: Annotated[
        Moment | None,
        Field(
            description="When verify can be called again; null if it was not called yet, or if there is nothing to "
            "verify"
        ),
    ]
    authorizations: list[Authorization]
    findings: Annotated[list[Finding], Field(description="The findings of the last check")]
    left_behind: Annotated[
        list[LeftBehind],
        Field(description="TXT values that Certkeeper could not remove yet; it tries again for about a day"),
    ]


ACCEPTED = Response(202, "The order, which the state machine runs from here", OrderSummary, headers=("Location",))

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
            "seen": "404 at http://www.shop.example/.well-known/acme-challenge/...",
            "advice": "redirect /.well-known/acme-challenge/ on www.shop.example to the address that the stack's "
            "output ResponderUrl shows, or put the expected text at that path",
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
        description="A state machine runs the order. With `steps: automatic` it goes through all steps by itself; with "
        "`manual` it waits for verify and issue. The certificate is in the list at once, as `pending`.",
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
        responses=(Response(200, "The order as it is now", Order, examples={"not_ready": _NOT_READY}),),
        refusals=(NOT_FOUND,),
    ),
    Operation(
        "cancel_order",
        "orders",
        "Cancel an order",
        roles=OPERATORS,
        description="The state machine removes the challenges' tokens and records and closes the order. An order can "
        "be cancelled until the CA is asked to issue.",
        responses=(ACCEPTED,),
        refusals=(NOT_FOUND, CONFLICT),
    ),
    Operation(
        "issue_certificate",
        "orders",
        "Ask the CA to issue the certificate: the last of the manual steps",
        roles=OPERATORS,
        description="For orders with `steps: manual` that are `ready`. Idempotent.",
        parameters=(IDEMPOTENCY,),
        responses=(ACCEPTED,),
        refusals=(NOT_FOUND, CONFLICT),
    ),
)
