"""Which parameters a deployment keeps, changes and asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from infra.deploy.parameters import Parameter
from infra.deploy.platform import VARIABLES
from infra.deploy.refusal import DeploymentRefused


@dataclass(frozen=True, slots=True)
class Plan:
    """Every parameter but those of the platform is in exactly one of the first three, in the template's order."""

    kept: dict[str, str]
    """What the stack has and SET does not change."""

    changed: dict[str, str]
    """What SET changes, whatever the stack has."""

    asked: tuple[Parameter, ...]
    """What has no value yet."""

    no_longer_allowed: dict[str, str]
    """Those of `asked` whose value in the stack this release does not allow any more."""


def make_plan(parameters: Mapping[str, Parameter], deployed: Mapping[str, str], changes: Mapping[str, str]) -> Plan:
    """Return what becomes of each of the template's parameters.

    `deployed` are those of the stack, none for a first deployment, and `changes` those of SET. Raises
    DeploymentRefused, before anything is built, for a change of an unknown parameter, of one that the build decides, or
    to a value that is not allowed.
    """
    for name, value in changes.items():
        _check(parameters, name, value)
    kept: dict[str, str] = {}
    changed: dict[str, str] = {}
    asked: list[Parameter] = []
    no_longer_allowed: dict[str, str] = {}
    for name, parameter in parameters.items():
        if name in VARIABLES:
            continue
        if name in changes:
            changed[name] = changes[name]
        elif name not in deployed:
            asked.append(parameter)
        elif parameter.is_secret or not parameter.violation(deployed[name]):
            kept[name] = deployed[name]
        else:
            asked.append(parameter)
            no_longer_allowed[name] = deployed[name]
    return Plan(kept, changed, tuple(asked), no_longer_allowed)


def _check(parameters: Mapping[str, Parameter], name: str, value: str) -> None:
    if variable := VARIABLES.get(name):
        raise DeploymentRefused(
            f"{name} is what the layers are built for. Use {variable}=... instead of SET={name}=..."
        )
    if name not in parameters:
        near = get_close_matches(name, parameters, n=1)
        hint = f"Did you mean {near[0]}?" if near else "template.yaml lists them with their descriptions."
        raise DeploymentRefused(f"SET names {name}, and there is no such parameter. {hint}")
    if violation := parameters[name].violation(value):
        raise DeploymentRefused(f"SET has a value for {name} that is not allowed: it {violation}.")
