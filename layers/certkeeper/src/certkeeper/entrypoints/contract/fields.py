"""Fields of several documents: their types, limits and meanings."""

from typing import Annotated, Any, Generic, TypeVar, get_args

from pydantic import ConfigDict, Field, GetCoreSchemaHandler, with_config
from pydantic_core import CoreSchema, core_schema
from typing_extensions import TypeAliasType, TypedDict

from certkeeper.adapters.ids import CANONICAL_ID
from certkeeper.domain import scopes
from certkeeper.domain.certificates import certificate, key_types, revocations
from certkeeper.domain.certificates.aliases import MAX_ALIAS_CHARACTERS
from certkeeper.domain.certificates.comparison import Loss
from certkeeper.domain.certificates.exports import MAX_VERSIONS
from certkeeper.domain.certificates.names import MAX_NAME_CHARACTERS
from certkeeper.domain.certificates.succession import MAX_SHOWN_CHARACTERS, MAX_SHOWN_TEXTS
from certkeeper.domain.dns import solvers
from certkeeper.domain.dns.names import MAX_CHARACTERS
from certkeeper.domain.notices.days import DEFAULT_NOTICE_DAYS, MAX_NOTICE_DAYS, MAX_THRESHOLDS
from certkeeper.domain.orders import challenges, order

CLOSED = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)
"""The configuration of every document: no unknown fields, no conversion of types, and no input in an error."""

MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
"""The form of moments: RFC 3339, in UTC, without a fraction of a second."""
SHA256 = r"^[0-9a-f]{64}$"
"""Hex digits in lower case."""
_VISIBLE = r"[^\p{C}\p{Z}]"
"""Any character but controls, format characters and blanks."""
PRINTABLE = rf"^{_VISIBLE}+(?: +{_VISIBLE}+)*$"
"""What Python calls printable, with no blank at either end: no control characters, bidi overrides or invisible ones."""


class EnumValues:
    """Turns an enumeration, or a `Literal` of some of its members, into the list of its values, as JSON has them."""

    def __get_pydantic_core_schema__(self, source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401 - a type
        """A literal of texts, so that the schema can be exported as JSON."""
        return core_schema.literal_schema([str(word) for word in get_args(source) or source])


def _without_pattern(schema: dict[str, object]) -> None:
    """Remove the pattern from a schema: readers of JSON Schema differ in what they know of Unicode's classes.

    The description says what is meant.
    """
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
            description="Printable characters, with no blank at either end",
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
            description="Printable characters, with no blank at either end",
        ),
    ],
)
Alias = TypeAliasType(
    "Alias",
    Annotated[
        str,
        Field(
            min_length=1,
            max_length=MAX_ALIAS_CHARACTERS,
            pattern=PRINTABLE,
            json_schema_extra=_without_pattern,
            description="Printable characters up to U+FFFF, with no blank at either end",
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
            description="Days before a certificate's end at which administrators are notified, the largest first",
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
            description="Deleted certificates are listed only with `status=deleted`; they can be restored until "
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
            description="RFC 8555 sections 8.3 and 8.4, draft-ietf-acme-dns-persist; a wildcard needs dns-01 or "
            "dns-persist-01"
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
            description="RFC 5280 section 5.3.1; those that subscribers may give for TLS server certificates "
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
            description="Who sets the TXT records of dns-01. assisted: a person, as the order shows; route53: "
            "Certkeeper, in the hosted zone of the name; delegated: Certkeeper, at the target of a CNAME that the "
            "owner of the name sets once"
        ),
    ],
)
Steps = TypeAliasType(
    "Steps",
    Annotated[
        order.Steps,
        EnumValues(),
        Field(description="automatic: Certkeeper goes through all steps; manual: a person calls verify and issue"),
    ],
)


@with_config(CLOSED)
class Remark(TypedDict):
    """One warning or reason."""

    code: Annotated[str, Field(description="A stable code")]
    detail: str


Item = TypeVar("Item")


@with_config(CLOSED)
class Page(TypedDict, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    next: Annotated[Id | None, Field(description="The cursor of the next page, null on the last")]


_Texts = Annotated[list[Annotated[str, Field(max_length=MAX_SHOWN_CHARACTERS)]], Field(max_length=MAX_SHOWN_TEXTS)]
_LossCode = Annotated[Loss, EnumValues()]


@with_config(CLOSED)
class FoundLoss(TypedDict):
    """One thing that a version has less than the one whose place it is to take."""

    code: _LossCode
    detail: str
    before: Annotated[_Texts, Field(description="The current version: one text, or the names that are lost")]
    after: Annotated[_Texts, Field(description="The other version: one text, or its names")]


@with_config(CLOSED)
class Comparison(TypedDict):
    """The current version, compared with the one that is to take its place."""

    version: Annotated[int, Field(ge=1, description="The number of the version that is current")]
    losses: list[FoundLoss]


@with_config(CLOSED)
class Confirmation(TypedDict):
    """What is confirmed: exactly the losses of a comparison, and the version that it was made with."""

    version: Annotated[Version, Field(description="The number of the version that is current")]
    losses: Annotated[list[_LossCode], Field(max_length=len(Loss), description="The codes of all losses, in any order")]


@with_config(CLOSED)
class NamedCertificate(TypedDict):
    """A certificate of the scope, by its id and its name."""

    certificate_id: Id
    certificate_name: str


ConfirmedLosses = TypeAliasType(
    "ConfirmedLosses",
    Annotated[
        list[_LossCode],
        Field(description="What somebody confirmed that it loses against the version whose place it took"),
    ],
)
