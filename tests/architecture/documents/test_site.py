"""The site of the documentation: what it lists, what it refuses, and that it needs nothing of another host."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from infra.bootstrap.environments import ROOT

PAGES = {
    "README.md": "# Read me\n\n[The guide](docs/guide/order.md#wait-for-it), [code](infra), [licence](LICENSE).\n",
    "LICENSE": "Words.\n",
    "infra/main.py": "",
    "docs/index.md": "# Start\n\n- [Renew](guide/renewal.md)\n- [Order](guide/order.md)\n",
    "docs/guide/order.md": "# Order\n\n## Wait for it\n\n```mermaid\nflowchart TD\n```\n",
    "docs/guide/renewal.md": "# Renewal\n\n[Decisions](../adr)\n\n| a |\n|---|\n| b |\n\n![Walk](walk.svg)\n",
    "docs/guide/walk.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "docs/guide/access.md": "# Access\n",
    "docs/adr/README.md": "# Decisions\n",
    "docs/adr/0001-first.md": "# 1. First\n",
}
BROKEN = "# Broken\n\n[a](gone.md) [b](order.md#gone) [c](#gone) ![d](gone.png)\n\n#### Skipped\n"
ICON = "cli/src/certkeeper_cli/console/static/icon.svg"
FOREIGN = re.compile(
    r"""<(?:script|link|img|iframe|source)\b[^>]*\b(?:src|href)=["'](?:https?:)?//|@import|url\(["']?https?:"""
)
"""What a browser fetches by itself; a link that a reader follows is none."""


def build(folder: Path, builder: str, pages: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Build a site of these pages with the repository's settings."""
    for name, text in pages.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    for name in ("docs/conf.py", "docs/site/index.html", "pyproject.toml", ICON):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    command = [sys.executable, "-m", "sphinx", "-q", "--fail-on-warning", "-c", "docs", "-b", builder]
    return subprocess.run([*command, ".", ".build"], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of a few pages."""
    folder = tmp_path_factory.mktemp("site")
    done = build(folder, "html", PAGES)
    assert done.returncode == 0, done.stderr
    return folder / ".build"


def test_pages_are_listed_as_the_first_page_links_to_them_then_by_name(site: Path) -> None:
    """Nobody edits a list of pages; decisions are listed below their index alone."""
    start = (site / "docs" / "index.html").read_text()
    listed = re.findall(r'<li class="toctree-l1[^"]*">.*?href="([^"]+)"', start)
    assert listed == [
        "guide/renewal.html",
        "guide/order.html",
        "guide/access.html",
        "adr/README.html",
        "../README.html",
    ]
    assert "0001-first.html" in (site / "docs" / "adr" / "README.html").read_text()


def test_a_link_that_is_right_on_a_code_host_is_right_in_the_site(site: Path) -> None:
    """To a heading, to a file, to a folder with a page and to one without."""
    text = (site / "README.html").read_text()
    assert 'href="docs/guide/order.html#wait-for-it"' in text
    assert re.search(r'href="(_downloads/[^"]+/LICENSE)"', text)
    assert re.search(r">licence<", text)
    assert not re.search(r"<a [^>]*>\s*(<span[^>]*>)?code<", text)
    assert 'href="../adr/README.html"' in (site / "docs" / "guide" / "renewal.html").read_text()


def test_pages_can_be_used_with_the_keyboard_and_a_screen_reader(site: Path) -> None:
    """Captions have a level, what scrolls to the side takes the focus, and a drawing opens in its full size."""
    start, order, renewal = (
        (site / "docs" / f"{page}.html").read_text() for page in ("index", "guide/order", "guide/renewal")
    )
    assert 'role="heading" aria-level="2"' in start
    assert '<pre tabindex="0">' in order
    assert '<div tabindex="0" class="table-wrapper' in renewal
    assert re.search(r'<a href="(../../_images/walk.svg)"><img [^>]*src="\1"', renewal)


def test_the_site_needs_nothing_of_another_host(site: Path) -> None:
    """Neither its pages nor its styles."""
    files = [path for path in site.rglob("*") if path.suffix in {".html", ".css"}]
    assert {"index.html", "search.html", "furo.css"} <= {path.name for path in files}
    assert [str(path) for path in files if FOREIGN.search(path.read_text(encoding="utf-8"))] == []
    assert (site / "searchindex.js").is_file()
    assert 'url=docs/index.html"' in (site / "index.html").read_text()


def test_what_leads_nowhere_is_refused(tmp_path: Path) -> None:
    """A page, an anchor of another page and of the same one, a picture; a level of headings that is skipped."""
    done = build(tmp_path, "dummy", PAGES | {"docs/guide/broken.md": BROKEN})
    assert done.returncode != 0
    warnings = [line for line in done.stderr.splitlines() if "WARNING" in line]
    assert all("broken.md" in line for line in warnings)
    expected = (
        "target not found: 'gone.md'",
        "'docs/guide/order': 'gone'",
        "target not found: 'gone'",
        "gone.png",
        "H1 to H4",
    )
    assert [each for each in expected if each not in done.stderr] == []
