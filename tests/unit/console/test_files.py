"""The files of the page."""

import json
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from certkeeper_cli.console.files import read_files
from infra.bootstrap.environments import ROOT

STATIC = ROOT / "cli" / "src" / "certkeeper_cli" / "console" / "static"
SCRIPTS = sorted(STATIC.rglob("*.js"))
WORDS = STATIC / "js" / "words.js"
"""Generated: nobody reads it from end to end."""
MAX_LINES = 250
FORBIDDEN = (
    *("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "DOMParser", "createContextualFragment"),
    *("setHTML", "srcdoc", "eval(", "new Function"),
    *("localStorage", "sessionStorage", "indexedDB", "document.cookie"),
    *("http://", "https://"),
)
"""Words of the platform: what makes elements or code out of text, what keeps things, and addresses."""
SVG = "http://www.w3.org/2000/svg"
"""The name of a vocabulary: nothing is fetched from there."""


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: str(path.relative_to(STATIC)))
def test_a_script_makes_no_html_keeps_nothing_and_asks_no_other_site(script: Path) -> None:
    """All that is shown is text, whoever wrote it; and a module is short enough to read."""
    text = script.read_text()
    assert not [word for word in FORBIDDEN if word in text.replace(SVG, "")]
    assert script == WORDS or len(text.splitlines()) <= MAX_LINES


def test_the_page_has_nothing_inline_and_names_only_what_is_there() -> None:
    """The policy would refuse the first, the browser would miss the second."""
    page = Page()
    page.feed((STATIC / "index.html").read_text())
    assert page.elements
    for name, attributes in page.elements:
        assert name != "style"
        assert name != "script" or "src" in attributes
        assert not [each for each in attributes if each == "style" or each.startswith("on")]
        for value in (attributes[each] for each in ("src", "href") if each in attributes):
            assert value is not None
            assert value.startswith("#") or value in read_files(), value


def test_style_sheets_fetch_nothing() -> None:
    """Neither another sheet nor a picture."""
    sheets = "".join(file.read_text() for file in STATIC.glob("css/*.css"))
    assert "@import" not in sheets
    assert "url(" not in sheets


class Page(HTMLParser):
    """The elements of a page, each with its attributes, as a browser reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one element."""
        self.elements.append((tag, dict(attrs)))


@pytest.mark.skipif(not shutil.which("node"), reason="node is not on PATH, and Chromium reads the same scripts")
def test_the_scripts_are_well_formed_and_import_only_what_is_there() -> None:
    """Each is a module that parses, and node says what it imports."""
    parse = (
        "const {readFileSync} = require('fs'), {SourceTextModule} = require('vm');"
        "const parsed = one => new SourceTextModule(readFileSync(one, 'utf8'), {identifier: one});"
        "const named = process.argv.slice(1).map(one => [one, parsed(one).dependencySpecifiers]);"
        "console.log(JSON.stringify(Object.fromEntries(named)));"
    )
    command = ["node", "--experimental-vm-modules", "--eval", parse, *map(str, SCRIPTS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    imports: dict[str, list[str]] = json.loads(done.stdout)
    assert any(imports.values())
    for script, names in imports.items():
        for name in names:
            assert (Path(script).parent / name).resolve() in SCRIPTS, f"{script} imports {name}"


def test_every_file_has_a_type() -> None:
    """The browser guesses none."""
    assert all(file.content_type for file in read_files().values())
