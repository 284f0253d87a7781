"""Managed policies that are attached: IAM deletes none of them, and the stack would end in DELETE_FAILED.

"Cannot delete a policy attached to entities", DeleteConflict in
https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from infra.deploy.delete.stopped import DeletionStopped, explained

if TYPE_CHECKING:
    from mypy_boto3_iam import IAMClient

_GONE = "NoSuchEntity"
_RESERVED = "UnmodifiableEntity"
"""Roles of IAM Identity Center, which only Identity Center changes."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A managed policy at a `role`, `user` or `group` (`kind`) of that name."""

    policy_arn: str
    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.policy_arn.rpartition('/')[2]} from the {self.kind} {self.name}"


def attachments(iam: "IAMClient", policy_arns: Iterable[str]) -> tuple[Attachment, ...]:
    """Return where the policies of `policy_arns` are attached as permissions; `iam` is the client.

    As a boundary they may be at roles of the stack, which go before the policies do. Raises DeletionStopped where IAM
    does not say.
    """
    found: list[Attachment] = []
    for arn in policy_arns:
        with explained("read where the policies are attached"):
            try:
                pages = iam.get_paginator("list_entities_for_policy").paginate(
                    PolicyArn=arn, PolicyUsageFilter="PermissionsPolicy"
                )
                for page in pages:
                    found += [Attachment(arn, "role", each["RoleName"]) for each in page["PolicyRoles"]]
                    found += [Attachment(arn, "user", each["UserName"]) for each in page["PolicyUsers"]]
                    found += [Attachment(arn, "group", each["GroupName"]) for each in page["PolicyGroups"]]
            except ClientError as reason:
                if reason.response["Error"].get("Code") != _GONE:
                    raise
    return tuple(found)


def detach(iam: "IAMClient", attachment: Attachment) -> None:
    """Undo an attachment; a policy that is not attached any more is left as it is. `iam` is the client.

    Raises DeletionStopped where IAM refuses.
    """
    calls: dict[str, Callable[[], object]] = {
        "role": lambda: iam.detach_role_policy(RoleName=attachment.name, PolicyArn=attachment.policy_arn),
        "user": lambda: iam.detach_user_policy(UserName=attachment.name, PolicyArn=attachment.policy_arn),
        "group": lambda: iam.detach_group_policy(GroupName=attachment.name, PolicyArn=attachment.policy_arn),
    }
    with explained(f"detach {attachment}"):
        try:
            calls[attachment.kind]()
        except ClientError as reason:
            code = reason.response["Error"].get("Code")
            if code == _RESERVED:
                raise DeletionStopped(
                    f"IAM Identity Center keeps the {attachment.kind} {attachment.name}: take the policy "
                    f"{attachment.policy_arn.rpartition('/')[2]} out of its permission set, and run make delete again."
                ) from None
            if code != _GONE:
                raise
