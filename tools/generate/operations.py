"""`infra/layers/operations.py`: the operations of AWS that functions call, from the rights in each function.yaml."""

from collections import defaultdict
from pathlib import Path

from infra.bootstrap.environments import ROOT
from infra.rooms import read_functions
from tools.generate import MARK

FILE = ROOT / "infra" / "layers" / "operations.py"
CLIENTS = {"states": "stepfunctions"}
"""The names that clients are made with, where actions have another one."""

NO_OPERATIONS = {"ConditionCheckItem", "TagResource"}
"""Actions that are asked for by another operation: an item of TransactWriteItems, and CreateSecret with tags."""

HEAD = f'''\
# {MARK} from functions/*/*/function.yaml: change those.
"""The operations that functions call, by the names that clients are made with."""

OPERATIONS = {{
'''


def files() -> dict[Path, str]:
    """Return the module, by path."""
    found: dict[str, set[str]] = defaultdict(set)
    for function in read_functions():
        for actions in function.room.rows.values():
            found["dynamodb"] |= {*actions} - NO_OPERATIONS
        if function.room.transactions:
            found["dynamodb"].add("TransactWriteItems")
        for action in (each for actions in function.room.actions.values() for each in actions):
            service, _, name = action.partition(":")
            found[CLIENTS.get(service, service)] |= {name} - NO_OPERATIONS
    lines = (
        f'    "{service}": {{\n' + "".join(f'        "{name}",\n' for name in sorted(found[service])) + "    },\n"
        for service in sorted(found)
    )
    return {FILE: HEAD + "".join(lines) + "}\n"}
