"""The documentation site (ADR 89): `make docs` builds it into .build/site with Sphinx, MyST-Parser and Furo.

The source folder is the repository itself and a page keeps its path, so that a relative link is right on a code host
and in the site. Pages hold no directives of Sphinx: what the navigation lists is worked out here. Of links that lead to
no page, one to a file offers the file as a download (MyST-Parser does that), and one to a folder leads to the folder's
README.md where that is a page, or else is shown as plain text: the site has no list of a folder's files.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from pygments.lexers.special import TextLexer
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

project = "Certkeeper"
author = "the Certkeeper authors"
version = release = PROJECT["version"]
language = "en"
smartquotes = False
"""Otherwise `--wait` outside of code becomes a dash and a word."""

extensions = ["myst_parser"]
root_doc = "docs/index"
include_patterns = ["*.md", "cli/README.md", "docs/**.md"]
exclude_patterns = [".*", "functions", "infra", "layers", "requirements", "tests", "tools", "cli/src"]
"""Folders without pages are left out by name, so that Sphinx does not walk through them."""

myst_heading_anchors = 4
"""Headings down to this level get the anchors that a code host gives them."""
myst_enable_extensions: set[str] = set()

html_theme = "furo"
html_title = f"Certkeeper {release}"
html_copy_source = False
html_show_search_summary = False
"""A summary is fetched from the page that was found, which no browser allows for a site that is opened as files."""
html_show_copyright = False
html_extra_path = ["site"]
"""Its index.html leads from the site's top folder to the first page."""
html_permalinks_icon = "#"
html_favicon = "../cli/src/certkeeper_cli/console/static/icon.svg"
pygments_style = "default"
pygments_dark_style = "github-dark"

INDEX = "docs/index"
DECISIONS = "docs/adr/README"
SECTIONS = {
    "Guide": "docs/guide/",
    "Operate": "docs/operate/",
    "Reference": "docs/reference/",
    "Design": "docs/design/",
    "Project": "",
}
"""The navigation: a title, and the folder of its pages. The pages at the top of the repository are the project's."""
PROJECT_PAGES = ("docs/glossary", DECISIONS, "README", "cli/README", "CONTRIBUTING", "SECURITY", "CHANGELOG")
DRAWING = re.compile(r'(<img [^>]*src="([^"]+\.svg)"[^>]*>)')
LINK = re.compile(r"\]\(([\w./-]+)\.md(?:#[\w-]*)?\)")


def pages_of(folder: str, index: str) -> Iterator[str]:
    """Return the pages of a folder: those that the first page links to in its sequence, then the others by name."""
    linked = [f"docs/{target}" for target in LINK.findall(index)]
    others = sorted(str(path.relative_to(ROOT).with_suffix("")) for path in (ROOT / folder).glob("*.md"))
    return iter(dict.fromkeys(page for page in (*linked, *others) if page in others))


def toctree(title: str, pages: Iterator[str]) -> str:
    """Return the directive that puts pages into the navigation under a title, or nothing where there is no page."""
    entries = "".join(f"/{page}\n" for page in pages if (ROOT / f"{page}.md").exists())
    caption = f":caption: {title}\n" if title else ""
    return f"\n```{{toctree}}\n:hidden:\n:maxdepth: 1\n{caption}\n{entries}```\n" if entries else ""


def add_navigation(_: Sphinx, page: str, source: list[str]) -> None:
    """Append the navigation to the first page, and all decisions to their index; `source` holds the page's one text."""
    if page == INDEX:
        for title, folder in SECTIONS.items():
            source[0] += toctree(title, pages_of(folder, source[0]) if folder else iter(PROJECT_PAGES))
    elif page == DECISIONS:
        source[0] += toctree("", (each for each in pages_of("docs/adr/", "") if each != DECISIONS))


def resolve_folders(app: Sphinx, doctree: nodes.document) -> None:
    """Replace each link to a folder by a link to its README.md, or by its text where that is no page."""
    for link in list(doctree.findall(pending_xref)):
        if link["reftype"] != "myst" or link["refdomain"] == "doc":
            continue
        _, path = app.env.relfn2path(link["reftarget"], link["refdoc"])
        if Path(path).is_dir():
            page = app.env.path2doc(str(Path(path) / "README.md"))
            if page in app.env.found_docs:
                link["refdomain"], link["reftarget"], link["reftargetid"] = "doc", page, None
            else:
                link.replace_self(link.children)


def finish_page(_: Sphinx, page: str, template: str, context: dict[str, object], doctree: object) -> None:
    """Repair in the page's `context` what axe-core finds in Furo's HTML, and let each drawing open in its full size.

    The captions of the navigation get the level that a heading needs (WAI-ARIA 1.2). Tables and blocks that scroll to
    the side get the focus, so that the keyboard can scroll them (WCAG 2.1.1). `page`, `template` and `doctree` are what
    Sphinx passes besides.
    """
    del page, template, doctree
    navigation = str(context.get("furo_navigation_tree", ""))
    context["furo_navigation_tree"] = navigation.replace('role="heading"', 'role="heading" aria-level="2"')
    body = str(context.get("body", ""))
    body = body.replace('<div class="table-wrapper', '<div tabindex="0" class="table-wrapper')
    body = body.replace("<pre>", '<pre tabindex="0">')
    context["body"] = DRAWING.sub(r'<a href="\2">\1</a>', body)


def setup(app: Sphinx) -> None:
    """Connect the functions above. Pygments knows no Mermaid: a picture's source is shown as text."""
    app.add_lexer("mermaid", TextLexer)
    app.connect("source-read", add_navigation)
    app.connect("doctree-read", resolve_folders)
    app.connect("html-page-context", finish_page, priority=900)  # after Furo's own, at 500
