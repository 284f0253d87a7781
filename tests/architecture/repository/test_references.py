"""References in texts lead somewhere: targets of make, tests, modules, names in code, sections, documents.

Files, folders and links are held by `test_paths_in_documents`, decision records by `test_decisions`.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache

import pytest

from infra.bootstrap.environments import ROOT, SOURCES
from tests.architecture.repository.modules import modules, text_of
from tests.architecture.repository.test_paths_in_documents import IN_BACKTICKS, of_today
from tests.architecture.repository.texts import FENCED, Text

TARGET = re.compile(r"^([a-z][\w-]*):", re.MULTILINE)
MAKE = re.compile(r"(?:`|run: )make ([a-z][\w-]*)")
MAKE_IN_BLOCK = re.compile(r"^\s*(?:\$ )?make ([a-z][\w-]*)", re.MULTILINE)
TEST = re.compile(r"(?<![\w*])test_\w*[a-z0-9](?![\w*])")
DOTTED = re.compile(
    r"(?<![\w./@-])(?:certkeeper|certkeeper_cli|functions|infra|tests|tools)(?:\.[A-Za-z_]\w*)+(?![\w/(])"
)
RUN = re.compile(r"python -m ((?:certkeeper_cli|infra|tools)(?:\.\w+)*)")
NAME = re.compile(r"(?=\w*(?:[a-z][A-Z]|[a-z]_[a-z]))[A-Za-z_]\w*")
SECTION = re.compile(
    r"(?:section|chapter|under) \"([^\"]+)\" (?:of|in) (?:the )?`?([\w/-]+)(?:\.md)?"
    r"|\b(README(?:\.md)?|[\w/-]+\.md)`?(?:'s)?,? (?:section |under )?\"([^\"]+)\""
)
OUTSIDE = re.compile(
    r"(?:\bthe|\bsee|\bsome|\bcold[- ]starts?`?) notes (?:on|about|of the)\b|` notes\b|\bnotes/\w+"
    r"|\b[Ii]ssue \d+\b|\b[Tt]he issue(?:'s| names| says| and)\b"
    r"|\b[Tt]he design(?:'s| says| names| does)\b"
)
"""What is not in the repository: notes of somebody, an issue of a tracker, a design that nobody has."""
HEADING = re.compile(r"^#+ (.+?)(?: #+)?$", re.MULTILINE)
OF_OTHERS: Mapping[str, str] = {
    "BatchProcessor": "a class of Powertools",
    "DataLimitExceeded": "an error of Step Functions",
    "asyncore_loop_timeout": "a setting of waitress",
    "maxPathSize": "a constant of Boulder",
    "maxResponseSize": "a constant of Boulder",
    "privilegeWithdrawn": "a reason of RFC 5280",
    "register_at_fork": "a function of Python's os",
    "upload_file": "a method that boto3 adds to S3",
}
"""Names between backticks that stand nowhere in the code, each with whose it is."""


def make_targets(text: Text) -> set[str]:
    """Return the targets of make that a text names and the Makefile does not have."""
    blocks = "\n".join(FENCED.findall(text.content)) if text.name.endswith(".md") else ""
    named = {*MAKE.findall(text.content), *MAKE_IN_BLOCK.findall(blocks)}
    return named - set(TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))


def named_tests(text: Text) -> set[str]:
    """Return the tests that a text names and nobody has."""
    return set(TEST.findall(text.prose)) - all_tests()


@cache
def all_tests() -> frozenset[str]:
    """Return the names of all tests: functions, modules and folders."""
    of_tests = [module for module in modules() if module.parts[0] == "tests"]
    functions = {name for module in of_tests for name in re.findall(r"\bdef (test_\w+)", text_of(module))}
    return frozenset(functions | {part.removesuffix(".py") for module in of_tests for part in module.parts})


def modules_by_name(text: Text) -> set[str]:
    """Return the modules and their members that a text names with dots, and that are not there."""
    named = {*DOTTED.findall(text.prose), *RUN.findall(text.content)}
    return {name for name in named if not is_there(name)}


def is_there(dotted: str) -> bool:
    """Say whether a dotted name leads to a folder, a module, or something that a module says."""
    parts = dotted.split(".")
    for count in range(len(parts), 0, -1):
        for place in (source.joinpath(*parts[:count]) for source in SOURCES):
            if place.is_dir() or place.with_suffix(".py").is_file():
                file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
                rest = parts[count:]
                return not rest or (
                    file.is_file() and re.search(rf"\b{rest[0]}\b", file.read_text("utf-8")) is not None
                )
    return False


def names_in_code(text: Text) -> set[str]:
    """Return the names between backticks in the form of identifiers that no code has."""
    named = (quoted for quoted in IN_BACKTICKS.findall(decided(text)) if re.fullmatch(r"[\w.]+(?:\(\))?", quoted))
    return (
        {name for quoted in named for name in NAME.findall(quoted)} - words_of_code() - all_tests() - OF_OTHERS.keys()
    )


def decided(text: Text) -> str:
    """Return the prose about what is there: changes of the past and what a record did not choose aside."""
    if text.name == "CHANGELOG.md":
        return ""
    parts = re.split(r"^## ", text.prose, flags=re.MULTILINE) if "/adr/" in text.name else [text.prose]
    return "\n".join(part for part in parts if not part.startswith(("Context", "Also considered", "What else")))


@cache
def words_of_code() -> frozenset[str]:
    """Return all words of code, configuration and paths; docstrings and Python's comments aside."""
    found: set[str] = set()
    for text in of_today():
        found |= set(re.findall(r"\w+", text.name))
        if not text.name.endswith(".md"):
            found |= set(re.findall(r"\w+", text.code))
    return frozenset(found)


