"""The template's parameters, and what each of them takes: judged here before anything is built or sent."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from infra.local.deployment.template import Template

CONSTRAINTS = frozenset({"AllowedValues", "AllowedPattern", "MinValue", "MaxValue"})
"""What `Parameter.fault` judges by; a test finds any other constraint in the template."""

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
"""An integer or a float, as CloudFormation's type Number has it."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of the template. `rules` are its properties by CloudFormation's names."""

    name: str
    rules: Mapping[str, Any]

    @property
    def default(self) -> str:
        """What a new stack has where nothing is said; every parameter of the template has a default."""
        return str(self.rules["Default"])

    @property
    def description(self) -> str:
        """What it is for, in the template's words."""
        return str(self.rules["Description"])

    @property
    def is_secret(self) -> bool:
        """Whether its value must not be shown; CloudFormation answers with asterisks then."""
        return str(self.rules.get("NoEcho", False)).lower() == "true"

    def fault(self, text: str) -> str | None:
        """Say what CloudFormation would have against this value ("must be ..."), or return None."""
        rules = self.rules
        if "AllowedValues" in rules:
            allowed = [str(value) for value in rules["AllowedValues"]]
            return None if text in allowed else f"must be one of: {', '.join(allowed)}"
        if rules["Type"] == "Number":
            least, most = rules["MinValue"], rules["MaxValue"]
            fits = _NUMBER.fullmatch(text) and least <= float(text) <= most
            return None if fits else f"must be a number from {least} to {most}"
        pattern = rules["AllowedPattern"]
        expected = rules.get("ConstraintDescription", f"text that matches {pattern}")
        return None if re.fullmatch(pattern, text) else f"must be {expected}"


def parameters_of(template: Template) -> dict[str, Parameter]:
    """Return the parameters by name, in the template's order."""
    return {name: Parameter(name, rules) for name, rules in template["Parameters"].items()}
