"""Refusals: the problem documents (RFC 9457), and the kinds of problems behind each status."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, NotRequired

from pydantic import ConfigDict, Field, with_config
from pydantic_core import CoreSchema, core_schema
from typing_extensions import TypedDict

from certkeeper.domain.orders.actions import Action
from certkeeper.domain.scopes import MAX_LISTED
from certkeeper.entrypoints.contract.fields import (
    CLOSED,
    SHA256,
    Comparison,
    EnumValues,
    Id,
    Moment,
    NamedCertificate,
)
from certkeeper.entrypoints.http.body import MAX_BODY_BYTES
from certkeeper.entrypoints.http.problem import GATEWAY_SLUGS, URN, Kind
from certkeeper.entrypoints.http.refusals import MAX_LISTED_NAMES


@dataclass(frozen=True)
class _OneOf:
    """Turns a text into one of the types of problems."""

    types: tuple[str, ...]

    def __get_pydantic_core_schema__(self, _source: type, _handler: object) -> CoreSchema:
        """A literal of their URNs."""
        return core_schema.literal_schema(list(self.types))


@with_config(
    ConfigDict(
        **CLOSED, json_schema_extra={"oneOf": [{"required": [place]} for place in ("pointer", "parameter", "header")]}
    )
)
class Error(TypedDict):
    """One error; exactly one of pointer, parameter and header says what it is about."""

    pointer: NotRequired[Annotated[str, Field(description="A pointer into the body (RFC 6901)")]]
    parameter: NotRequired[
        Annotated[str, Field(description="The name of a query parameter, or empty for an unknown one")]
    ]
    header: NotRequired[Annotated[str, Field(description="The name of a header")]]
    code: Annotated[str, Field(description="A stable code")]
    detail: Annotated[str, Field(description="The reason, and what to change")]


@with_config(CLOSED)
class ListedCertificate(TypedDict):
    """A certificate that a refusal lists."""

    certificate_id: Id
    certificate_name: str
    names: Annotated[list[str], Field(max_length=MAX_LISTED_NAMES, description="The first of the names concerned")]
    names_count: Annotated[int, Field(ge=0, description="How many names are concerned")]


_Listed = Annotated[list[ListedCertificate], Field(max_length=MAX_LISTED)]


@with_config(CLOSED)
class OutsideScope(TypedDict):
    """The certificates that would have names outside a scope, each with those names."""

    count: Annotated[int, Field(ge=0, description="How many there are")]
    digest: Annotated[str, Field(pattern=SHA256, description="Confirms exactly these, as `outside_confirmed`")]
    certificates: Annotated[_Listed, Field(description="The first of them")]


@with_config(CLOSED)
class Problem(TypedDict):
    """A refusal (RFC 9457)."""

    type: Annotated[str, _OneOf(tuple(kind.type for kind in Kind))]
    title: str
    status: int
    detail: str
    instance: NotRequired[Annotated[str, Field(description="With internal: the id of the request in the log")]]
    errors: NotRequired[list[Error]]
    allowed: NotRequired[
        Annotated[
            list[Annotated[Action, EnumValues()]],
            Field(description="With out-of-order: the actions that are possible now"),
        ]
    ]
    next_verify_at: NotRequired[Annotated[Moment, Field(description="With too-soon: when verify can be called again")]]
    certificate_id: NotRequired[
        Annotated[Id, Field(description="With duplicate and kept-version: the certificate that the scope has already")]
    ]
    version: NotRequired[
        Annotated[int, Field(ge=1, description="With kept-version: the number of the version to activate")]
    ]
    comparison: NotRequired[
        Annotated[
            Comparison,
            Field(description="With losses-not-confirmed and replacement-needs-administrator: what would be lost"),
        ]
    ]
    same_names_as: NotRequired[
        Annotated[
            list[NamedCertificate],
            Field(description="With name-taken, for an upload: certificates that have the same DNS names"),
        ]
    ]
    outside: NotRequired[OutsideScope]
    count: NotRequired[Annotated[int, Field(ge=0, description="With scope-in-use: how many certificates it has")]]
    certificates: NotRequired[Annotated[_Listed, Field(description="With scope-in-use: the first of them")]]


@with_config(CLOSED)
class GatewayProblem(TypedDict):
    """A refusal (RFC 9457) by API Gateway itself. `status` is missing if one text serves several."""

    type: Annotated[str, _OneOf(tuple(f"{URN}{slug}" for slug in GATEWAY_SLUGS))]
    title: str
    status: NotRequired[int]
    detail: str


@dataclass(frozen=True)
class Refusal:
    """The kinds of problems that an operation may answer with under one status; `note` follows their names.

    `waits` if the response has Retry-After, `by_gateway` if API Gateway answers so as well.
    """

    name: str
    kinds: tuple[Kind, ...]
    note: str = ""
    waits: bool = False
    by_gateway: bool = False
    examples: Mapping[str, object] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The status that its kinds share."""
        (status,) = {kind.status for kind in self.kinds}
        return status

    @property
    def description(self) -> str:
        """The kinds in words, and the note."""
        *most, last = [kind.type.removeprefix(URN) for kind in self.kinds]
        return f"{', '.join(most)} or {last}{self.note}" if most else last + self.note


