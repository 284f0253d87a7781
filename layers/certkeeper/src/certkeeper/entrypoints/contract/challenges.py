"""Challenges: what each needs, and what was seen when they were checked."""

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
    """Which challenge is to be checked."""

    challenge: NotRequired[
        Annotated[
            ChallengeType | None,
            Field(default=None, description="Names or switches the challenge, until the CA has been told"),
        ]
    ]


@with_config(CLOSED)
class HttpChallenge(TypedDict):
    """What http-01 needs."""

    type: Annotated[Literal[challenges.ChallengeType.HTTP_01], EnumValues()]
    url: Annotated[str, Field(description="Where the CA looks, on port 80")]
    content: Annotated[str, Field(description="What it wants to see there")]


@with_config(CLOSED)
class DnsChallenge(TypedDict):
    """What dns-01 needs."""

    type: Annotated[Literal[challenges.ChallengeType.DNS_01], EnumValues()]
    record_name: Annotated[
        str, Field(description="Where the value stands; with the solver `delegated` where the CNAME leads")
    ]
    record_type: Literal["TXT"]
    record_value: Annotated[
        str, Field(description="One of the record's values; a wildcard and its apex share the name")
    ]
    zone: Annotated[
        str | None, Field(description="Which zone the record belongs in; null where that is not known (yet)")
    ]
    cname: Annotated[
        Cname | None,
        Field(description="What the owner of the name sets once; null for other solvers than `delegated`"),
    ]


@with_config(CLOSED)
class PersistChallenge(TypedDict):
    """One record, set once, that proves the name and its wildcard for all later orders; where the CA offers it."""

    type: Annotated[Literal[challenges.ChallengeType.DNS_PERSIST_01], EnumValues()]
    record_name: Annotated[str, Field(description="_validation-persist and the name")]
    record_type: Literal["TXT"]
    record_value: Annotated[
        str, Field(description="The CA, the stack's account there, and that wildcards are meant too")
    ]


Challenge = TypeAliasType(
    "Challenge", Annotated[HttpChallenge | DnsChallenge | PersistChallenge, Field(discriminator="type")]
)


@with_config(CLOSED)
class Authorization(TypedDict):
    """One name of an order, with what proves it."""

    name: str
    status: Annotated[str, Field(description="The CA's word (RFC 8555 section 7.1.4)")]
    challenges: Annotated[
        list[Challenge],
        Field(description="What each challenge would need, of those that the CA offers and Certkeeper knows"),
    ]


@with_config(CLOSED)
class Finding(TypedDict):
    """What was expected and seen for one name, where, and what to change."""

    name: str
    challenge: ChallengeType
    code: Annotated[FindingCode, EnumValues(), Field(description="Anything but `ready` means that the CA would refuse")]
    where: str
    expected: str
    seen: Annotated[str, Field(max_length=MAX_SEEN_CHARACTERS)]
    advice: str
    server: Annotated[
        str, Field(description="The name server that said so, with its address; empty where it is about none")
    ]
    checked_at: Moment


@with_config(CLOSED)
class Verification(TypedDict):
    """What a check of the challenges found."""

    order_id: Id
    outcome: Annotated[
        VerificationOutcome,
        EnumValues(),
        Field(description="not_ready: the CA has not been asked, and nothing is lost"),
    ]
    findings: list[Finding]
    next_verify_at: Moment


OPERATIONS = (
    Operation(
        "verify_challenge",
        "orders",
        "Check whether the challenges are in place",
        roles=OPERATORS,
        description="Every name is checked from outside. Only if all are in place is the CA told: a check that fails "
        "costs nothing. `challenge` names or switches the challenge until the CA has been told. A person may check "
        "once in `VerifyIntervalSeconds`. The same Idempotency-Key again gives what the first check found.",
        parameters=(IDEMPOTENCY,),
        body=Body(VerifyChallenge, required=False, examples={"named": {"challenge": "dns-01"}, "as_ordered": {}}),
        responses=(
            Response(200, "Something is missing (`not_ready`); the CA has not been asked", Verification),
            Response(
                202,
                "Everything is in place (`ready`), and the machine tells the CA",
                Verification,
                headers=("Location",),
            ),
        ),
        refusals=(NOT_FOUND, CONFLICT, UNPROCESSABLE, TOO_SOON),
    ),
)
