"""Cutting botocore's descriptions of AWS down to the operations that Certkeeper calls (ADRs 8 and 86).

botocore reads them whenever a client is made, so they are part of every cold start: what is not called, not read by a
program (prose, examples) or compressed costs instructions there (docs/design/cold-starts.md).
"""

import gzip
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OPERATIONS = {
    "dynamodb": {
        "BatchWriteItem",
        "DeleteItem",
        "GetItem",
        "PutItem",
        "Query",
        "TransactWriteItems",
        "UpdateItem",
    },
    "events": {"PutEvents"},
    "route53": {
        "ChangeResourceRecordSets",
        "GetChange",
        "GetHostedZone",
        "ListHostedZones",
        "ListResourceRecordSets",
    },
    "secretsmanager": {
        "CreateSecret",
        "DeleteSecret",
        "DescribeSecret",
        "GetSecretValue",
        "PutSecretValue",
        "RestoreSecret",
        "UpdateSecretVersionStage",
    },
    "sns": {
        "GetSubscriptionAttributes",
        "ListSubscriptionsByTopic",
        "SetSubscriptionAttributes",
        "Subscribe",
        "Unsubscribe",
    },
    "sqs": {"DeleteMessage", "ReceiveMessage", "SendMessage"},
    "stepfunctions": {"SendTaskSuccess", "StartExecution"},
    "sts": {"AssumeRole"},
}
"""By the names that clients are made with. A test holds them equal to the calls in the adapters; a client of the layer
has no method for any other operation."""

SERVICES = OPERATIONS.keys()
ENDPOINT_PREFIXES = (SERVICES - {"stepfunctions"}) | {"states"}
"""The same by the names that endpoints.json uses."""


def trim(data: Path) -> None:
    """Keep what the services of OPERATIONS need below the folder `data`: their newest API version, without prose."""
    for folder in filter(Path.is_dir, data.iterdir()):
        if folder.name not in SERVICES:
            shutil.rmtree(folder)
            continue
        *older, newest = sorted(folder.iterdir())
        for version in older:
            shutil.rmtree(version)
        for file in newest.iterdir():
            _rewrite(file)
        _trim_operations(newest / "service-2.json", OPERATIONS[folder.name])
    endpoints = data / "endpoints.json"
    content = json.loads(endpoints.read_text())
    for partition in content["partitions"]:
        services = partition["services"]
        partition["services"] = {name: services[name] for name in sorted(ENDPOINT_PREFIXES & services.keys())}
    _write(endpoints, content)


def _trim_operations(file: Path, called: set[str]) -> None:
    """Keep the operations that are called, and those by which botocore discovers endpoints, with their shapes."""
    model = json.loads(file.read_text())
    model["operations"] = {
        name: operation
        for name, operation in model["operations"].items()
        if name in called or operation.get("endpointoperation")
    }
    needed: set[str] = set()
    waiting = list(_shapes_named_in(list(model["operations"].values())))
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting += _shapes_named_in(model["shapes"][name])
    model["shapes"] = {name: shape for name, shape in model["shapes"].items() if name in needed}
    _write(file, model)


def _shapes_named_in(node: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON value
    """Yield the values of `shape`, at any depth, that are names (a member of that name would be an object)."""
    if isinstance(node, dict):
        if isinstance(node.get("shape"), str):
            yield node["shape"]
        node = list(node.values())
    for value in node if isinstance(node, list) else ():
        yield from _shapes_named_in(value)


def _rewrite(file: Path) -> None:
    """Write a description again, uncompressed and without prose; botocore prefers the plain file."""
    if file.name.startswith("examples"):
        file.unlink()
        return
    text = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    file.unlink()
    _write(file.with_name(file.name.removesuffix(".gz")), without_prose(json.loads(text)))


def without_prose(node: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Return a JSON node without every `documentation` that is text (a member of that name would be an object)."""
    if isinstance(node, dict):
        return {
            name: without_prose(value)
            for name, value in node.items()
            if not (name == "documentation" and isinstance(value, str))
        }
    return [without_prose(value) for value in node] if isinstance(node, list) else node


def _write(file: Path, content: Any) -> None:  # noqa: ANN401 - any JSON value
    file.write_text(json.dumps(content, separators=(",", ":")))
