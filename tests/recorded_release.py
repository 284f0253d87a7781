"""What an upgrade must not replace: the properties that CloudFormation cannot change in place, as they were released.

`python -m tests.recorded_release` writes the record again: for a release, or for a change that is meant to replace.
"""

from __future__ import annotations

import json
import tomllib
from functools import cache
from typing import Any

from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

from infra.bootstrap.environments import ROOT
from tests.sam_translation import translated

RECORD = ROOT / "tests" / "recorded_release.json"

REPLACED_ANYHOW = {
    "AWS::ApiGateway::Deployment": "a snapshot of the API; SAM makes a new one for each change",
    "AWS::Lambda::LayerVersion": "a version; SAM makes a new one for each change",
    "AWS::Lambda::Permission": "nothing refers to one",
}
"""Types that are not recorded, and why a new resource in the place of an old one harms nobody."""


def current() -> dict[str, Any]:
    """Return what is recorded, as the template is now.

    The project's version; resources by logical id, each with its type and its create-only properties (CloudFormation's
    resource schemas, `createOnlyProperties`); the names of outputs; the functions with a dead-letter queue.
    """
    template = translated()
    resources = {name: each for name, each in template["Resources"].items() if each["Type"] not in REPLACED_ANYHOW}
    return {
        "release": tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"],
        "resources": {name: [each["Type"], _create_only(each)] for name, each in sorted(resources.items())},
        "outputs": sorted(template["Outputs"]),
        "dead_letters": sorted(
            name
            for name, each in resources.items()
            if "DeadLetterConfig" in each.get("Properties", {}) and each["Type"] == "AWS::Lambda::Function"
        ),
    }


def recorded() -> dict[str, Any]:
    """Return the record of the release."""
    found: dict[str, Any] = json.loads(RECORD.read_text(encoding="utf-8"))
    return found


def _create_only(resource: dict[str, Any]) -> dict[str, Any]:
    given = resource.get("Properties", {})
    return {name: given[name] for name in _properties(resource["Type"]) if name in given}


@cache
def _properties(type_: str) -> tuple[str, ...]:
    """The names of the properties whose change replaces a resource, by cfn-lint's copy of the schemas."""
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", type_).schema
    return tuple(sorted({path.split("/")[2] for path in schema.get("createOnlyProperties", ())}))


def _text(record: dict[str, Any]) -> str:
    """JSON with a line for each resource."""
    lines = ",\n".join(f"    {json.dumps(name)}: {json.dumps(each)}" for name, each in record["resources"].items())
    rest = {name: each for name, each in record.items() if name != "resources"}
    return json.dumps(rest, indent=2).removesuffix("\n}") + ',\n  "resources": {\n' + lines + "\n  }\n}\n"


if __name__ == "__main__":
    RECORD.write_text(_text(current()), encoding="utf-8")
