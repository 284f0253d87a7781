"""The Lambda runtime and the processor: what the layers are built for, and what must be deployed with them."""

from collections.abc import Mapping
from dataclasses import dataclass

from infra.deploy.parameters import Parameter
from infra.deploy.refusal import DeploymentRefused
from infra.local.deployment.template import Template

RUNTIME, ARCHITECTURE = "Runtime", "Architecture"
VARIABLES = {RUNTIME: "RUNTIME", ARCHITECTURE: "ARCHITECTURE"}
"""Parameters and the variables of `make` that choose them."""


@dataclass(frozen=True, slots=True)
class Platform:
    """A Lambda runtime and a processor, by the parameters' names."""

    runtime: str
    architecture: str

    @property
    def parameters(self) -> dict[str, str]:
        """The template's parameters for it."""
        return {RUNTIME: self.runtime, ARCHITECTURE: self.architecture}


def choose_platform(
    parameters: Mapping[str, Parameter], wanted: Mapping[str, str | None], deployed: Mapping[str, str]
) -> Platform:
    """Return the platform that is wanted, else the one that the stack runs on, else that of the template's defaults.

    `parameters` are the template's, `wanted` and `deployed` values by parameter name. A deployed value that this
    release does not offer any more is replaced by the default. Raises DeploymentRefused for a wanted value that is not
    offered.
    """
    chosen = {}
    for name, variable in VARIABLES.items():
        parameter, value = parameters[name], wanted.get(name)
        if value and (violation := parameter.violation(value)):
            raise DeploymentRefused(f"{variable} {violation}.")
        kept = deployed.get(name)
        chosen[name] = value or (kept if kept and not parameter.violation(kept) else parameter.default)
    return Platform(chosen[RUNTIME], chosen[ARCHITECTURE])


def restricted(template: Template, platform: Platform) -> Template:
    """Return the template with this platform as the default and only value of its two parameters.

    Layers built for one runtime or processor cannot be loaded by functions on another. With no other value allowed,
    CloudFormation refuses whatever would deploy them so: a flag, an answer, or the previous value of a stack.
    """
    parameters = dict(template["Parameters"])
    for name, value in platform.parameters.items():
        parameters[name] = parameters[name] | {"Default": value, "AllowedValues": [value]}
    return template | {"Parameters": parameters}
