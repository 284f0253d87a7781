"""The template's parameters and their constraints: made from the settings, and checked before anything is sent."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from certkeeper.entrypoints.settings import environment
from certkeeper.entrypoints.settings.bounds import MAX_CHARACTERS, Bounds, Matching, OneOf, Within
from infra.local.deployment.template import Template

CONSTRAINTS = frozenset({"AllowedValues", "AllowedPattern", "MaxLength", "MinValue", "MaxValue"})
"""What `Parameter.violation` judges by; a test finds any other constraint in the template."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of the template. `rules` are its properties by CloudFormation's names."""

    name: str
    rules: Mapping[str, Any]

    @property
    def default(self) -> str:
        """The value of a new stack without an answer; every parameter of the template has a default."""
        return str(self.rules["Default"])

    @property
    def description(self) -> str:
        """Its purpose, in the words of the template."""
        return str(self.rules["Description"])

    @property
    def is_secret(self) -> bool:
        """Whether its value must not be shown; CloudFormation answers with asterisks then."""
        return str(self.rules.get("NoEcho", False)).lower() == "true"

    def violation(self, text: str) -> str | None:
        """Return what CloudFormation would have against this text as the value ("must be ..."), or None."""
        bounds = _bounds(self.rules)
        wanted = self.rules.get("ConstraintDescription", bounds.wanted)
        return None if bounds.allows(text) else f"must be {wanted}"


def _bounds(rules: Mapping[str, Any]) -> Bounds:
    """The constraints as the functions judge by them, of a parameter as the template to be deployed has it."""
    if "AllowedValues" in rules:
        return OneOf(*rules["AllowedValues"])
    if rules["Type"] == "Number":
        return Within(rules["MinValue"], rules["MaxValue"])
    pattern = rules["AllowedPattern"]
    longest = rules.get("MaxLength", MAX_CHARACTERS)
    return Matching(pattern, f"text that matches {pattern}", longest, or_empty=bool(re.fullmatch(pattern, "")))


def rules_of(setting: environment.Parameter) -> dict[str, Any]:
    """Return the type, the default and the constraints of a setting's parameter as the template is to have them."""
    bounds = setting.bounds
    default = int(setting.default) if bounds.type == "Number" else setting.default
    rules: dict[str, Any] = {"Type": bounds.type, "Default": default}
    match bounds:
        case Within():
            return rules | {"MinValue": bounds.minimum, "MaxValue": bounds.maximum}
        case OneOf():
            return rules | {"AllowedValues": list(bounds.values)}
        case Matching():
            pattern = f"^$|^{bounds.pattern}$" if bounds.or_empty else f"^{bounds.pattern}$"
            texts = {"AllowedPattern": pattern, "MaxLength": bounds.longest}
            return rules | texts | {"ConstraintDescription": bounds.wanted}


def parameters_of(template: Template) -> dict[str, Parameter]:
    """Return the parameters by name, in the template's order."""
    return {name: Parameter(name, rules) for name, rules in template["Parameters"].items()}
