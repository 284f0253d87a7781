"""One cold start, from here to the first answer: `cold_start.py <event.json> <answer.json> <module> <code> <layer>...`.

Nothing but what Lambda's runtime does for a Python function: the paths, the module, the event.
"""

import json
import os
import sys
from importlib import import_module

with open(sys.argv[1], encoding="utf-8") as _file:  # noqa: PTH123 - pathlib is for the handler to pay, if it wants it
    _event = json.load(_file)
sys.path[:0] = sys.argv[4:]


class _Context:
    function_name = "measured"

    def get_remaining_time_in_millis(self) -> int:
        return 300_000


def _answer() -> dict[str, object]:
    handler = import_module(sys.argv[3]).handler
    try:
        return {"answer": handler(_event, _Context())}
    except Exception as error:  # noqa: BLE001 - the machine gets its class name
        return {"error": type(error).__name__, "cause": str(error)}


_text = json.dumps(_answer())
with open(sys.argv[2], "w", encoding="utf-8") as _file:  # noqa: PTH123 - as above
    _file.write(_text)
os._exit(0)  # the answer is written: what the interpreter cleans up at its end is not counted
