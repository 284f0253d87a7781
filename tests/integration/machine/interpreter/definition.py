"""The definition as it is deployed, with Certkeeper's function folders where their ARNs will stand."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

Definition = dict[str, Any]

FILE = Path(__file__).parents[4] / "infra" / "statemachines" / "issuance.asl.yaml"
FUNCTION = "function:"


@cache
def read_definition(table_name: str) -> Definition:
    """The state machine's definition. `${OpenOrderArn}` becomes `function:open_order`."""
    pauses = {f"{name}IntervalSeconds": "1" for name in ("Leftovers", "Poll", "Propagation", "Retry")}
    values = {"Partition": "aws", "TableName": table_name, **pauses}

    def value(found: re.Match[str]) -> str:
        name = found[1]
        return FUNCTION + _folder(name.removesuffix("Arn")) if name.endswith("Arn") else values[name]

    text = re.sub(r"\$\{(\w+)\}", value, FILE.read_text(encoding="utf-8"))
    definition: Definition = yaml.safe_load(text)
    return definition


def _folder(state: str) -> str:
    """`OpenOrder` is `open_order`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", state).lower()
