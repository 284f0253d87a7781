"""The definitions are Amazon States Language to asl-validator, with every parameter at its smallest and its largest."""

from __future__ import annotations

from copy import deepcopy

from tests.deployed_definition import ISSUANCE, NOTICES, Definition, deployed_definition, parameters_of
from tests.integration.second_interpreter.programs import VALIDATE, run

ENDS = {"smallest": min, "largest": max}


def definitions() -> dict[str, Definition]:
    """Both definitions with all parameters at their smallest, and at their largest."""
    return {
        f"{machine}, {name}": deployed_definition(
            machine, **{parameter: end(values, key=int) for parameter, values in parameters_of(machine).items()}
        )
        for machine in (ISSUANCE, NOTICES)
        for name, end in ENDS.items()
    }


def broken() -> dict[str, Definition]:
    """Definitions that are none, by what is wrong."""
    wrong = {"Next": "Nowhere", "TimeoutSeconds": "soon", "Type": "Rest", "ResultPath": "progress"}
    found = {f"{field} is {value}": deepcopy(deployed_definition()) for field, value in wrong.items()}
    for definition, (field, value) in zip(found.values(), wrong.items(), strict=True):
        definition["States"]["OpenOrder"][field] = value
    return found


def test_the_definitions_are_valid_and_others_are_not() -> None:
    """AWS would refuse a wrong one when it is deployed. A check that never finds anything would prove nothing."""
    found = run(VALIDATE, {**definitions(), **broken()})
    assert {name for name, errors in found.items() if errors} == broken().keys()
