"""The state machines' definitions as a deployment with the largest pauses would have them."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from infra.bootstrap.environments import ROOT
from infra.deploy.parameters import Parameter, parameters_of
from infra.local.deployment.template import Template
from infra.probe.target import FUNCTION, Target

MACHINE = "AWS::Serverless::StateMachine"


def largest_definitions(template: Template, target: Target) -> dict[str, str]:
    """Return the definition of each state machine of the template as JSON, by its logical id.

    Numbers are the largest that their parameters allow; resources are those of the target. CloudFormation replaces in
    the text, too, before it reads the YAML. Raises LookupError for what neither the template nor the target has.
    """
    values = _Values(template, target)
    return {
        name: _definition(resource["Properties"], values)
        for name, resource in template["Resources"].items()
        if resource["Type"] == MACHINE
    }


def _definition(properties: Mapping[str, Any], values: "_Values") -> str:
    wanted = {name: values.of(value) for name, value in properties["DefinitionSubstitutions"].items()}
    text = (ROOT / properties["DefinitionUri"]).read_text(encoding="utf-8")
    return json.dumps(yaml.safe_load(re.sub(r"\$\{(\w+)\}", lambda found: wanted[found[1]], text)))


@dataclass(frozen=True, slots=True)
class _Values:
    """What the functions of CloudFormation that substitutions use come to."""

    template: Template
    target: Target

    def of(self, value: Any) -> str:  # noqa: ANN401 - any value of a template
        if not isinstance(value, dict):
            return str(value)
        ((function, given),) = value.items()
        match function:
            case "Ref":
                return self._ref(given)
            case "Fn::GetAtt":
                return self._function_arn(given[0])
            case "Fn::FindInMap":
                name, first, second = given[0], self.of(given[1]), self.of(given[2])
                return str(self.template["Mappings"][name][first][second])
            case "Fn::If":
                try:
                    return self.of(given[1])
                except LookupError:
                    return self.of(given[2])
        raise LookupError(function)

    def _ref(self, name: str) -> str:
        parameters = parameters_of(self.template)
        if name in parameters:
            return largest(parameters[name]) or self.target.parameters.get(name, parameters[name].default)
        if name == "AWS::Partition":
            return self.target.partition
        for resources in self.target.resources.values():
            if name in resources:
                return resources[name]
        raise LookupError(name)

    def _function_arn(self, name: str) -> str:
        target, function = self.target, self.target.of_type(FUNCTION)[name]
        return f"arn:{target.partition}:lambda:{target.location.region}:{target.account}:function:{function}"


def largest(parameter: Parameter) -> str | None:
    """Return the largest number that the parameter allows, or None where it is no number."""
    if "MaxValue" in parameter.rules:
        return str(parameter.rules["MaxValue"])
    allowed = [str(each) for each in parameter.rules.get("AllowedValues", ())]
    return max(allowed, key=int) if allowed and all(each.isdecimal() for each in allowed) else None
