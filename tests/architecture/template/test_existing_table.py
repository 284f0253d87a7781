"""With ExistingTableName every part of the stack names that table, and the stack makes none."""

import json
from typing import Any

from infra.bootstrap.environments import ROOT
from infra.local.deployment.template import read_template
from tests.architecture.deployed import with_own_table

TEMPLATE = read_template(ROOT / "template.yaml")
OWN = {"Ref": "Table"}
OWN_ARN = {"Fn::GetAtt": ["Table", "Arn"]}
EXISTING = {"Ref": "ExistingTableName"}
EXISTING_ARN = "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${ExistingTableName}"


def renamed(node: Any) -> Any:  # noqa: ANN401 - a part of a template
    """A part of the template with the existing table in the place of the stack's own."""
    if node == OWN:
        return EXISTING
    if node == OWN_ARN:
        return {"Fn::Sub": EXISTING_ARN}
    if isinstance(node, list):
        return [renamed(each) for each in node]
    if isinstance(node, dict):
        return {name: renamed(each) for name, each in node.items()}
    return node.replace("${Table.Arn}", EXISTING_ARN) if isinstance(node, str) else node


def test_the_existing_table_stands_wherever_the_own_one_would() -> None:
    """In settings, rights and outputs. A right on the wrong table would deny, and a setting would read another."""
    own, existing = (with_own_table(TEMPLATE, own=each) for each in (True, False))
    assert own != existing
    assert renamed(own) == existing
    assert '"Table"' not in json.dumps({**existing, "Resources": {**existing["Resources"], "Table": None}}).replace(
        '"Table": null', ""
    )


def test_the_table_of_the_stack_is_made_only_without_an_existing_one() -> None:
    """And stays when an existing one takes its place."""
    assert TEMPLATE["Conditions"]["MakesTable"] == {"Fn::Equals": [EXISTING, ""]}
    assert TEMPLATE["Resources"]["Table"]["Condition"] == "MakesTable"
    assert TEMPLATE["Resources"]["Table"]["DeletionPolicy"] == "Retain"
