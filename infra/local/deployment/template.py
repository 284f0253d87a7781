"""YAML with the short forms of CloudFormation's functions, `!Ref` and the like: reading and writing it."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

Template = dict[str, Any]

LEAF = 100
"""Characters that stand on one line: of a text, or of a list or mapping of short values."""
WIDTH = 90
"""Of what is folded. PyYAML ends a line with the word that exceeds it, and lines are indented further afterwards."""


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
    """Return the template at a path with the long forms of CloudFormation's functions, as its JSON would have them."""
    template: Template = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - a SafeLoader
    return template


class Sub(str):
    """A text of Fn::Sub, written in its shortest form: `!Ref Table`, `!GetAtt Table.Arn`, `!Sub`, or as it is."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """Writes as people do: short lists on one line, long texts in blocks, no anchors, and no quotes after a tag."""

    def ignore_aliases(self, _data: object) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - PyYAML's signature
        super().increase_indent(flow, indentless=False)

    def represent_mapping(self, tag: str, mapping: Any, flow_style: bool | None = None) -> yaml.MappingNode:  # noqa: ANN401, ARG002, FBT001 - PyYAML's signature
        return super().represent_mapping(tag, mapping, flow_style=_fits(mapping, mapping.values()))

    def represent_sequence(self, tag: str, sequence: Any, flow_style: bool | None = None) -> yaml.SequenceNode:  # noqa: ANN401, ARG002, FBT001 - PyYAML's signature
        return super().represent_sequence(tag, sequence, flow_style=_fits(sequence, sequence))

    def choose_scalar_style(self) -> str:
        style = super().choose_scalar_style()
        event: Any = self.event
        analysis: Any = self.analysis
        plain = analysis.allow_flow_plain if self.flow_level else analysis.allow_block_plain
        return "" if plain and event.tag.startswith("!") else style


def _fits(whole: object, values: Iterable[object]) -> bool:
    """Whether a list or mapping stands on one line: no part of it is one itself, or is to be found at a glance."""
    return len(str(whole)) < LEAF and not any(isinstance(each, dict | list | tuple | Sub) for each in values)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else ">" if len(text) > LEAF and " " in text else None
    # Some readers take 14,7,3,1 for a number.
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="'" if text[:1].isdigit() else style)


def _short_form(dumper: yaml.SafeDumper, text: Sub) -> yaml.ScalarNode:
    if one := re.fullmatch(r"\$\{([\w:.]+)\}", text):
        return dumper.represent_scalar("!GetAtt" if "." in one[1] else "!Ref", one[1])
    return dumper.represent_scalar("!Sub", text) if "${" in text else _text(dumper, str(text))


_Dumper.add_representer(str, _text)
_Dumper.add_representer(Sub, _short_form)


def yaml_text(document: object) -> str:
    """Return a document as YAML that people can read; an empty one as no text."""
    return yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH) if document else ""
