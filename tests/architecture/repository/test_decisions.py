"""Decision records in docs/adr: what is overturned says so, and what is cited is there and still holds."""

import re
from itertools import pairwise

import pytest

from tests.architecture.repository.texts import texts
from tools.decisions import FOLDER, Decision, cited, decisions, read_decision

NUMBERS = {decision.number for decision in decisions()}
OVERTURNED = {decision.number for decision in decisions() if decision.superseded_by}
INDEX = FOLDER / "README.md"
LINE_OF_INDEX = re.compile(r"^\| \[(\d+)\]\(([^)]+)\) \| (.+) \| (.+) \|$", re.MULTILINE)
UNUSED = re.compile(r"Numbers ([\d\s,toand]+) are not used")
LINKED = re.compile(r"\[ADR (\d+)\]\(([^)#\s]+)")
BY_FILE = re.compile(r"docs/adr/(\d{4})(?![\d-])")


def test_each_number_is_given_once() -> None:
    """Two branches may both take the next one."""
    assert len(NUMBERS) == len(decisions()) > 0


def test_a_number_that_has_no_record_is_named_with_the_reason() -> None:
    """Else nobody knows whether a record was lost."""
    said = UNUSED.search(INDEX.read_text(encoding="utf-8"))
    assert said
    gaps = {number for one, other in pairwise(sorted(NUMBERS)) for number in range(one + 1, other)}
    assert numbers_in(said[1]) == gaps


def numbers_in(text: str) -> set[int]:
    """Return the numbers of a list such as `25 to 27, 34 and 41`."""
    ranges = [(int(first), int(last or first)) for first, last in re.findall(r"(\d+)(?: to (\d+))?", text)]
    return {number for first, last in ranges for number in range(first, last + 1)}


@pytest.mark.parametrize("decision", decisions(), ids=lambda decision: str(decision.number))
def test_a_record_and_the_one_that_changes_it_name_each_other(decision: Decision) -> None:
    """A reader of the older one must meet the newer one, and the other way round."""
    others = [other for other in decisions() if other is not decision]
    assert decision.superseded_by == {other.number for other in others if decision.number in other.supersedes}
    in_part = {other.number for other in others if decision.number in other.supersedes_in_part}
    assert decision.superseded_in_part_by == in_part
    amended_by = {other.number for other in others if decision.number in other.amends}
    assert decision.amended_by == amended_by
    assert all(number > decision.number for number in decision.superseded_by | in_part | amended_by)
    assert decision.supersedes | decision.supersedes_in_part | decision.amends <= NUMBERS


def test_the_index_has_every_record_once_with_title_and_status() -> None:
    """Under its topic."""
    page = INDEX.read_text(encoding="utf-8")
    listed = [
        (int(number), name, title, re.sub(r"\[(\d+)\]\([^)]*\)", r"ADR \1", status), part.partition("\n")[0].lower())
        for part in page.split("\n## ")[1:]
        for number, name, title, status in LINE_OF_INDEX.findall(part)
    ]
    expected = [(each.number, each.path.name, each.title, each.status, each.topic.lower()) for each in decisions()]
    assert sorted(listed) == expected


def test_a_citation_leads_to_a_record() -> None:
    """In documents, code, configuration and comments."""
    assert {text.name: wrong for text in texts() if (wrong := numbers_cited(text.content) - NUMBERS)} == {}


def test_a_link_leads_to_the_record_that_it_names() -> None:
    """When a record gets another number, the links are found."""
    links = [(text.name, *link) for text in texts() for link in LINKED.findall(text.content)]
    assert links
    assert [(name, number, target) for name, number, target in links if not leads(number, target)] == []


def numbers_cited(content: str) -> set[int]:
    """Return the numbers that a text cites, as `ADR 5` or by the beginning of a file's name."""
    return cited(content) | {int(number) for number in BY_FILE.findall(content)}


def leads(number: str, target: str) -> bool:
    """Say whether the target of a link is the file of a record of that number."""
    return target.rpartition("/")[2].startswith(f"{int(number):04}-")


def test_code_cites_no_record_that_is_superseded() -> None:
    """What replaces it is what explains the code."""
    code = [text for text in texts() if not text.name.endswith(".md")]
    assert {text.name: wrong for text in code if (wrong := numbers_cited(text.content) & OVERTURNED)} == {}


def test_records_are_cited_from_code() -> None:
    """Who meets odd code and no record tries again what was tried."""
    assert set().union(*(numbers_cited(text.content) for text in texts() if text.name.endswith(".py")))


HEADER = "- Status: accepted\n- Date: 2026-12-01\n- Topic: project"


@pytest.mark.parametrize(
    ("title", "header"),
    [
        ("# 999. Anything", HEADER),
        ("# 999. Anything", HEADER.replace("accepted", "superseded by [ADR 80](x.md)")),
        (
            "# 999. Anything",
            HEADER.replace("accepted", "accepted; amended by ADR 80 (how),\n  ADR 81 (why) and ADR 82 (x)"),
        ),
        ("# 999. Anything", f"{HEADER}\n- Supersedes: ADR 80 and ADR 81\n- Supersedes in part: ADR 1\n- Amends: ADR 2"),
    ],
)
def test_a_header_is_read(title: str, header: str) -> None:
    """With links or without, on one line or on several."""
    assert read_decision(FOLDER / "0999-anything.md", f"{title}\n\n{header}\n\n## Context\n").title == "Anything"


@pytest.mark.parametrize(
    ("title", "header"),
    [
        ("# 998. Anything", HEADER),
        ("# Anything", HEADER),
        ("# 999. Anything", "2026-12-01, accepted"),
        ("# 999. Anything", HEADER.replace("accepted", "superseded by 80")),
        ("# 999. Anything", HEADER.replace("accepted", "superseded by ADR 80; accepted")),
        ("# 999. Anything", HEADER.replace("accepted", "accepted; superseded in part by ADR 80")),
        ("# 999. Anything", HEADER.replace("accepted", "accepted; takes ADR 11 further")),
        ("# 999. Anything", HEADER.replace("2026-12-01", "today")),
        ("# 999. Anything", HEADER.replace("project", "all sorts of things")),
        ("# 999. Anything", HEADER.replace("- Topic: project", "- Author: nobody")),
        ("# 999. Anything", HEADER.replace("\n- Topic: project", "")),
        ("# 999. Anything", f"{HEADER}\n- Supersedes: 80"),
    ],
)
def test_a_header_in_other_words_is_refused(title: str, header: str) -> None:
    """It would be passed over by everything that searches for the number, a test among them."""
    with pytest.raises(ValueError, match="0999"):
        read_decision(FOLDER / "0999-anything.md", f"{title}\n\n{header}\n\n## Context\n")


def test_numbers_are_found_in_lists() -> None:
    """As people write them."""
    assert cited("as ADR 5 has it, and ADRs 6, 7 and\n8") == {5, 6, 7, 8}
    assert numbers_in("25 to 27, 34\nand 41") == {25, 26, 27, 34, 41}


def test_a_citation_that_leads_nowhere_is_found() -> None:
    """By its number, by its file, and where a link names one record and leads to another."""
    assert numbers_cited("(ADR 999), ADR 998") == {998, 999}
    assert not leads(*LINKED.findall("[ADR 5](../adr/0006-anything.md)")[0])
