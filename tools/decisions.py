"""Decision records in docs/adr, read from their files: number, title, topic, status and links to each other (ADR 91).

The header of a record is a list of `- Key: value` lines under the title. `Status` is `accepted` or `superseded by`
another record, then, after semicolons, `superseded in part by` and `amended by`, each record with its part in brackets.
`Supersedes`, `Supersedes in part` and `Amends` say the same from the other side.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from infra.bootstrap.environments import ROOT

FOLDER = ROOT / "docs" / "adr"
TOPICS = (
    "architecture",
    "orders and the state machine",
    "ACME and CAs",
    "DNS and http checks",
    "uploads and exports",
    "secrets and keys",
    "API and contract",
    "access",
    "renewal and rate limits",
    "notices and events",
    "command line and page",
    "local world and tests",
    "build and deploy",
    "performance and cost",
    "project",
)
"""What a record may be about, in the sequence of the index."""

_KEYS = ("Status", "Date", "Topic", "Supersedes", "Supersedes in part", "Amends")
_TITLE = re.compile(r"# (\d+)\. (.+)")
_FIELD = re.compile(r"- ([A-Z][a-z ]+): (.+)")
_LINKED = re.compile(r"\[(ADR \d+)\]\([^)]*\)")
_CITED = re.compile(r"\bADRs? (\d+(?:(?:, | and | to )\d+)*)")
_ONES = r"ADR \d+(?:(?:, | and )ADR \d+)*"
_PARTS = r"ADR \d+ \([^)]+\)(?:(?:, | and )ADR \d+ \([^)]+\))*"
_CLAUSES = {
    "accepted": re.compile("accepted"),
    "superseded by": re.compile(rf"superseded by ({_ONES})"),
    "superseded in part by": re.compile(rf"superseded in part by ({_PARTS})"),
    "amended by": re.compile(rf"amended by ({_PARTS})"),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision record. Sets have the numbers of other records."""

    number: int
    title: str
    path: Path
    date: str
    """As YYYY-MM-DD."""
    topic: str
    """One of TOPICS."""
    status: str
    """As the record has it, without links."""
    superseded_by: frozenset[int]
    superseded_in_part_by: frozenset[int]
    amended_by: frozenset[int]
    supersedes: frozenset[int]
    supersedes_in_part: frozenset[int]
    amends: frozenset[int]


def cited(text: str) -> set[int]:
    """Return the numbers that a text cites: `ADR 5`, `ADRs 5, 6 and 7`."""
    found = _CITED.findall(" ".join(text.split()))
    return {int(number) for numbers in found for number in re.findall(r"\d+", numbers)}


def read_decision(path: Path, text: str) -> Decision:
    """Return the record that `text`, the content of the file `path`, holds.

    Raises ValueError, with the name of the file, for a title or a header that is not as the module says.
    """
    try:
        header = _header(text)
        state = _state(header["Status"])
        others = {key: _others(header[key]) if key in header else frozenset() for key in _KEYS[3:]}
        title = _required(_TITLE, text.partition("\n")[0])
        number = int(_required(re.compile(r"(\d{4})-.+"), path.name)[1])
        _required(re.compile(f"{number}"), title[1])
        _required(re.compile(r"\d{4}-\d{2}-\d{2}"), header["Date"])
        _required(re.compile("|".join(TOPICS)), header["Topic"])
    except (ValueError, KeyError) as error:
        raise ValueError(f"{path.name}: {error}") from error
    return Decision(
        number=number,
        title=title[2],
        path=path,
        date=header["Date"],
        topic=header["Topic"],
        status=header["Status"],
        superseded_by=state["superseded by"],
        superseded_in_part_by=state["superseded in part by"],
        amended_by=state["amended by"],
        supersedes=others["Supersedes"],
        supersedes_in_part=others["Supersedes in part"],
        amends=others["Amends"],
    )


def _required(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    """Return the match of a whole text. Raises ValueError where it does not match."""
    found = pattern.fullmatch(text)
    if found is None:
        raise ValueError(f"not in the form {pattern.pattern}: {text}")
    return found


def _header(text: str) -> dict[str, str]:
    """Return the header's values by their keys, without links. Raises ValueError for a line that is not of it."""
    block = re.sub(r"\n +", " ", text.split("\n\n")[1])
    found: dict[str, str] = {}
    for line in _LINKED.sub(r"\1", block).splitlines():
        field = _FIELD.fullmatch(line)
        if field is None or field[1] not in _KEYS or field[1] in found:
            raise ValueError(f"not a line of a header: {line}")
        found[field[1]] = field[2]
    return found


def _state(status: str) -> dict[str, frozenset[int]]:
    """Return the records that each clause of a status names. Raises ValueError for a clause in other words."""
    found: dict[str, frozenset[int]] = dict.fromkeys(_CLAUSES, frozenset())
    clauses = status.split("; ")
    for clause in clauses:
        names = [name for name, pattern in _CLAUSES.items() if pattern.fullmatch(clause)]
        if not names:
            raise ValueError(f"not a status: {clause}")
        found[names[0]] = frozenset(cited(clause))
    if clauses.count("accepted") + len(found["superseded by"]) != 1:
        raise ValueError(f"a record is either accepted or superseded by one other: {status}")
    return found


def _others(value: str) -> frozenset[int]:
    return frozenset(cited(_required(re.compile(_ONES), value)[0]))


@cache
def decisions() -> tuple[Decision, ...]:
    """Return all records by number. Raises ValueError for one that is not as the module says."""
    return tuple(read_decision(path, path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("[0-9]*.md")))


def by_topic() -> Iterator[tuple[str, list[Decision]]]:
    """Yield each topic that has records, with its records by number."""
    for topic in TOPICS:
        if ones := [decision for decision in decisions() if decision.topic == topic]:
            yield topic, ones