BAD_REQUEST = Refusal(
    "BadRequest",
    (
        Kind.MALFORMED_BODY,
        Kind.INVALID_BODY,
        Kind.UNEXPECTED_BODY,
        Kind.INVALID_PARAMETER,
        Kind.INVALID_HEADER,
    ),
)
FORBIDDEN = Refusal("Forbidden", (Kind.UNKNOWN_CALLER,), ", or API Gateway's own refusal", by_gateway=True)
NOT_FOUND = Refusal(
    "NotFound", (Kind.NOT_FOUND,), "; the same for an id of another scope as for one that does not exist"
)
CONFLICT = Refusal(
    "Conflict",
    (
        Kind.OUT_OF_ORDER,
        Kind.NAME_TAKEN,
        Kind.NOT_ISSUED,
        Kind.DUPLICATE,
        Kind.KEPT_VERSION,
        Kind.KEY_NOT_KEPT,
        Kind.REVOKED,
        Kind.ORDER_RUNNING,
        Kind.DELETED,
        Kind.GONE,
        Kind.NOT_ISSUED_HERE,
        Kind.LOSSES_NOT_CONFIRMED,
        Kind.REPLACEMENT_NEEDS_ADMINISTRATOR,
        Kind.OUTSIDE_SCOPE,
        Kind.OUTSIDE_NOT_CONFIRMED,
        Kind.SCOPE_IN_USE,
        Kind.REFUSED_BY_CA,
        Kind.CONFLICT,
    ),
    "; with out-of-order `allowed` has the possible steps, with duplicate `certificate_id` the certificate, with "
    "losses-not-confirmed and replacement-needs-administrator `comparison` what would be lost, "
    "with outside-not-confirmed `outside` and with scope-in-use `certificates` those that are concerned",
    examples={
        "out_of_order": {
            "type": Kind.OUT_OF_ORDER.type,
            "title": Kind.OUT_OF_ORDER.title,
            "status": Kind.OUT_OF_ORDER.status,
            "detail": "issue is not possible now: the names are not verified yet",
            "allowed": ["verify", "cancel"],
        }
    },
)
PRECONDITION_FAILED = Refusal(
    "PreconditionFailed",
    (Kind.PRECONDITION_FAILED,),
    "; it was changed since it was read, or exists though it was to be new",
)
PRECONDITION_REQUIRED = Refusal("PreconditionRequired", (Kind.PRECONDITION_REQUIRED,), "; send the ETag in If-Match")
UNSUPPORTED_MEDIA_TYPE = Refusal("UnsupportedMediaType", (Kind.UNSUPPORTED_MEDIA_TYPE,))
UNPROCESSABLE = Refusal(
    "Unprocessable",
    (Kind.REFUSED, Kind.IDEMPOTENCY_KEY_REUSED),
    "; with refused each of `errors` names a field and says what to change",
    examples={
        "outside_scope": {
            "type": Kind.REFUSED.type,
            "title": Kind.REFUSED.title,
            "status": Kind.REFUSED.status,
            "detail": "1 value must be changed",
            "errors": [
                {
                    "pointer": "/names/1",
                    "code": "outside_scope",
                    "detail": "the scope is for example.com and the names below it; order this name in another scope",
                }
            ],
        }
    },
)
TOO_SOON = Refusal(
    "TooSoon",
    (Kind.TOO_SOON,),
    "; `next_verify_at` says when to try again",
    waits=True,
    examples={
        "too_soon": {
            "type": Kind.TOO_SOON.type,
            "title": Kind.TOO_SOON.title,
            "status": Kind.TOO_SOON.status,
            "detail": "the challenges can be verified again at 2026-01-15T12:06:00Z; nothing is lost until then",
            "next_verify_at": "2026-01-15T12:06:00Z",
        }
    },
)
INTERNAL = Refusal("Internal", (Kind.INTERNAL,), "; `instance` is the id of the request in the log")
UNAVAILABLE = Refusal(
    "Unavailable", (Kind.UNAVAILABLE,), "; a service that Certkeeper needs throttles it or does not answer", waits=True
)
SIGNED_REFUSALS = (BAD_REQUEST, FORBIDDEN, INTERNAL, UNAVAILABLE)
"""The refusals of every operation that needs a signature."""


def common_refusals(maximum: int | None, *, conditional: bool, condition_required: bool) -> tuple[Refusal, ...]:
    """Return the refusals by the frame around an operation.

    `maximum` is the largest body in bytes, None if it has none. `conditional` if it accepts If-Match,
    `condition_required` if it requires it.
    """
    found: tuple[Refusal, ...] = SIGNED_REFUSALS
    if maximum is not None:
        found += (_too_large(maximum), UNSUPPORTED_MEDIA_TYPE)
    if conditional:
        found += (PRECONDITION_FAILED,)
    return (*found, PRECONDITION_REQUIRED) if condition_required else found


def _too_large(maximum: int) -> Refusal:
    name = "ContentTooLarge" if maximum == MAX_BODY_BYTES else "UploadTooLarge"
    return Refusal(name, (Kind.BODY_TOO_LARGE,), f" (over {maximum} bytes)")
