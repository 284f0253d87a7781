"""Scopes: where a certificate may be used."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field, with_config
from typing_extensions import TypedDict

from certkeeper.domain import scopes
from certkeeper.domain.dns.solvers import DEFAULT_SOLVER
from certkeeper.domain.notices.email_addresses import MAX_ADMINISTRATORS
from certkeeper.entrypoints.contract.fields import CLOSED, EnumValues, Moment, NoticeDays, Page, Solver, Text
from certkeeper.entrypoints.contract.operations import ALL_ROLES, Body, Operation, Response
from certkeeper.entrypoints.contract.problems import CONFLICT, UNPROCESSABLE


@with_config(CLOSED)
class PutScope(TypedDict):
    """What a scope shall be."""

    kind: Annotated[
        Literal[scopes.ScopeKind.ZONE, scopes.ScopeKind.LISTENER],
        EnumValues(),
        Field(description="zone: a root domain and all below it; listener: one host name"),
    ]
    domain: Annotated[Text, Field(description="The domain of the zone, or the host name")]
    solver: NotRequired[Annotated[Solver, Field(default=DEFAULT_SOLVER, description="Of orders that name none")]]
    profile: NotRequired[
        Annotated[
            Text | None,
            Field(
                default=None,
                description="The CA's profile for orders that name none (classic, tlsserver, shortlived at Let's "
                "Encrypt)",
            ),
        ]
    ]
    administrators: NotRequired[
        Annotated[
            Annotated[list[Text], Field(min_length=1, max_length=MAX_ADMINISTRATORS)] | None,
            Field(
                default=None,
                description="E-mail addresses that are notified about this scope, besides the stack's; AWS asks each "
                "to confirm first. Leaving them out takes them away",
            ),
        ]
    ]
    notices_enabled: NotRequired[
        Annotated[
            bool | None,
            Field(
                default=None,
                description="Whether administrators are notified that certificates end, where those say nothing; null "
                "leaves it to the stack",
            ),
        ]
    ]
    notice_days: NotRequired[
        Annotated[
            NoticeDays | None,
            Field(default=None, description="Where certificates say nothing; null leaves it to the stack"),
        ]
    ]


@with_config(CLOSED)
class Cname(TypedDict):
    """A CNAME record that a person sets once."""

    record_name: Annotated[str, Field(description="_acme-challenge and the name")]
    target: Annotated[str, Field(description="Where it leads; the same for every order of the name")]


@with_config(CLOSED)
class Scope(TypedDict):
    """A scope as it is."""

    scope: str
    kind: Annotated[scopes.ScopeKind, EnumValues()]
    domain: Annotated[
        str | None, Field(description="In A-labels; null for the built-in scope, which covers every name")
    ]
    built_in: bool
    solver: Solver
    cname: Annotated[
        Cname | None,
        Field(
            description="With the solver `delegated`, what the owner of the domain sets once; each name below needs "
            "one like it"
        ),
    ]
    profile: Annotated[str | None, Field(description="The CA's profile of orders that name none")]
    administrators: Annotated[list[str], Field(description="Those that have yet to confirm included")]
    notices_enabled: Annotated[bool | None, Field(description="Null leaves it to the stack")]
    notice_days: Annotated[NoticeDays | None, Field(description="Null leaves it to the stack")]
    created_at: Moment | None


_SHOP = {
    "scope": "shop",
    "kind": "zone",
    "domain": "shop.example",
    "built_in": False,
    "solver": "assisted",
    "cname": None,
    "profile": None,
    "administrators": ["ops@shop.example"],
    "notices_enabled": None,
    "notice_days": None,
    "created_at": "2026-01-15T12:00:00Z",
}
_ALL = {
    **_SHOP,
    "scope": scopes.ALL_SCOPE,
    "kind": "all",
    "domain": None,
    "built_in": True,
    "administrators": [],
    "created_at": None,
}

OPERATIONS = (
    Operation(
        "list_scopes",
        "scopes",
        "All scopes by name, the built-in one first",
        roles=ALL_ROLES,
        responses=(
            Response(
                200,
                "One page; scopes are few",
                Page[Scope],
                examples={"two": {"items": [_ALL, _SHOP], "next": None}},
            ),
        ),
    ),
    Operation(
        "put_scope",
        "scopes",
        "Define a scope, or change it",
        body=Body(
            PutScope,
            examples={
                "zone": {"kind": "zone", "domain": "shop.example"},
                "listener": {"kind": "listener", "domain": "www.shop.example"},
                "notices": {
                    "kind": "zone",
                    "domain": "shop.example",
                    "administrators": ["ops@shop.example"],
                    "notice_days": [30, 14, 7, 1],
                },
            },
        ),
        responses=(
            Response(200, "The scope was there, and is changed", Scope, examples={"zone": _SHOP}),
            Response(201, "The scope is new", Scope, headers=("Location",), examples={"zone": _SHOP}),
        ),
        refusals=(CONFLICT, UNPROCESSABLE),
    ),
)
