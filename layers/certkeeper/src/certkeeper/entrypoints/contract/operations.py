"""The contract of an operation: its parameters, its body, its responses, and the problems that it may answer with.

Its route is in `functions/api/<name>/function.yaml`, or in `infra/template/gateway_routes.yaml` where API Gateway
answers by itself. Each module of this package declares its operations in `OPERATIONS`; `operations()` finds them all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pkgutil import iter_modules
from typing import Annotated, Any, Literal, get_args

from pydantic import Field
from typing_extensions import TypeAliasType

from certkeeper.entrypoints import contract
from certkeeper.entrypoints.contract.fields import Id, ScopeName, Version
from certkeeper.entrypoints.contract.problems import UNAVAILABLE, Refusal, common_refusals
from certkeeper.entrypoints.http.body import JSON, MAX_BODY_BYTES
from certkeeper.entrypoints.http.parameters import (
    DEFAULT_LIMIT,
    IDEMPOTENCY_KEY,
    MAX_PAGE_SIZE,
    MAX_PARAMETER_CHARACTERS,
)

TOKEN = r"[A-Za-z0-9_-]{22,128}"  # noqa: S105 - a pattern
"""The form of a token: base64url of at least 128 bits, which are 22 characters (RFC 8555 section 8.3)."""

Role = Literal["Viewer", "Operator", "Exporter", "Administrator"]
ALL_ROLES: tuple[Role, ...] = get_args(Role)
"""The policies of the stack that a person or a program may have (infra/access.yaml)."""
OPERATORS: tuple[Role, ...] = ("Operator", "Administrator")
"""The roles that may order and change certificates."""

Type = type | TypeAliasType | Any
"""A type that pydantic can validate: a document, a named field, an annotated type."""


@dataclass(frozen=True)
class Parameter:
    """A parameter in the path, the query or a header."""

    name: str
    place: Literal["path", "query", "header"]
    type: Type
    description: str = ""
    required: bool = False


@dataclass(frozen=True)
class Body:
    """The body of an operation's request; it may be left out unless it is `required`. `maximum` is in bytes."""

    document: Type
    required: bool = True
    maximum: int = MAX_BODY_BYTES
    media_types: tuple[str, ...] = (JSON,)
    examples: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Response:
    """A response that is no refusal. `headers` are those besides Cache-Control, which every response has."""

    status: int
    description: str
    document: Type
    headers: tuple[Literal["ETag", "Location"], ...] = ()
    media_type: str = JSON
    examples: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Operation:
    """One operation. `name` is its operationId, and the folder of its function.

    `refusals` are those besides what any operation may answer with. `public`: API Gateway answers it by itself, to
    anybody, without a signature, and refusals are plain text. `roles` are the stack's policies whose holders may call
    it (infra/access.yaml).
    """

    name: str
    tag: str
    summary: str
    responses: tuple[Response, ...]
    refusals: tuple[Refusal, ...] = ()
    description: str = ""
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    public: bool = False
    roles: tuple[Role, ...] = ("Administrator",)

    def all_refusals(self) -> tuple[Refusal, ...]:
        """Return the refusals that the operation names, and those that follow from what it accepts, by status."""
        if self.public:
            return (*self.refusals, UNAVAILABLE)
        maximum = None if self.body is None else self.body.maximum
        conditions = {each.required for each in self.parameters if each.name == IF_MATCH.name}
        frame = common_refusals(maximum, conditional=bool(conditions), condition_required=True in conditions)
        return tuple(sorted((*frame, *self.refusals), key=lambda refusal: refusal.status))


IN_PATH = {
    parameter.name: parameter
    for parameter in (
        Parameter("scope", "path", ScopeName, required=True),
        Parameter("order_id", "path", Id, required=True),
        Parameter("certificate_id", "path", Id, required=True),
        Parameter("version", "path", Version, required=True),
        Parameter("token", "path", Annotated[str, Field(pattern=f"^{TOKEN}$")], required=True),
    )
}
"""Every parameter that a path may have, by its name."""

LIMIT = Parameter(
    "limit",
    "query",
    Annotated[int, Field(ge=1, le=MAX_PAGE_SIZE, json_schema_extra={"default": DEFAULT_LIMIT})],
    "The largest number of items on the page",
)
CURSOR = Parameter("cursor", "query", Id, "`next` of the previous page")
SEARCH = Parameter(
    "search",
    "query",
    Annotated[str, Field(max_length=MAX_PARAMETER_CHARACTERS)],
    "Only certificates with this text in their name, their common name or one of their DNS names, in A-labels or "
    "U-labels; from three characters on also in their issuer. A serial number (decimal or hex), a fingerprint (SHA-256 "
    "or SHA-1) or an id may have colons, blanks or hyphens; of six digits or more its beginning or its end does. Case "
    "does not count",
)
IDEMPOTENCY = Parameter(
    "Idempotency-Key",
    "header",
    Annotated[str, Field(pattern=f"^{IDEMPOTENCY_KEY}$")],
    "Makes a repeated request idempotent for at least 24 hours: with the same key place_order answers with the same "
    "order, an upload or an activation with the same certificate, and verify with the findings of the first call.",
)
IF_MATCH = Parameter(
    "If-Match",
    "header",
    str,
    "The ETag of the certificate or scope as it was read (RFC 9110 section 13.1.1), or `*` for any. If it was changed "
    "since, the request is refused (412).",
)
IF_MATCH_REQUIRED = Parameter(
    "If-Match", "header", str, f"{IF_MATCH.description} Without this header it is refused too (428).", required=True
)
IF_NONE_MATCH = Parameter(
    "If-None-Match",
    "header",
    Annotated[str, Field(pattern=r"^\*$")],
    "`*` to create only (RFC 9110 section 13.1.2): if it exists already, the request is refused (412).",
)


def operations() -> dict[str, Operation]:
    """Return every operation by its name; raise ValueError if a name is declared twice."""
    found: dict[str, Operation] = {}
    for module in sorted(iter_modules(contract.__path__), key=lambda each: each.name):
        for operation in getattr(import_module(f"{contract.__name__}.{module.name}"), "OPERATIONS", ()):
            if operation.name in found:
                raise ValueError(f"the operation {operation.name} is declared twice")
            found[operation.name] = operation
    return found
