"""What the page is made of."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from certkeeper_cli.console.files import read_files
from infra.bootstrap.environments import ROOT

STATIC = ROOT / "cli" / "src" / "certkeeper_cli" / "console" / "static"
SCRIPTS = sorted(STATIC.rglob("*.js"))
WORDS = STATIC / "js" / "words.js"
"""Generated: nobody reads it from end to end."""
MOST_LINES = 150
FORBIDDEN = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\s*\(|new Function|DOMParser"
    r"|createContextualFragment|setHTML|srcdoc|localStorage|sessionStorage|indexedDB|document\.cookie|https?://(?!www\.w3\.org/2000/svg)"
)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: str(path.relative_to(STATIC)))
def test_a_script_makes_no_html_keeps_nothing_and_asks_no_other_site(script: Path) -> None:
    """All that is shown is text, whoever wrote it; and a module is short enough to read."""
    text = script.read_text()
    assert not FORBIDDEN.search(text)
    assert script == WORDS or len(text.splitlines()) <= MOST_LINES


def test_the_page_has_nothing_inline() -> None:
    """The policy would refuse it."""
    page = (STATIC / "index.html").read_text()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\bstyle=|\bon\w+=|javascript:|https?://", page)
    assert not re.search(r"url\(|@import", "".join(file.read_text() for file in STATIC.glob("css/*.css")))


def test_what_is_imported_is_there() -> None:
    """Every module that another names, and every file that the page names."""
    for script in SCRIPTS:
        for name in re.findall(r'^import .* from "([^"]+)";$', script.read_text(), re.MULTILINE):
            assert (script.parent / name).resolve() in SCRIPTS, f"{script.name} imports {name}"
    files = read_files()
    for name in re.findall(r'(?:src|href)="([^"#][^"]*)"', (STATIC / "index.html").read_text()):
        assert name in files


@pytest.mark.skipif(not shutil.which("node"), reason="node is not on PATH, and Chromium reads the same scripts")
def test_the_scripts_are_well_formed() -> None:
    """Each is a module that parses."""
    parse = (
        "const {readFileSync} = require('fs'), {SourceTextModule} = require('vm');"
        "for (const one of process.argv.slice(1)) new SourceTextModule(readFileSync(one, 'utf8'), {identifier: one});"
    )
    command = ["node", "--experimental-vm-modules", "--eval", parse, *map(str, SCRIPTS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_file_has_a_type() -> None:
    """The browser guesses none."""
    assert all(file.content_type for file in read_files().values())
