"""Values of the translated template as CloudFormation would make them for one stack, with the longest parts."""

from __future__ import annotations

import re
from typing import Any

from infra.deploy.stack import MAX_NAME_CHARACTERS

STACK = "s" * MAX_NAME_CHARACTERS
REGION, PARTITION, ACCOUNT = "ap-southeast-99", "aws-us-gov", "123456789012"
"""As long as the longest that there are."""

STACK_ID = f"arn:{PARTITION}:cloudformation:{REGION}:{ACCOUNT}:stack/{STACK}/51af3dc0-da77-11e4-872e-1234567db123"
PSEUDO = {
    "AWS::AccountId": ACCOUNT,
    "AWS::Partition": PARTITION,
    "AWS::Region": REGION,
    "AWS::StackId": STACK_ID,
    "AWS::StackName": STACK,
    "AWS::URLSuffix": "amazonaws.com.cn",
}
RANDOM_CHARACTERS = 13
"""What CloudFormation adds to a name that it makes: a hyphen and twelve characters (IAM, SNS and DynamoDB)."""


class Resolver:
    """Resolves functions of CloudFormation. `parameters` are values by name; a condition is what is longer."""

    def __init__(self, parameters: dict[str, str]) -> None:
        self._known = {**PSEUDO, **parameters}

    def value(self, node: Any) -> Any:  # noqa: ANN401 - any part of a template
        """Return a part of the template with every function in it resolved."""
        if isinstance(node, list):
            return [self.value(each) for each in node]
        if not isinstance(node, dict):
            return node
        if len(node) == 1:
            ((name, given),) = node.items()
            if name == "Ref" or name.startswith("Fn::"):
                return self._resolved(name, given)
        return {key: self.value(each) for key, each in node.items()}

    def _resolved(self, function: str, given: Any) -> Any:  # noqa: ANN401
        match function:
            case "Ref" | "Fn::GetAtt":
                return self._named(given[0] if isinstance(given, list) else given.partition(".")[0])
            case "Fn::Sub":
                text, own = given if isinstance(given, list) else (given, {})
                values = {name: self.value(each) for name, each in own.items()}
                return re.sub(r"\$\{([\w:.]+)\}", lambda found: str(values.get(found[1]) or self._part(found[1])), text)
            case "Fn::Select":
                return self.value(given[1])[int(given[0])]
            case "Fn::Split":
                return self.value(given[1]).split(given[0])
            case "Fn::Join":
                return given[0].join(map(str, self.value(given[1])))
            case "Fn::If":
                return max((self.value(each) for each in given[1:]), key=lambda each: len(str(each)))
        raise AssertionError(f"{function} is not known here")

    def _part(self, name: str) -> str:
        return self._named(name.partition(".")[0] if name not in self._known else name)

    def _named(self, name: str) -> str:
        """A parameter, or the ARN of a resource: the longest that a reference to it can be."""
        if name == "AWS::NoValue":
            return ""
        made = f"arn:{PARTITION}:cloudwatch:{REGION}:{ACCOUNT}:resource:{STACK}-{name}-{'r' * RANDOM_CHARACTERS}"
        return self._known.get(name, made)
