"""A staging label stands at one version of a secret.

AWS moves a label that PutSecretValue names from the version that has it (UpdateSecretVersionStage: "Each staging label
can be attached to only one version at a time"). Stock ministack leaves it there too, so that a renewal's AWSPENDING
stands at two keys and cannot be taken off the newer one.
"""

from ministack.services import secretsmanager

from infra.local.emulator.rewriting import rewrite

CORRECTION = "moved_stages"

_MOVED = {
    '    if "AWSCURRENT" in stages:\n': (
        "    for label in stages:\n"
        '        if label != "AWSCURRENT":  # which is promoted, with what was current as AWSPREVIOUS\n'
        "            _remove_stage_everywhere(secret, label, vid)\n"
        '    if "AWSCURRENT" in stages:\n'
    ),
}


def install() -> None:
    """Take the labels off the other versions."""
    rewrite(secretsmanager, "_put_secret_value", _MOVED, CORRECTION)
