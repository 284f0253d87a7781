"""Reading template.yaml: YAML with the short forms of CloudFormation's functions, `!Ref` and the like."""

from pathlib import Path
from typing import Any

import yaml

Template = dict[str, Any]


class _Loader(yaml.CSafeLoader):
    """Knows the short forms. Kept apart from CSafeLoader, which others use too; a tenth of the time of SafeLoader."""


def _function(loader: _Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    """The long form of a short form, as the template reference gives it ("Intrinsic function reference")."""
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        assert isinstance(node, yaml.MappingNode)  # noqa: S101 - the third and last kind
        value = loader.construct_mapping(node, deep=True)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in {"Ref", "Condition"} else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _function)


def read_template(path: Path) -> Template:
    """The template as CloudFormation's JSON would have it."""
    template: Template = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - a SafeLoader
    return template
