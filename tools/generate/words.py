"""Generates the command line's words.py and the page's words.js from the tables of entrypoints/contract/words.py."""

import json
import re
from enum import StrEnum
from pathlib import Path

from certkeeper.entrypoints.contract.words import ENUMERATIONS, TABLES, VALUES, Value
from infra.bootstrap.environments import ROOT
from tools.generate import MARK

SOURCE = f"{MARK} from certkeeper.entrypoints.contract.words; do not edit."
MAX_LINE_CHARACTERS = 120
CLI = ROOT / "cli" / "src" / "certkeeper_cli"
HEAD_OF_PYTHON = f'''"""{SOURCE}"""

# ruff: noqa: S105 - codes that name passwords

from collections.abc import Mapping
from enum import StrEnum
from typing import Final
'''


def files() -> dict[Path, str]:
    """Return the whole text of both files, by path."""
    python = _module(
        head=HEAD_OF_PYTHON,
        enumeration='\n\nclass {name}(StrEnum):\n    """{said}"""\n\n{members}',
        member="    {name} = {value}\n",
        table="\n{name}: Final[Mapping[{key}, {said}]] = {{\n{rows}}}\n",
        row="    {key}: {said},\n",
        value="{name}: Final = {value}\n",
        brackets="()",
    )
    javascript = _module(
        head=f"// {SOURCE}\n",
        enumeration="\nexport const {name} = Object.freeze({{\n{members}}});\n",
        member="  {name}: {value},\n",
        table="\nexport const {name} = Object.freeze({{\n{rows}}});\n",
        row="  [{key}]: {said},\n",
        value="export const {name} = {value};\n",
        brackets="[]",
    )
    return {CLI / "words.py": python, CLI / "console" / "static" / "js" / "words.js": javascript}


def _module(*, head: str, enumeration: str, member: str, table: str, row: str, value: str, brackets: str) -> str:
    """A module: its head, and all enumerations, tables and values in these forms; a list stands in the brackets."""
    text = head
    for name, members in ENUMERATIONS.items():
        lines = "".join(member.format(name=each.name, value=_value(each.value)) for each in members)
        text += enumeration.format(name=name, said=(members.__doc__ or "").partition("\n")[0], members=lines)
    text += "\n"
    for name, mapping in TABLES.items():
        rows = "".join(row.format(key=_value(each), said=_value(said)) for each, said in mapping.items())
        of, to = (_type(each) for each in next(iter(mapping.items())))
        text += table.format(name=name, key=of, said=to, rows=rows)
    values = (value.format(name=name, value=_value(VALUES[name], brackets)) for name in VALUES)
    return text + "\n" + "".join(_wrapped(each) for each in values)


def _wrapped(line: str) -> str:
    """Return the line as it is, or with each item of its list on a line of its own where it is too long."""
    if len(line) <= MAX_LINE_CHARACTERS + 1:
        return line
    head, items, tail = re.split(r"(?<=[\[(])|(?=[\])])", line, maxsplit=2)
    return f"{head}\n{''.join(f'  {item},' + chr(10) for item in items.split(', '))}{tail}"


def _value(value: Value, brackets: str = "()") -> str:
    """A value in both languages; a word of an enumeration by its name there."""
    if isinstance(value, tuple):
        return f"{brackets[0]}{', '.join(map(_value, value))}{brackets[1]}"
    if isinstance(value, StrEnum):
        return f"{_type(value)}.{value.name}"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else f"{value:_}"


def _type(value: str) -> str:
    """What the type of a value is called there."""
    return next((name for name, members in ENUMERATIONS.items() if type(value) is members), "str")
