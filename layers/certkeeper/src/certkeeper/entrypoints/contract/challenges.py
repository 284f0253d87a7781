"""Documents and operations of challenges: what each requires, and what the checks found."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field, with_config
from typing_extensions import TypeAliasType, TypedDict

from certkeeper.adapters.lookout.outcome import MAX_SEEN_CHARACTERS
from certkeeper.domain.dns.findings import FindingCode, VerificationOutcome
from certkeeper.domain.orders import challenges
from certkeeper.entrypoints.contract.fields import CLOSED, ChallengeType, EnumValues, Id, Moment
from certkeeper.entrypoints.contract.operations import IDEMPOTENCY, OPERATORS, Body, Operation, Response
from certkeeper.entrypoints.contract.problems import CONFLICT, NOT_FOUND, TOO_SOON, UNPROCESSABLE
from certkeeper.entrypoints.contract.scopes import Cname


@with_config(CLOSED)
class VerifyChallenge(TypedDict):
    """The challenge that is checked."""

    challenge: NotRequired[
        Annotated[
            ChallengeType | None,
            Field(
                default=None, description="The challenge to use; it can be changed until the CA is asked to validate"
            ),
        ]
    ]


@with_config(CLOSED)
class HttpChallenge(TypedDict):
    """The URL and the content of http-01."""

    type: Annotated[Literal[challenges.ChallengeType.HTTP_01], EnumValues()]
    url: Annotated[str, Field(description="The URL that the CA reads, on port 80")]
    content: Annotated[str, Field(description="The text that the CA expects at the URL")]


@with_config(CLOSED)
class DnsChallenge(TypedDict):
    """The TXT record of dns-01, and the CNAME that leads to it if there is one."""

    type: Annotated[Literal[challenges.ChallengeType.DNS_01], EnumValues()]
    record_name: Annotated[
        str, Field(description="The name of the TXT record; with the solver `delegated`, the target of the CNAME")
    ]
    record_type: Literal["TXT"]
    record_value: Annotated[
        str, Field(description="One value of the record; a wildcard and its apex have one each, at the same name")
    ]
    zone: Annotated[str | None, Field(description="The zone that the record belongs to; null if it is not known (yet)")]
    cname: Annotated[
        Cname | None,
        Field(description="The CNAME that the owner of the name sets once; null unless the solver is `delegated`"),
    ]


@with_config(CLOSED)
class PersistChallenge(TypedDict):
    """The one TXT record that dns-persist-01 needs.

    Set once, it proves the name and its wildcard for all later orders.
    """

    type: Annotated[Literal[challenges.ChallengeType.DNS_PERSIST_01], EnumValues()]
    record_name: Annotated[str, Field(description="_validation-persist, a dot, and the name")]
    record_type: Literal["TXT"]
    record_value: Annotated[
        str, Field(description="The CA's name, the URI of the stack's account there, and policy=wildcard")
    ]


Challenge = TypeAliasType(
    "Challenge", Annotated[HttpChallenge | DnsChallenge | PersistChallenge, Field(discriminator="type")]
)


@with_config(CLOSED)
class Authorization(TypedDict):
    """One name of an order, with the challenges that prove it."""

    name: str
    status: Annotated[str, Field(description="The status at the CA (RFC 8555 section 7.1.4)")]
    challenges: Annotated[
        list[Challenge],
        Field(description="The challenges that the CA offers and Certkeeper knows, with what each needs"),
    ]


@with_config(CLOSED)
class Finding(TypedDict):
    """The finding of a check for one name: what was expected, what was seen, where, and what to change."""

    name: str
    challenge: ChallengeType
    code: Annotated[FindingCode, EnumValues(), Field(description="Anything but `ready` means that the CA would refuse")]
    where: str
    expected: str
    seen: Annotated[str, Field(max_length=MAX_SEEN_CHARACTERS)]
    advice: str
    server: Annotated[
        str, Field(description="The name server that answered so, with its address; empty if there is none")
    ]
    checked_at: Moment


@with_config(CLOSED)
class Verification(TypedDict):
    """The result of a check of the challenges."""

    order_id: Id
    outcome: Annotated[
        VerificationOutcome,
        EnumValues(),
        Field(description="not_ready: the CA was not asked to validate, so the order can still succeed"),
    ]
    findings: list[Finding]
    next_verify_at: Moment


OPERATIONS = (
    Operation(
        "verify_challenge",
        "orders",
        "Check whether the challenges are in place",
        roles=OPERATORS,
        description="Certkeeper checks every name from outside. It asks the CA to validate only if all challenges are "
        "in place, so the order survives a check that fails. `challenge` chooses or changes the challenge until then. "
        "The "
        "time between two calls is at least `VerifyIntervalSeconds`. With the same Idempotency-Key the response has "
        "the findings of the first call.",
        parameters=(IDEMPOTENCY,),
        body=Body(VerifyChallenge, required=False, examples={"named": {"challenge": "dns-01"}, "as_ordered": {}}),
        responses=(
            Response(200, "Something is missing (`not_ready`); the CA was not asked to validate", Verification),
            Response(
                202,
                "Everything is in place (`ready`); the state machine asks the CA to validate",
                Verification,
                headers=("Location",),
            ),
        ),
        refusals=(NOT_FOUND, CONFLICT, UNPROCESSABLE, TOO_SOON),
    ),
)
