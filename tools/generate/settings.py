"""Generates what is derived from the table of settings: sections of the template, and the reference page."""

from collections import defaultdict
from itertools import groupby
from pathlib import Path
from textwrap import indent

from certkeeper.entrypoints import settings
from certkeeper.entrypoints.settings.environment import Parameter, Row, Setting
from infra.bootstrap.environments import ROOT
from infra.deploy.parameters import rules_of
from infra.local.deployment.template import Sub, yaml_text
from infra.rooms import EVERYWHERE, read_functions
from tools.generate import MARK

PAGE = ROOT / "docs" / "reference" / "settings.md"
HEAD = f"""\
<!-- {MARK} from layers/certkeeper/src/certkeeper/entrypoints/settings; change it there. -->
# Settings

The parameters of the stack. `make deploy` asks for those that the stack does not have yet; later deployments keep them,
and `make deploy SET="Name=value"` changes them. A value out of bounds is refused before anything is built. The last
table has the other environment variables of functions: what AWS calls the parts of the stack.
"""
OTHERS = "Other environment variables of functions"
COLUMNS = (
    "| parameter or value | what it is for | bounds | default | variable | functions |\n|---|---|---|---|---|---|\n"
)


def files() -> dict[Path, str]:
    """Return the reference page, by path."""
    readers = _readers()
    tables = [
        f"\n## {label}\n\n{COLUMNS}" + "".join(_line(row, readers) for row in rows)
        for label, rows in groupby(sorted(settings.rows(), key=lambda row: _label(row) == OTHERS), _label)
    ]
    return {PAGE: HEAD + "".join(tables)}


def sections() -> str:
    """Return the sections Metadata (groups and order of the parameters in the AWS console), Parameters and Mappings."""
    rows = [(row.source, row.description) for row in settings.rows() if isinstance(row.source, Parameter)]
    groups = [
        {"Label": {"default": label}, "Parameters": [each.name for each, _ in grouped]}
        for label, grouped in groupby(rows, key=lambda row: row[0].group)
    ]
    seconds = {minutes: {"Seconds": int(minutes) * 60} for minutes in settings.SWEEP_INTERVALS.values}
    parameters = [yaml_text({each.name: rules_of(each) | {"Description": text}}) for each, text in rows]
    metadata = yaml_text({"Metadata": {"AWS::CloudFormation::Interface": {"ParameterGroups": groups}}})
    mappings = yaml_text({"Mappings": {"SweepIntervals": seconds, "MaxPauses": settings.patterns.MAX_PAUSES}})
    return "\n".join((metadata, "Parameters:", *(indent(each, "  ") for each in parameters), mappings))


def template_value(variable: str) -> Sub:
    """Return what the template gives a variable, such as `!Ref Table`; raise KeyError for an unknown one."""
    names = {row.variable: row.source.name for row in settings.rows() if isinstance(row, Setting)}
    return Sub(f"${{{names[variable]}}}")


def _label(row: Row) -> str:
    return row.source.group if isinstance(row.source, Parameter) else OTHERS


def _line(row: Row, readers: dict[str, str]) -> str:
    source, variable = row.source, row.variable if isinstance(row, Setting) else ""
    name, default = (source.name, source.default) if isinstance(source, Parameter) else (f"!Ref {source.name}", "")
    value = f"`{default}`" if default else "none"
    read = f"`{variable}`" if variable else ""
    return f"| `{name}` | {row.description} | {source.bounds.wanted} | {value} | {read} | {readers[variable]} |\n"


def _readers() -> defaultdict[str, str]:
    """The functions that read a variable, as `function.yaml` in the folder of each says, with commas between them."""
    found = defaultdict(str, {EVERYWHERE: "all"})
    for function in sorted(read_functions(), key=lambda each: each.operation):
        for variable in function.room.environment:
            found[variable] += f"{', ' if found[variable] else ''}`{function.operation}`"
    return found