def sections(text: Text) -> set[str]:
    """Return the sections that a text names by their headings, and that the document does not have."""
    found = set()
    for title, document, other_document, other_title in SECTION.findall(" ".join(text.prose.split())):
        name, heading = (document or other_document).removesuffix(".md"), title or other_title
        pages = [page for page in of_today() if page.name.endswith(f"{name.rpartition('/')[2]}.md")]
        if not any(heading.rstrip(".,") in HEADING.findall(page.content) for page in pages):
            found.add(f"{heading} of {name}")
    return found


def documents_elsewhere(text: Text) -> set[str]:
    """Return the references to what the repository does not have: notes, issues, a design."""
    return set(OUTSIDE.findall(" ".join(text.prose.split())))


CHECKS: tuple[Callable[[Text], set[str]], ...] = (
    make_targets,
    named_tests,
    modules_by_name,
    names_in_code,
    sections,
    documents_elsewhere,
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_what_texts_refer_to_is_there(check: Callable[[Text], set[str]]) -> None:
    """In documents, docstrings, comments and messages."""
    assert {text.name: wrong for text in of_today() if (wrong := check(text))} == {}


def test_every_name_of_others_is_still_needed() -> None:
    """One that is not would hide a name that is missing."""
    quoted = {name for text in of_today() for each in IN_BACKTICKS.findall(text.prose) for name in NAME.findall(each)}
    assert OF_OTHERS.keys() <= quoted
    assert OF_OTHERS.keys() & words_of_code() == set()


@pytest.mark.parametrize(
    ("check", "name", "content", "wrong"),
    [
        (make_targets, "a.md", "Run `make check`, then `make everything ARGS=x`.", "everything"),
        (make_targets, "a.md", "```sh\n$ make release\n```", "release"),
        (make_targets, "a.py", "print('run: make release')", "release"),
        (named_tests, "a.md", "`tests/unit/test_gone.py` and `test_sizes`", "test_gone"),
        (named_tests, "a.py", "limit = 1  # test_that_is_gone holds it", "test_that_is_gone"),
        (modules_by_name, "a.md", "`infra.rooms`, `infra.gone`", "infra.gone"),
        (modules_by_name, "a.py", '"""As infra.rooms.gone_function does."""', "infra.rooms.gone_function"),
        (modules_by_name, "a.yaml", "Run: python -m tools.gone --all", "tools.gone"),
        (names_in_code, "a.md", "`read_decision` and `read_nothing_at_all`", "read_nothing_at_all"),
        (names_in_code, "a.yaml", "# As `NoSuchResource` has it.", "NoSuchResource"),
        (sections, "a.py", '"""See the section "Nowhere at all" of README."""', "Nowhere at all of README"),
        (sections, "a.toml", '# README, "Nowhere at all"', "Nowhere at all of README"),
        (documents_elsewhere, "a.py", '"""Measured in the notes on cold starts."""', "the notes on"),
        (documents_elsewhere, "a.md", "(one cohort, `cold start` notes)", "` notes"),
        (documents_elsewhere, "a.py", "most = 3  # the design's target", "the design's"),
        (documents_elsewhere, "a.py", "most = 3  # what issue 5 wants", "issue 5"),
    ],
)
def test_a_reference_that_leads_nowhere_is_found(
    check: Callable[[Text], set[str]], name: str, content: str, wrong: str
) -> None:
    """One of each kind, in the languages that texts are written in."""
    assert check(Text(name, content)) == {wrong}


def test_a_section_that_is_there_is_found() -> None:
    """By its heading."""
    heading = HEADING.findall((ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"))[0]
    assert sections(Text("a.md", f'The section "{heading}" of glossary.md.')) == set()
