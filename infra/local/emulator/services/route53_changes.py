"""A change of Route 53 is a resource of its own.

GetChange is allowed on `arn:aws:route53:::change/<id>` (Service Authorization Reference, Amazon Route 53). Stock
ministack asks for `*`, which would have our template grant more than AWS needs.
"""

from ministack.core import iam_actions

from infra.local.emulator.rewriting import rewrite

CORRECTION = "route53_changes"

_CHANGE = {
    '            return f"arn:aws:route53:::hostedzone/{zone_id}"\n': (
        '            return f"arn:aws:route53:::hostedzone/{zone_id}"\n'
        '        if path.split("/")[2:3] == ["change"]:\n'
        '            return f"arn:aws:route53:::change/{path.rsplit(chr(47), 1)[1]}"\n'
    ),
}


def install() -> None:
    """Name the change."""
    rewrite(iam_actions, "extract_resource_arn", _CHANGE, CORRECTION)
