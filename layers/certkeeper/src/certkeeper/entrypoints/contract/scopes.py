"""Documents and operations of scopes."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field, with_config
from typing_extensions import TypedDict

from certkeeper.domain import scopes
from certkeeper.domain.dns.solvers import DEFAULT_SOLVER
from certkeeper.domain.notices.administrators import RecipientsState
from certkeeper.domain.notices.email_addresses import MAX_ADMINISTRATORS
from certkeeper.entrypoints.contract.fields import (
    CLOSED,
    SHA256,
    EnumValues,
    Moment,
    NoticeDays,
    Page,
    Solver,
    Text,
)
from certkeeper.entrypoints.contract.operations import (
    ALL_ROLES,
    IF_MATCH,
    IF_MATCH_REQUIRED,
    IF_NONE_MATCH,
    Body,
    Operation,
    Response,
)
from certkeeper.entrypoints.contract.problems import CONFLICT, NOT_FOUND, PRECONDITION_REQUIRED, UNPROCESSABLE
from certkeeper.entrypoints.http.body import JSON, MERGE_PATCH

_Kind = Annotated[
    Literal[scopes.ScopeKind.ZONE, scopes.ScopeKind.LISTENER],
    EnumValues(),
    Field(description="zone: a root domain and all below it; listener: one host name"),
]
_Domain = Annotated[Text, Field(description="The domain of the zone, or the host name")]
_SOLVER = "The solver of orders that name none"
_PROFILE = "The CA's profile for orders that name none (classic, tlsserver, shortlived at Let's Encrypt)"
_ADMINISTRATORS = (
    "E-mail addresses that are notified about this scope, besides the stack's administrators; AWS asks each to confirm "
    "first. With null the scope has none"
)
_NOTICES_ENABLED = (
    "Whether administrators are notified before the end of certificates that have no setting of their own; null uses "
    "the setting of the stack"
)
_NOTICE_DAYS = (
    "Days before a certificate's end at which administrators are notified, for certificates without a setting of their "
    "own; null uses the setting of the stack"
)
_Addresses = Annotated[list[Text], Field(min_length=1, max_length=MAX_ADMINISTRATORS)]
_Digest = Annotated[str, Field(pattern=SHA256)]
_OUTSIDE_CONFIRMED = (
    "The `digest` of the certificates that a refusal (outside-not-confirmed) has listed: that exactly these may have "
    "names outside the scope"
)


@with_config(CLOSED)
class PutScope(TypedDict):
    """The definition of a scope."""

    kind: _Kind
    domain: _Domain
    solver: NotRequired[Annotated[Solver, Field(default=DEFAULT_SOLVER, description=_SOLVER)]]
    profile: NotRequired[Annotated[Text | None, Field(default=None, description=_PROFILE)]]
    administrators: NotRequired[Annotated[_Addresses | None, Field(default=None, description=_ADMINISTRATORS)]]
    notices_enabled: NotRequired[Annotated[bool | None, Field(default=None, description=_NOTICES_ENABLED)]]
    notice_days: NotRequired[Annotated[NoticeDays | None, Field(default=None, description=_NOTICE_DAYS)]]
    outside_confirmed: NotRequired[Annotated[_Digest | None, Field(default=None, description=_OUTSIDE_CONFIRMED)]]


@with_config(CLOSED)
class UpdateScope(TypedDict):
    """Changes of a scope; a merge patch (RFC 7396)."""

    kind: NotRequired[_Kind]
    domain: NotRequired[_Domain]
    solver: NotRequired[Annotated[Solver | None, Field(description=f"{_SOLVER}; null for {DEFAULT_SOLVER}")]]
    profile: NotRequired[Annotated[Text | None, Field(description=_PROFILE)]]
    administrators: NotRequired[Annotated[_Addresses | None, Field(description=_ADMINISTRATORS)]]
    notices_enabled: NotRequired[Annotated[bool | None, Field(description=_NOTICES_ENABLED)]]
    notice_days: NotRequired[Annotated[NoticeDays | None, Field(description=_NOTICE_DAYS)]]
    outside_confirmed: NotRequired[Annotated[_Digest | None, Field(description=_OUTSIDE_CONFIRMED)]]


@with_config(CLOSED)
class Cname(TypedDict):
    """A CNAME record that a person sets once."""

    record_name: Annotated[str, Field(description="_acme-challenge, a dot, and the name")]
    target: Annotated[str, Field(description="The target of the CNAME; the same for every order of the name")]


_Count = Annotated[int, Field(ge=0)]


@with_config(CLOSED)
class Recipients(TypedDict):
    """Who gets the notices of a scope: the stack's administrators and its own, each address once.

    Certkeeper compares them with AWS every 15 minutes. The numbers are null where there was no check within the last
    hour.
    """

    state: Annotated[
        RecipientsState,
        EnumValues(),
        Field(
            description="confirmed: at least one administrator gets notices; others: only subscribers that neither the "
            "stack nor a scope names, whose filters Certkeeper does not know; nobody: notices reach nobody; "
            "not_checked: there was no check within the last hour, or an address is new"
        ),
    ]
    confirmed: Annotated[_Count | None, Field(description="Addresses that have confirmed, and get notices")]
    pending: Annotated[_Count | None, Field(description="Addresses that have never confirmed")]
    lost: Annotated[
        _Count | None, Field(description="Addresses that had confirmed, and whose subscription is gone: unsubscribed")
    ]
    others: Annotated[
        _Count | None,
        Field(description="Confirmed subscriptions of programs, and of addresses that nothing names, to all notices"),
    ]
    checked_at: Annotated[Moment | None, Field(description="When this was last compared with AWS; null for never")]


@with_config(CLOSED)
class Scope(TypedDict):
    """A scope."""

    scope: str
    kind: Annotated[scopes.ScopeKind, EnumValues()]
    domain: Annotated[
        str | None, Field(description="The domain in A-labels; null for the built-in scope, which covers every name")
    ]
    built_in: bool
    solver: Solver
    cname: Annotated[
        Cname | None,
        Field(
            description="With the solver `delegated`, the CNAME that the owner of the domain sets once; each name "
            "below the domain needs one like it"
        ),
    ]
    profile: Annotated[str | None, Field(description="The CA's profile of orders that name none")]
    administrators: Annotated[list[str], Field(description="E-mail addresses, also those that have not confirmed yet")]
    notices_enabled: Annotated[bool | None, Field(description="Null uses the setting of the stack")]
    notice_days: Annotated[NoticeDays | None, Field(description="Null uses the setting of the stack")]
    recipients: Annotated[
        Recipients,
        Field(description="Who gets the notices of this scope; of the built-in scope: of the stack, alarms included"),
    ]
    created_at: Moment | None


_NARROWING = (
    "409 (outside-not-confirmed) lists in `outside` the certificates that would have names outside the scope; to go "
    "on, send its `digest` as `outside_confirmed`. They are renewed as before, but not by hand."
)

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
    "recipients": {
        "state": "confirmed",
        "confirmed": 1,
        "pending": 0,
        "lost": 0,
        "others": 0,
        "checked_at": "2026-01-15T12:15:00Z",
    },
    "created_at": "2026-01-15T12:00:00Z",
}
_ALL = {
    **_SHOP,
    "scope": scopes.ALL_SCOPE,
    "kind": "all",
    "domain": None,
    "built_in": True,
    "administrators": [],
    "recipients": {
        "state": "nobody",
        "confirmed": 0,
        "pending": 1,
        "lost": 0,
        "others": 0,
        "checked_at": "2026-01-15T12:15:00Z",
    },
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
                "All scopes on one page",
                Page[Scope],
                examples={"two": {"items": [_ALL, _SHOP], "next": None}},
            ),
        ),
    ),
    Operation(
        "get_scope",
        "scopes",
        "One scope",
        roles=ALL_ROLES,
        responses=(Response(200, "The scope", Scope, headers=("ETag",), examples={"zone": _SHOP}),),
        refusals=(NOT_FOUND,),
    ),
    Operation(
        "put_scope",
        "scopes",
        "Define a scope, or replace the definition of one",
        description="Without If-Match the scope must be new: one that exists is left as it is (428; with "
        "`If-None-Match: *` 412), unless it is defined as the request says. With its ETag in If-Match the whole "
        f"definition is replaced, and what is left out becomes the default. {_NARROWING}",
        parameters=(IF_MATCH, IF_NONE_MATCH),
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
            Response(200, "The scope existed, and is changed", Scope, headers=("ETag",), examples={"zone": _SHOP}),
            Response(201, "The scope is new", Scope, headers=("ETag", "Location"), examples={"zone": _SHOP}),
        ),
        refusals=(CONFLICT, UNPROCESSABLE, PRECONDITION_REQUIRED),
    ),
    Operation(
        "update_scope",
        "scopes",
        "Change some fields of a scope",
        description="A JSON merge patch (RFC 7396): fields that are missing do not change, and null sets the default. "
        f"{_NARROWING}",
        parameters=(IF_MATCH_REQUIRED,),
        body=Body(
            UpdateScope,
            media_types=(MERGE_PATCH, JSON),
            examples={"administrators": {"administrators": ["ops@shop.example"]}, "narrower": {"kind": "listener"}},
        ),
        responses=(Response(200, "The scope as it is now", Scope, headers=("ETag",), examples={"zone": _SHOP}),),
        refusals=(NOT_FOUND, CONFLICT, UNPROCESSABLE),
    ),
    Operation(
        "delete_scope",
        "scopes",
        "Delete a scope that has no certificates",
        description="409 (scope-in-use) lists the certificates that are in use, are being ordered, or can still be "
        "restored. The scope's administrators get no notices of it any more. What is stored of its orders stays.",
        parameters=(IF_MATCH,),
        responses=(Response(200, "The scope as it was", Scope, examples={"zone": _SHOP}),),
        refusals=(NOT_FOUND, CONFLICT, UNPROCESSABLE),
    ),
)
