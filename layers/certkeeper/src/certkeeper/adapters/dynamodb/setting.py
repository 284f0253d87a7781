"""SET and REMOVE of some attributes of a row, whatever their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    from certkeeper.adapters.dynamodb.attributes import Attributes


@dataclass(frozen=True, slots=True)
class Setting:
    """The parts of an update expression, with the names and values that they speak of."""

    sets: str
    removes: str
    names: dict[str, str]
    values: dict[str, AttributeValueTypeDef]


def setting(attributes: Attributes) -> Setting:
    """Sets what there is, and removes what is None."""
    present = [name for name, value in attributes.items() if value is not None]
    absent = [name for name, value in attributes.items() if value is None]
    return Setting(
        sets="SET " + ", ".join(f"#{name} = :{name}" for name in present) if present else "",
        removes="REMOVE " + ", ".join(f"#{name}" for name in absent) if absent else "",
        names={f"#{name}": name for name in attributes},
        values={f":{name}": value for name, value in attributes.items() if value is not None},
    )
