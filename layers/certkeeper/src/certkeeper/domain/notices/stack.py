"""The stack that a notice comes from: an account may have several, and so may an administrator."""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT_STACK = "certkeeper"
"""The stack that a command of the command line means if it names none."""


@dataclass(frozen=True, slots=True)
class Stack:
    """A stack of CloudFormation: its ARN as `stack_id`, and the parts of that which people know it by."""

    stack_id: str
    name: str
    region: str
    account_id: str


def stack_of(stack_id: str) -> Stack:
    """Return the stack of an ARN, arn:aws:cloudformation:REGION:ACCOUNT:stack/NAME/ID. Raises ValueError for others."""
    _, _, _, region, account_id, resource = stack_id.split(":")
    _, name, _ = resource.split("/")
    return Stack(stack_id, name, region, account_id)
