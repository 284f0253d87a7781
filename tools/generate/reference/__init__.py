"""Generates the pages of docs/reference for the API, the command line, events and codes, from where each is declared.

Texts of other modules go into the pages as they are; only characters that Markdown would read as its own are escaped.
"""

from pathlib import Path

from infra.bootstrap.environments import ROOT
from tools.generate import MARK

FOLDER = ROOT / "docs" / "reference"


def page(name: str, title: str, source: str, *sections: str) -> dict[Path, str]:
    """Return one page by the path of its file name: the mark with the source, the title, and the sections."""
    head = f"<!-- {MARK} from {source}; change it there. -->\n# {title}"
    return {FOLDER / name: "\n\n".join((head, *(section.strip("\n") for section in sections if section))) + "\n"}
