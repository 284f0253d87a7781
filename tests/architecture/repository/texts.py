"""All texts that people write: documents, code, configuration; whole, and what of each is prose."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from infra.bootstrap.environments import ROOT
from tools.generate import MARK

SUFFIXES = {".css", ".html", ".js", ".json", ".md", ".mjs", ".py", ".sh", ".toml", ".yaml", ".yml"}
NAMES = {"Makefile", "run"}
HIDDEN = (".ci", ".github")
"""Folders with files that people write, though their names begin with a point."""
FOREIGN = {"node_modules", "vectors", "exported", "package-lock.json"}
"""Folders and files that people did not write: packages, files of others, what is generated."""
SEEDS = Path(__file__).parent
"""Tests of texts name what is not there, to see that it is found."""
FENCED = re.compile(r"^[ ]*```.*?^[ ]*```", re.DOTALL | re.MULTILINE)
HASH_COMMENT = re.compile(r"(?:^|\s)#+[ !](.*)|^(?:[a-z]+:.*)## (.*)", re.MULTILINE)
DOCSTRING = re.compile(r'^ *r?"""(.*?)"""', re.DOTALL | re.MULTILINE)
PYTHON_COMMENT = re.compile(r"""^((?:[^"'#\n]|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')*)#+ (.*)""", re.MULTILINE)
"""A line's code, in which a text may have the sign too, and its comment. To parse all files would take seconds."""
SLASH_COMMENT = re.compile(r"/\*.*?\*/|(?:^|\s)//.*?$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Text:
    """One file."""

    name: str
    """Its path below the root."""
    content: str

    @cached_property
    def prose(self) -> str:
        """What is written for people: a document without its blocks of code, docstrings, comments."""
        suffix = Path(self.name).suffix
        if suffix == ".md":
            return FENCED.sub("", self.content)
        if suffix == ".py":
            return "\n\n".join(_of_python(self.content))
        if suffix in {".js", ".mjs", ".css"}:
            comments = SLASH_COMMENT.findall(self.content)
            return "\n\n".join(re.sub(r"^\s*(/?\*+/?|//)", "", comment, flags=re.MULTILINE) for comment in comments)
        return "\n".join("".join(found) for found in HASH_COMMENT.findall(self.content))

    @cached_property
    def code(self) -> str:
        """The content; of Python without docstrings and comments."""
        if not self.name.endswith(".py"):
            return self.content
        return PYTHON_COMMENT.sub(r"\1", DOCSTRING.sub("", self.content))


def _of_python(content: str) -> Iterator[str]:
    """Yield docstrings, those of attributes too, and all comments as one text."""
    yield from DOCSTRING.findall(content)
    yield "\n".join(comment for _, comment in PYTHON_COMMENT.findall(DOCSTRING.sub("", content)))


@cache
def texts() -> tuple[Text, ...]:
    """Return all files that people write, by their paths; those that are generated whole aside."""
    tops = (path for path in ROOT.iterdir() if not path.name.startswith(".") or path.name in HIDDEN)
    files = (path for top in tops for path in (top, *(top.rglob("*") if top.is_dir() else ())))
    found = [
        Text(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))
        for path in sorted(files)
        if is_written(path)
    ]
    return tuple(text for text in found if MARK not in text.content.partition("\n")[0])


def is_written(path: Path) -> bool:
    """Say whether people wrote a file, by its name and place."""
    is_text = path.suffix in SUFFIXES or path.name in NAMES
    return is_text and path.is_file() and path.parent != SEEDS and FOREIGN.isdisjoint(path.parts)
