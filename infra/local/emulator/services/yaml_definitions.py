"""A state machine's definition may be YAML.

CloudFormation takes JSON or YAML from S3 and replaces the substitutions in its text before it reads it (see
`DefinitionProcessor` in aws-cloudformation/aws-cloudformation-resource-providers-stepfunctions). Stock ministack keeps
the text as it is and fails each execution with `InvalidDefinition`.
"""

import json

import yaml
from ministack.services.cloudformation import provisioners

from infra.local.emulator.rewriting import rewrite

CORRECTION = "yaml_definitions"

_IN_JSON = {"    return definition\n": "    return _as_json(definition)\n"}


def _as_json(definition: str) -> str:
    """The definition in JSON, which is what the service keeps; JSON is tried first, as CloudFormation does."""
    try:
        json.loads(definition)
    except ValueError:
        return json.dumps(yaml.safe_load(definition))
    return definition


def install() -> None:
    """Convert a definition once its substitutions are made."""
    provisioners._as_json = _as_json  # noqa: SLF001 - the rewritten function looks it up there
    rewrite(provisioners, "_sfn_definition", _IN_JSON, CORRECTION)
