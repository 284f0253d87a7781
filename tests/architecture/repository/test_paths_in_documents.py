"""Files and folders that texts name exist: when one is moved, the texts about it are found.

Text between backticks is a path where it has a slash or ends like a file. It may be shortened from
the left (`http/body.py`), list alternatives (`x509/{upload,export}`), or leave a part open, as in
`functions/<group>/app.py`.
Without backticks a path begins with a folder of the root, or ends as Python does.
Links between documents are checked by the strict build of the site (`make check`).
"""

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from functools import cache
from importlib.util import find_spec
from itertools import product
from pathlib import Path

import pytest

from infra.bootstrap.environments import ROOT
from tests.architecture.repository.texts import Text, texts
from tools.decisions import decisions

SUFFIXES = (".css", ".html", ".js", ".json", ".md", ".mk", ".py", ".sh", ".svg", ".toml", ".txt", ".yaml", ".yml")
IN_BACKTICKS = re.compile(r"`([^`\n]+)`")
CHARACTERS = re.compile(r"[\w.<>*{},/-]+")
FOREIGN = re.compile(r"docs/adr/\d{4}|[A-Z]+/scopes/.*|(?:application|image|multipart|text)/.*|.*\.(?:c|go|pem|rs)")
"""Not paths of the tree: numbers of decision records, routes and resources of IAM, media types, sources of others."""
NOT_OF_THE_TREE: Mapping[str, str] = {"accounts/*": "names of secrets"}
"""What resembles a path and is no file of the repository, with what it is. One that no text has any more fails."""


def is_path(text: str) -> bool:
    """Say whether a text has the form of a path below the root.

    What begins with a slash is the API's or a machine's, what begins with something open may be anything, and what
    begins with a package that is installed is a module of others.
    """
    if CHARACTERS.fullmatch(text) is None or text.startswith(("/", "...", "*", "<")) or FOREIGN.fullmatch(text):
        return False
    first, slash, _ = text.partition("/")
    if first in made_here() or (slash and first not in tree() and is_module(first)):
        return False
    return bool(slash) or Path(text).suffix in SUFFIXES


@cache
def is_module(name: str) -> bool:
    """Say whether a package of this name is installed."""
    return name.isidentifier() and find_spec(name) is not None


@cache
def made_here() -> frozenset[str]:
    """Return the folders that git ignores, which programs make: `.build` and the like."""
    lines = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip("/") for line in lines)


def alternatives(path: str) -> Iterator[str]:
    """Expand braces, as `a/{b,c}` to `a/b` and `a/c`."""
    parts = [part.split(",") for part in re.split(r"[{}]", path)]
    choices = [part if at % 2 else [",".join(part)] for at, part in enumerate(parts)]
    yield from ("".join(chosen) for chosen in product(*choices))


@cache
def tree() -> frozenset[str]:
    """Return the paths of all files and folders, each also shortened from the left; of hidden ones those of the CI."""
    found = set()
    for top in (path for path in ROOT.iterdir() if not path.name.startswith(".") or path.name in {".ci", ".github"}):
        for path in (top, *(top.rglob("*") if top.is_dir() else ())):
            parts = path.relative_to(ROOT).parts
            found |= {"/".join(parts[at:]) for at in range(len(parts))}
    return frozenset(found | {path.name for path in ROOT.iterdir() if path.is_file()})


@cache
def exists(path: str) -> bool:
    """Say whether the tree has all that a path names; a star or a placeholder stands for one name, or a part of it."""
    for one in alternatives(path.rstrip("/")):
        pattern = re.sub(r"<[^<>]*>", "*", one)
        same_depth = (each for each in tree() if "*" in pattern and each.count("/") == pattern.count("/"))
        if one not in tree() and not any(fnmatchcase(each, pattern) for each in same_depth):
            return False
    return True


def paths_in(prose: str) -> set[str]:
    """Return what a text names as paths: between backticks, and as words."""
    words = (word.strip("(),;:'\"").rstrip(".") for word in IN_BACKTICKS.sub(" ", prose).split())
    tops = {path.name for path in ROOT.iterdir() if path.is_dir()}
    bare = {word for word in words if word.endswith(".py") or ("/" in word and word.partition("/")[0] in tops)}
    return {path for path in {*IN_BACKTICKS.findall(prose), *bare} if is_path(path)}


def missing(prose: str) -> set[str]:
    """Return the paths that a text names and the tree does not have."""
    return {path for path in paths_in(prose) if path not in NOT_OF_THE_TREE and not exists(path)}


def of_today() -> list[Text]:
    """Return the texts about what is there now: a record that is superseded as a whole keeps the names of its time."""
    overturned = {str(decision.path.relative_to(ROOT)) for decision in decisions() if decision.superseded_by}
    return [text for text in texts() if text.name not in overturned]


def test_texts_name_files_that_exist() -> None:
    """Documents, docstrings and comments, in every language that the project is written in."""
    assert {text.name: paths for text in of_today() if (paths := missing(text.prose))} == {}


def test_every_exception_is_still_needed() -> None:
    """One that is not would hide a path that is missing."""
    found = set().union(*(paths_in(text.prose) for text in of_today()))
    assert NOT_OF_THE_TREE.keys() <= found
    assert [path for path in NOT_OF_THE_TREE if exists(path)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see `http/body.py` and `tests/{unit,integration}/cli`", set()),
        ("`functions/<group>/<operation>/app.py`, `infra/layers/`", set()),
        ("`POST .../orders`, `/scopes/{scope}`, `an/example and more`, `version.number`", set()),
        ("`boto3/docs`, `.build/pebble`, `application/json`, TCP/IP and/or tests", set()),
        ("`layers/trouble.py`", {"layers/trouble.py"}),
        ("`trouble.py`, or trouble.py as a word", {"trouble.py"}),
        ("`tests/{unit,benchmarks}`", {"tests/{unit,benchmarks}"}),
        ("`functions/<group>/trouble.py`", {"functions/<group>/trouble.py"}),
        ("`tests/soak/`", {"tests/soak/"}),
        ("as tests/gone/test_all.py says (infra/layers/).", {"tests/gone/test_all.py"}),
        ("which is in infra/gone.", {"infra/gone"}),
    ],
)
def test_a_path_that_is_gone_is_found(text: str, expected: set[str]) -> None:
    """Whole, shortened, in braces, with a placeholder, a folder, and as a word of a sentence."""
    assert missing(text) == expected


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.md", "A page: `infra/gone.py`.\n"),
        ("a.py", '"""What infra/gone.py has."""\n'),
        ("b.py", "limit = 3  # as in infra/gone.py\n"),
        ("a.js", "/** As in infra/gone.py. */\nconst a = 1 // and so on\n"),
        ("b.js", "const a = 1 // as in infra/gone.py\n"),
        ("a.yaml", "# As in infra/gone.py.\na: 1\n"),
        ("a.toml", "a = 1 # as in infra/gone.py\n"),
        ("Makefile", "all: ## Run infra/gone.py\n"),
        ("a.sh", "# Runs infra/gone.py.\n"),
    ],
)
def test_prose_is_found_in_every_language(name: str, content: str) -> None:
    """Documents, docstrings, comments of their own and beside code, and what `make help` shows."""
    assert missing(Text(name, content).prose) == {"infra/gone.py"}


def test_code_is_not_prose() -> None:
    """Blocks in a document, texts in code."""
    assert not missing(Text("a.md", "Run\n\n```\npython infra/gone.py # infra/gone.py\n```\n").prose)
    assert not missing(Text("a.py", "a = 'infra/gone.py'\n").prose)
