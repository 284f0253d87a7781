"""Records a release for those that come after it: `python -m tests.integration.releases.record 0.1.0`.

It is run once, at the commit of the release (CONTRIBUTING.md, "Release").
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.deployed_definition import ISSUANCE, NOTICES, deployed_definition
from tests.integration.machine.world.outside_world import outside
from tests.integration.releases.recording import everything

FOLDER = Path(__file__).parent


def main(arguments: list[str]) -> int:
    """Write the files of a release. A release that has been recorded is not recorded again."""
    parser = argparse.ArgumentParser(prog="python -m tests.integration.releases.record", description=__doc__)
    parser.add_argument("version", help="the release, as 0.1.0")
    folder = FOLDER / parser.parse_args(arguments).version
    if folder.exists():
        parser.error(f"{folder} exists. What was released does not change; remove it if it was not released yet.")
    with TemporaryDirectory() as directory, outside(Path(directory)) as world:
        found = everything(world)
    definitions = {"issuance": deployed_definition(ISSUANCE), "notices": deployed_definition(NOTICES)}
    folder.mkdir()
    for name, document in {**definitions, **found}.items():
        text = json.dumps(document, indent=1, ensure_ascii=False)
        (folder / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
