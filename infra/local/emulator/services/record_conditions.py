"""Which records a change is about counts in a policy.

ChangeResourceRecordSets has condition keys for the names, types and actions of all changes of a batch
(https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html). Stock ministack knows
none of them, and so lets every record through: no value at all satisfies ForAllValues.
"""

import re
from xml.etree import ElementTree as ET

from ministack.core import iam_actions

from infra.local.emulator.rewriting import rewrite

CORRECTION = "record_conditions"

_RECORDS = {
    '    if iam_action.split(":", 1)[-1] not in _tag_operations(service):\n': (
        '    if iam_action == "route53:ChangeResourceRecordSets":\n'
        "        from infra.local.emulator.services.record_conditions import values_of\n"
        "        return values_of(body)\n"
        '    if iam_action.split(":", 1)[-1] not in _tag_operations(service):\n'
    ),
}


def values_of(body: bytes) -> dict[str, list[str]]:
    """The keys of a batch, as the evaluator looks them up. Raises ET.ParseError."""
    batch = ET.fromstring(body)  # noqa: S314 - our own requests, on this machine
    values = {
        "NormalizedRecordNames": [normalized(name) for name in _texts(batch, "ResourceRecordSet/{*}Name")],
        "RecordTypes": _texts(batch, "ResourceRecordSet/{*}Type"),
        "Actions": _texts(batch, "Action"),
    }
    return {f"route53:ChangeResourceRecordSets{key}".lower(): found for key, found in values.items()}


def normalized(name: str) -> str:
    """In lower case, without the final dot, other characters in octal."""
    return re.sub(r"[^a-z0-9._\\-]", lambda found: f"\\{ord(found[0]):03o}", name.lower().removesuffix("."))


def _texts(batch: ET.Element, path: str) -> list[str]:
    return [found.text or "" for found in batch.findall(f".//{{*}}Change/{{*}}{path}")]


def install() -> None:
    """Hand on what the batch is about."""
    rewrite(iam_actions, "request_tag_context", _RECORDS, CORRECTION)
