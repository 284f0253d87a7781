"""Documents of replacing: what is lost, what of it a person confirms, and certificates that have the same names."""

from typing import Annotated

from pydantic import Field, with_config
from typing_extensions import TypedDict

from certkeeper.domain.certificates.comparison import Loss
from certkeeper.domain.certificates.succession import MAX_SHOWN_CHARACTERS, MAX_SHOWN_TEXTS
from certkeeper.entrypoints.contract.fields import CLOSED, EnumValues, Id, Version

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
