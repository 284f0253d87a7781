"""The table in the template: the stack's own, or one that existed before it (ADR 104)."""

from infra.local.deployment.template import Sub
from tools.generate.documents import Node

NAME: Node = {"Fn::If": ["MakesTable", Sub("${Table}"), Sub("${ExistingTableName}")]}
"""The table's name."""

_EXISTING = "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${ExistingTableName}"


def arn(index: str = "") -> Node:
    """Return the ARN of the table, or with a name that of its index."""
    part = f"/index/{index}" if index else ""
    return {"Fn::If": ["MakesTable", Sub(f"${{Table.Arn}}{part}"), Sub(_EXISTING + part)]}
