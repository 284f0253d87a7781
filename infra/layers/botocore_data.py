"""Cutting botocore's descriptions of AWS down to the services that we call.

It reads them whenever a client is made, so they are part of every cold start: what is not called, not read by a program
(prose, examples) or compressed costs instructions there. See notes on cold starts in the README.
"""

import gzip
import json
import shutil
from pathlib import Path
from typing import Any

SERVICES = frozenset({"dynamodb", "events", "route53", "secretsmanager", "sns", "sqs", "stepfunctions", "sts"})
"""By the names that clients are made with; a test holds them equal to those in the adapters."""

ENDPOINT_PREFIXES = (SERVICES - {"stepfunctions"}) | {"states"}
"""The same by the names that endpoints.json uses."""


def trim(data: Path) -> None:
    """Keep what the services need: their newest API version, without prose, ready to be parsed."""
    for folder in filter(Path.is_dir, data.iterdir()):
        if folder.name not in SERVICES:
            shutil.rmtree(folder)
            continue
        *older, newest = sorted(folder.iterdir())
        for version in older:
            shutil.rmtree(version)
        for file in newest.iterdir():
            _rewrite(file)
    endpoints = data / "endpoints.json"
    content = json.loads(endpoints.read_text())
    for partition in content["partitions"]:
        services = partition["services"]
        partition["services"] = {name: services[name] for name in sorted(ENDPOINT_PREFIXES & services.keys())}
    _write(endpoints, content)


def _rewrite(file: Path) -> None:
    """Write a description again, uncompressed and without prose; botocore looks for the plain file first."""
    if file.name.startswith("examples"):
        file.unlink()
        return
    text = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    file.unlink()
    _write(file.with_name(file.name.removesuffix(".gz")), _without_prose(json.loads(text)))


def _without_prose(node: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Leave out every `documentation` that is text (a member of that name would be an object)."""
    if isinstance(node, dict):
        return {
            name: _without_prose(value)
            for name, value in node.items()
            if not (name == "documentation" and isinstance(value, str))
        }
    return [_without_prose(value) for value in node] if isinstance(node, list) else node


def _write(file: Path, content: Any) -> None:  # noqa: ANN401 - any JSON value
    file.write_text(json.dumps(content, separators=(",", ":")))
