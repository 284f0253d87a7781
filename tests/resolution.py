"""The translated template with the values that CloudFormation would put in for a stack, its region and its account."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from infra.local.deployment.template import Template

NO_VALUE = object()
"""The value of AWS::NoValue: what it is given to is left out."""

SUFFIX = "-" + "X" * 13
"""The end of a name that CloudFormation makes, at its longest: those seen have 12 or 13 characters behind a hyphen."""

_UUID = "51af3dc0-da77-11e4-872e-1234567db123"
"""The end of a stack's id, in the form of AWS's examples (CloudFormation, DescribeStacks)."""

_IN_TEXT = re.compile(r"\$\{([^!}][^}]*)\}")
"""A name in the text of Fn::Sub."""

_ARNS = {
    "AWS::DynamoDB::Table": "arn:{partition}:dynamodb:{region}:{account}:table/{name}",
    "AWS::Events::Rule": "arn:{partition}:events:{region}:{account}:rule/{name}",
    "AWS::IAM::ManagedPolicy": "arn:{partition}:iam::{account}:policy/{name}",
    "AWS::IAM::Role": "arn:{partition}:iam::{account}:role/{name}",
    "AWS::Lambda::Function": "arn:{partition}:lambda:{region}:{account}:function:{name}",
    "AWS::Lambda::LayerVersion": "arn:{partition}:lambda:{region}:{account}:layer:{name}:1",
    "AWS::Logs::LogGroup": "arn:{partition}:logs:{region}:{account}:log-group:{name}:*",
    "AWS::SNS::Topic": "arn:{partition}:sns:{region}:{account}:{name}",
    "AWS::SQS::Queue": "arn:{partition}:sqs:{region}:{account}:{name}",
    "AWS::StepFunctions::StateMachine": "arn:{partition}:states:{region}:{account}:stateMachine:{name}",
}
"""The ARNs that the AWS pages of the services give (Service Authorization Reference), by type."""

_REF_IS_ARN = {"AWS::IAM::ManagedPolicy", "AWS::Lambda::LayerVersion", "AWS::SNS::Topic"}
_REF_IS_ARN |= {"AWS::StepFunctions::StateMachine"}
"""The types whose Ref is the ARN, by the CloudFormation template reference."""

_NAMES = ("FunctionName", "LogGroupName", "ManagedPolicyName", "RoleName", "StateMachineName", "TopicName", "QueueName")


@dataclass(frozen=True)
class Stack:
    """A stack with all parameters that are not given at their defaults."""

    template: Template
    name: str = "certkeeper"
    region: str = "eu-central-1"
    account: str = "123456789012"
    partition: str = "aws"
    given: Mapping[str, str] = field(default_factory=dict)

    def resources(self) -> dict[str, dict[str, Any]]:
        """Return the resources that are made, by logical id, with every function of CloudFormation evaluated."""
        found = self.template["Resources"].items()
        made = {name: each for name, each in found if "Condition" not in each or self._holds(each["Condition"])}
        return {name: {**each, "Properties": self.value(each.get("Properties", {}))} for name, each in made.items()}

    def value(self, node: Any) -> Any:  # noqa: ANN401 - any part of a template
        """Return a part of the template as it is after evaluation. Raises KeyError for a name that is not known."""
        if isinstance(node, list):
            return [each for each in map(self.value, node) if each is not NO_VALUE]
        if not isinstance(node, dict):
            return node
        if len(node) == 1 and (function := self._functions().get(next(iter(node)))):
            return function(next(iter(node.values())))
        values = {key: self.value(each) for key, each in node.items()}
        return {key: each for key, each in values.items() if each is not NO_VALUE}

    def _functions(self) -> dict[str, Callable[[Any], Any]]:
        return {
            "Ref": self._ref,
            "Fn::GetAtt": lambda given: self._attribute(*(given.split(".", 1) if isinstance(given, str) else given)),
            "Fn::Sub": self._sub,
            "Fn::If": lambda given: self.value(given[1] if self._holds(given[0]) else given[2]),
            "Fn::Join": lambda given: given[0].join(map(str, self.value(given[1]))),
            "Fn::Split": lambda given: self.value(given[1]).split(given[0]),
            "Fn::Select": lambda given: self.value(given[1])[int(self.value(given[0]))],
            "Fn::Equals": lambda given: self.value(given[0]) == self.value(given[1]),
            "Fn::Not": lambda given: not self._true(given[0]),
            "Fn::Or": lambda given: any(map(self._true, given)),
            "Fn::And": lambda given: all(map(self._true, given)),
            "Condition": self._holds,
            "Fn::FindInMap": lambda given: self.template["Mappings"][given[0]][str(self.value(given[1]))][given[2]],
        }

    def _holds(self, condition: str) -> bool:
        return self._true(self.template["Conditions"][condition])

    def _true(self, node: Any) -> bool:  # noqa: ANN401 - a condition
        return bool(self.value(node))

    def _ref(self, name: str) -> Any:  # noqa: ANN401 - a text, or NO_VALUE
        place = f"{self.region}:{self.account}"
        pseudo = {
            "AWS::AccountId": self.account,
            "AWS::NoValue": NO_VALUE,
            "AWS::Partition": self.partition,
            "AWS::Region": self.region,
            "AWS::StackId": f"arn:{self.partition}:cloudformation:{place}:stack/{self.name}/{_UUID}",
            "AWS::StackName": self.name,
            "AWS::URLSuffix": "amazonaws.com",
        }
        if name in pseudo:
            return pseudo[name]
        if name in self.template.get("Parameters", {}):
            parameter = self.template["Parameters"][name]
            value = str(self.given.get(name, parameter.get("Default", "")))
            return value.split(",") if parameter["Type"] == "CommaDelimitedList" else value
        type_ = self.template["Resources"][name]["Type"]
        return self._arn(name) if type_ in _REF_IS_ARN else self._physical(name)

    def _attribute(self, name: str, attribute: str) -> str:
        return self._arn(name) if attribute == "Arn" else f"{self._physical(name)}.{attribute}"

    def _sub(self, given: Any) -> str:  # noqa: ANN401 - a text, or a text with names
        text, named = (given, {}) if isinstance(given, str) else given

        def known(place: re.Match[str]) -> str:
            name = place[1]
            if name in named:
                return str(self.value(named[name]))
            resource, _, attribute = name.partition(".")
            return self._attribute(resource, attribute) if attribute else str(self._ref(name))

        return _IN_TEXT.sub(known, text).replace("${!", "${")

    def _arn(self, name: str) -> str:
        form = _ARNS[self.template["Resources"][name]["Type"]]
        return form.format(
            partition=self.partition, region=self.region, account=self.account, name=self._physical(name)
        )

    def _physical(self, name: str) -> str:
        properties = self.template["Resources"][name].get("Properties", {})
        fixed = next((properties[each] for each in _NAMES if each in properties), None)
        return str(self.value(fixed)) if fixed else f"{self.name}-{name}{SUFFIX}"
