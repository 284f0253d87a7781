"""Fields that several documents have: their type, their limits and what they mean."""

from typing import Annotated, Any, Generic, TypeVar, get_args

from pydantic import ConfigDict, Field, GetCoreSchemaHandler, with_config
from pydantic_core import CoreSchema, core_schema
from typing_extensions import TypeAliasType, TypedDict

from certkeeper.adapters.ids import CANONICAL_ID
from certkeeper.domain import scopes
from certkeeper.domain.certificates import certificate, key_types, revocations
from certkeeper.domain.certificates.exports import MAX_VERSIONS
from certkeeper.domain.certificates.names import MAX_NAME_CHARACTERS
from certkeeper.domain.dns import solvers
from certkeeper.domain.dns.names import MAX_CHARACTERS
from certkeeper.domain.notices.days import DEFAULT_NOTICE_DAYS, MAX_NOTICE_DAYS, MAX_THRESHOLDS
from certkeeper.domain.orders import challenges, order

CLOSED = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)
"""Of every document: no unknown fields, no coercion, and no input in an error."""

MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
SHA256 = r"^[0-9a-f]{64}$"
_VISIBLE = r"[^\p{C}\p{Z}]"
PRINTABLE = rf"^{_VISIBLE}+(?: +{_VISIBLE}+)*$"
"""What Python calls printable, with no blank at either end: no control characters, bidi overrides or invisible ones."""


class EnumValues:
    """Makes an enumeration, or a `Literal` of some of its members, the list of its words: what JSON has."""

    def __get_pydantic_core_schema__(self, source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401 - a type
        """A literal of texts, so that the schema can be exported as JSON."""
        return core_schema.literal_schema([str(word) for word in get_args(source) or source])


def _without_pattern(schema: dict[str, object]) -> None:
    """Readers of JSON Schema differ in what they know of Unicode's classes; the description says what is meant."""
    schema.pop("pattern", None)


Id = TypeAliasType(
    "Id",
    Annotated[str, Field(pattern=f"^{CANONICAL_ID}$", description="A UUID (version 7, RFC 9562) in canonical text")],
)
Moment = TypeAliasType(
    "Moment", Annotated[str, Field(pattern=f"^{MOMENT}$", description="RFC 3339, in UTC, to the second")]
)
ScopeName = TypeAliasType(
    "ScopeName",
    Annotated[
        str,
        Field(
            pattern=f"^{scopes.SCOPE_NAME}$", description="The scope's name; `all` is built in and covers every name"
        ),
    ],
)
Text = TypeAliasType(
    "Text",
    Annotated[
        str,
        Field(
            min_length=1,
            max_length=MAX_CHARACTERS,
            pattern=PRINTABLE,
            json_schema_extra=_without_pattern,
            description="Printable characters, none of them blank at either end",
        ),
    ],
)
CertificateName = TypeAliasType(
    "CertificateName",
    Annotated[
        str,
        Field(
            min_length=1,
            max_length=MAX_NAME_CHARACTERS,
            pattern=PRINTABLE,
            json_schema_extra=_without_pattern,
            description="Printable characters, none of them blank at either end",
        ),
    ],
)
Version = Annotated[int, Field(ge=1, le=MAX_VERSIONS)]
NoticeDays = TypeAliasType(
    "NoticeDays",
    Annotated[
        list[Annotated[int, Field(ge=1, le=MAX_NOTICE_DAYS)]],
        Field(
            min_length=1,
            max_length=MAX_THRESHOLDS,
            description="Days before a certificate's end at which administrators are notified, the most first",
            examples=[list(DEFAULT_NOTICE_DAYS)],
        ),
    ],
)

CertificateStatus = TypeAliasType(
    "CertificateStatus",
    Annotated[
        certificate.CertificateStatus,
        EnumValues(),
        Field(
            description="Deleted ones are listed only where they are asked for; they can be restored until "
            "`recoverable_until`"
        ),
    ],
)
ChallengeType = TypeAliasType(
    "ChallengeType",
    Annotated[
        challenges.ChallengeType,
        EnumValues(),
        Field(
            description="RFC 8555 sections 8.3 and 8.4, draft-ietf-acme-dns-persist; a wildcard needs one of the last "
            "two"
        ),
    ],
)
KeyType = TypeAliasType(
    "KeyType", Annotated[key_types.KeyType, EnumValues(), Field(description="Algorithm and size of a private key")]
)
OrderStatus = TypeAliasType(
    "OrderStatus",
    Annotated[
        order.OrderStatus,
        EnumValues(),
        Field(description="RFC 8555 section 7.1.6; `expired` and `cancelled` are Certkeeper's"),
    ],
)
RevocationReason = TypeAliasType(
    "RevocationReason",
    Annotated[
        revocations.RevocationReason,
        EnumValues(),
        Field(
            description="RFC 5280 section 5.3.1, as far as it is for those who hold certificates of servers to give "
            "(CA/Browser Forum, Baseline Requirements, section 7.2.2)"
        ),
    ],
)
Solver = TypeAliasType(
    "Solver",
    Annotated[
        solvers.Solver,
        EnumValues(),
        Field(
            description="Who sets the TXT records of dns-01. assisted: a person, who is told what to set; route53: "
            "Certkeeper, in the zone that holds the name; delegated: Certkeeper, where a CNAME leads that its owner "
            "sets once"
        ),
    ],
)
Steps = TypeAliasType(
    "Steps",
    Annotated[
        order.Steps,
        EnumValues(),
        Field(description="automatic: the machine goes through by itself; manual: a person calls verify and issue"),
    ],
)

Item = TypeVar("Item")


@with_config(CLOSED)
class Page(TypedDict, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    next: Annotated[Id | None, Field(description="The cursor of the following page, null on the last")]
