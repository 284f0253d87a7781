"""Files and folders that documents and comments name exist: whoever moves one finds the texts that tell of it.

Looked at is what stands between backticks as a path: it has a slash or ends like a file. It may be shortened from the
left (`http/body.py`), list alternatives (`x509/{upload,export}`), or leave a part open (`functions/<group>/app.py`).
"""

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from infra.bootstrap.environments import ROOT
from tools.decisions import decisions

DOCUMENTS = (
    ROOT / "README.md",
    ROOT / "cli" / "README.md",
    *sorted((ROOT / "docs" / "design").rglob("*.md")),
    *sorted((ROOT / "docs" / "reference").rglob("*.md")),
    *(decision.path for decision in decisions() if not decision.superseded_by),
)
"""A decision that is superseded as a whole keeps the names of its time."""

COMMENTED = (ROOT / "Makefile", ROOT / "pyproject.toml", ROOT / "cli" / "pyproject.toml")

SUFFIXES = (".css", ".html", ".js", ".json", ".md", ".mk", ".py", ".sh", ".svg", ".toml", ".txt", ".yaml", ".yml")
IN_BACKTICKS = re.compile(r"`([^`\n]+)`")
FENCED = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\((?!\w+:)([^)#\s]+)")
CHARACTERS = re.compile(r"[\w.<>*{},/-]+")
NOT_OF_THE_TREE: Mapping[str, str] = {
    "*/scopes/shop/*": "a resource of IAM",
    ".build/pebble": "where Pebble is built",
    "<SecretPrefix>/certificates/<certificate_id>": "the name of a secret",
    "<prefix>/certificates/<id>": "the name of a secret",
    "accounts/*": "names of secrets",
    "application/json": "a media type",
    "boto3/docs": "a module of boto3",
    "botocore/docs": "a module of botocore",
    "va/dns_persist.go": "a file of Boulder",
    "va/http.go": "a file of Boulder",
}
"""What looks like a path and is none of ours, with what it is. One that no text has any more fails."""


def is_path(text: str) -> bool:
    """Say whether a text looks like a path below the root; what begins with a slash is the API's or a machine's."""
    own = CHARACTERS.fullmatch(text) is not None and not text.startswith(("/", "..."))
    return own and ("/" in text or Path(text).suffix in SUFFIXES)


def alternatives(path: str) -> Iterator[str]:
    """Expand braces, as `a/{b,c}` to `a/b` and `a/c`."""
    parts = [part.split(",") for part in re.split(r"[{}]", path)]
    choices = [part if at % 2 else [",".join(part)] for at, part in enumerate(parts)]
    yield from ("".join(chosen) for chosen in product(*choices))


@cache
def tree() -> frozenset[str]:
    """Return the paths of all files and folders, each also shortened from the left; hidden ones aside."""
    found = set()
    for top in (path for path in ROOT.iterdir() if not path.name.startswith(".")):
        for path in (top, *(top.rglob("*") if top.is_dir() else ())):
            parts = path.relative_to(ROOT).parts
            found |= {"/".join(parts[at:]) for at in range(len(parts))}
    return frozenset(found)


def exists(path: str) -> bool:
    """Say whether the tree has all that a path names; a star or a placeholder stands for one name, or a part of it.

    What begins with a placeholder is not shortened: else nearly everything would be found.
    """
    for one in alternatives(path.rstrip("/")):
        pattern = re.sub(r"<[^<>]*>", "*", one)
        same_depth = (each for each in tree() if "*" in pattern and each.count("/") == pattern.count("/"))
        matching = (each for each in same_depth if fnmatchcase(each, pattern))
        if one not in tree() and not any(not pattern.startswith("*") or (ROOT / each).exists() for each in matching):
            return False
    return True


def paths_in_document(text: str) -> set[str]:
    """Return what a page has between backticks as paths; blocks of code aside."""
    return {path for path in IN_BACKTICKS.findall(FENCED.sub("", text)) if is_path(path)}


def paths_in_comments(text: str) -> set[str]:
    """Return the words of a file's comments that look like paths."""
    comments = (line.partition("#")[2] for line in text.splitlines())
    return {word for comment in comments for each in comment.split() if is_path(word := each.strip("(),;:.`"))}


def missing(paths: set[str]) -> set[str]:
    """Return the paths that the tree does not have."""
    return {path for path in paths if path not in NOT_OF_THE_TREE and not exists(path)}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: str(document.relative_to(ROOT)))
def test_a_document_names_files_that_exist(document: Path) -> None:
    """Between backticks, and in links to other pages."""
    text = document.read_text(encoding="utf-8")
    assert missing(paths_in_document(text)) == set()
    assert {link for link in LINK.findall(text) if not (document.parent / link).exists()} == set()


@pytest.mark.parametrize("file", COMMENTED, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_comment_names_files_that_exist(file: Path) -> None:
    """Where the project is built and configured."""
    assert missing(paths_in_comments(file.read_text(encoding="utf-8"))) == set()


def test_every_exception_is_still_needed() -> None:
    """One that is not would hide a path that is missing."""
    found = set().union(*(paths_in_document(document.read_text(encoding="utf-8")) for document in DOCUMENTS))
    assert NOT_OF_THE_TREE.keys() <= found
    assert [path for path in NOT_OF_THE_TREE if exists(path)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see `http/body.py` and `tests/{unit,integration}/cli`", set()),
        ("`functions/<group>/<operation>/app.py`, `infra/layers/`", set()),
        ("`POST .../orders`, `/scopes/{scope}`, `an/example and more`, `version.number`", set()),
        ("`layers/trouble.py`", {"layers/trouble.py"}),
        ("`trouble.py`", {"trouble.py"}),
        ("`tests/{unit,benchmarks}`", {"tests/{unit,benchmarks}"}),
        ("`functions/<group>/trouble.py`", {"functions/<group>/trouble.py"}),
        ("`tests/soak/`", {"tests/soak/"}),
    ],
)
def test_a_path_that_is_gone_is_found(text: str, expected: set[str]) -> None:
    """Whole, shortened, in braces, with a placeholder, and a folder."""
    assert missing(paths_in_document(text)) == expected


def test_a_path_that_is_gone_is_found_in_a_comment() -> None:
    """With what a sentence puts around it."""
    assert missing(paths_in_comments("pytest = 1 # as tests/gone/test_all.py says (infra/layers/).")) == {
        "tests/gone/test_all.py"
    }
