"""The commands of the guide, run by a shell as a reader runs them, against the deployed template."""

from __future__ import annotations

import re
import subprocess
import sys
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.architecture.documents.blocks import RECORDS_SET, Block, blocks
from tests.e2e.clients.command_line import MAX_SECONDS, PROGRAM, Shell
from tests.e2e.order_journey import read_order
from tests.integration.api.certificate_files import INTERMEDIATE, leaf, pfx

if TYPE_CHECKING:
    from infra.local.caller import Caller
    from infra.local.world import World

SCOPE = "guide"
INSTEAD = ((re.compile(r"\bexample\.com\b"), "example.test"), (re.compile(r"\bshop\b"), SCOPE))
"""What the local world has in place of the guide's domain and scope."""
PASSWORD = "correct horse battery"
RUN = [block for block in blocks() if block.runs]


def in_the_local_world(text: str) -> str:
    """Return commands with the names of the local world."""
    for pattern, instead in INSTEAD:
        text = pattern.sub(instead, text)
    return text


def prepare(folder: Path) -> None:
    """Make a page's folder: the program in `bin`, and in `page` the files that the guide speaks of."""
    program, page = folder / "bin" / "certkeeper", folder / "page"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec {" ".join(PROGRAM)} "$@"\n')
    program.chmod(0o755)
    first, second = leaf("www2.example.test"), leaf("www2.example.test")
    page.mkdir()
    (page / "certificate.pem").write_text(first.pem)
    (page / "private.key").write_text(first.key_pem)
    (page / "intermediate.pem").write_text(INTERMEDIATE.pem)
    (page / "new.pem").write_text(second.pem)
    (page / "new.key").write_text(second.key_pem)
    (page / "bought.pfx").write_bytes(b64decode(pfx(leaf("pay.example.test"), locked_with=PASSWORD)["pfx"]))
    (page / "password.txt").write_text(f"{PASSWORD}\n")


def set_records(world: World, caller: Caller, commands: str) -> None:
    """Set the TXT records of the open orders whose names are in these commands, as the names' owner does."""
    listed = caller.request("GET", f"/scopes/{SCOPE}/orders").json()["items"]
    for order in (each for each in listed if each["status"] == "pending" and each["names"][0] in commands):
        for authorization in read_order(caller, order)["authorizations"]:
            for challenge in (each for each in authorization["challenges"] if each["type"] == "dns-01"):
                world.dns.records.add(challenge["record_name"], "TXT", f'"{challenge["record_value"]}"')


def run(block: Block, shell: Shell) -> str:
    """Run a block with bash, which ends with the first command that fails; return what is wrong with how it ended."""
    done = subprocess.run(
        ["/bin/bash", "-euo", "pipefail", "-c", in_the_local_world(block.text)],
        cwd=shell.folder,
        env=shell.environment(PATH=f"{shell.folder.parent / 'bin'}:{Path(sys.executable).parent}:/usr/bin:/bin"),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=MAX_SECONDS,
        check=False,
    )
    if done.returncode == block.exit_status:
        return ""
    return f"{block.place}: status {done.returncode}, not {block.exit_status}\n{done.stdout}{done.stderr}"


def run_page(page: Path, world: World, reader: Caller, folder: Path) -> str:
    """Run the blocks of a page, one after the other; return what is wrong with the first that ends otherwise."""
    prepare(folder / page.stem)
    shell = Shell(reader, folder / page.stem / "page", SCOPE)
    of_page = [block for block in RUN if block.document == page]
    commands = in_the_local_world("".join(block.text for block in of_page))
    for block in of_page:
        if block.what == RECORDS_SET:
            set_records(world, reader, commands)
        if wrong := run(block, shell):
            return wrong
    return ""


def test_the_commands_of_the_guide_do_what_it_says(world: World, administrator: Caller, tmp_path: Path) -> None:
    """Each page in a folder of its own, all pages at once, for most of the time is the CA's."""
    answer = administrator.request("PUT", f"/scopes/{SCOPE}", body={"kind": "zone", "domain": "example.test"})
    assert answer.status in {200, 201}, answer.body
    pages = sorted({block.document for block in RUN})
    assert pages
    with ThreadPoolExecutor(len(pages)) as pool:
        wrong = list(pool.map(partial(run_page, world=world, reader=administrator, folder=tmp_path), pages))
    assert [each for each in wrong if each] == [], "\n\n".join(wrong)
