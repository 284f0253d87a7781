"""Which version of a secret is asked for counts in a policy.

GetSecretValue has the condition keys `secretsmanager:VersionId` and `secretsmanager:VersionStage`, with what stands in
the request (Service Authorization Reference, AWS Secrets Manager). Stock ministack knows neither, and so refuses what a
policy allows by them.
"""

from ministack.core import iam_actions

from infra.local.emulator.rewriting import rewrite

CORRECTION = "secret_versions"

_KEYS = {
    '    if iam_action.split(":", 1)[-1] not in _tag_operations(service):\n': (
        '    if iam_action == "secretsmanager:GetSecretValue":\n'
        "        asked = json.loads(body)\n"
        '        named = {key: asked.get(key) for key in ("VersionId", "VersionStage")}\n'
        '        return {f"secretsmanager:{key}".lower(): value for key, value in named.items() if value}\n'
        '    if iam_action.split(":", 1)[-1] not in _tag_operations(service):\n'
    ),
}


def install() -> None:
    """Hand on what the request says."""
    rewrite(iam_actions, "request_tag_context", _KEYS, CORRECTION)
