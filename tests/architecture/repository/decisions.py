"""The decisions in docs/adr, with what became of each as its status line says it.

A status line is `<date>, accepted` or `<date>, superseded by ADR <number>`; after semicolons it may say `superseded in
part by ADR <number> (<which part>)`, `supersedes ADR <number>`, `supersedes ADR <number> in part` and `adds to ADR
<number>`, each also for several decisions, joined by commas and `and`.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from infra.bootstrap.environments import ROOT

FOLDER = ROOT / "docs" / "adr"
STATE = re.compile(r"\d{4}-\d{2}-\d{2}, (?:accepted|superseded by ADR (\d+))")
CLAUSES = {
    "superseded in part by": re.compile(r"superseded in part by (ADR \d+ \([^)]+\)(?:(?:,| and) ADR \d+ \([^)]+\))*)"),
    "supersedes in part": re.compile(r"supersedes (ADR \d+(?:(?:,| and) ADR \d+)*) in part"),
    "supersedes": re.compile(r"supersedes (ADR \d+(?:(?:,| and) ADR \d+)*)"),
    "adds to": re.compile(r"adds to (ADR \d+(?:(?:,| and) ADR \d+)*)"),
}
CITED = re.compile(r"\bADRs? (\d+(?:(?:, | and | to )\d+)*)")


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. Numbers are those of other decisions."""

    number: int
    path: Path
    superseded_by: frozenset[int]
    superseded_in_part_by: frozenset[int]
    supersedes: frozenset[int]
    supersedes_in_part: frozenset[int]


def cited(text: str) -> set[int]:
    """Return the numbers that a text cites: `ADR 5`, `ADRs 5, 6 and 7`."""
    return {int(number) for numbers in CITED.findall(" ".join(text.split())) for number in re.findall(r"\d+", numbers)}


def read_decision(path: Path, text: str) -> Decision:
    """Read a decision from its file. Raises ValueError for a status line that is not as the module says."""
    state, *clauses = " ".join(text.split("\n\n")[1].split()).split("; ")
    found = STATE.fullmatch(state)
    numbers: dict[str, set[int]] = {name: set() for name in CLAUSES}
    for clause in clauses:
        name, match = next(
            ((name, each.fullmatch(clause)) for name, each in CLAUSES.items() if each.fullmatch(clause)), ("", None)
        )
        if match is None:
            raise ValueError(f"{path.name}: {clause}")
        numbers[name] |= cited(match[1])
    if found is None:
        raise ValueError(f"{path.name}: {state}")
    return Decision(
        number=int(path.name.partition("-")[0]),
        path=path,
        superseded_by=frozenset({int(found[1])} if found[1] else ()),
        superseded_in_part_by=frozenset(numbers["superseded in part by"]),
        supersedes=frozenset(numbers["supersedes"]),
        supersedes_in_part=frozenset(numbers["supersedes in part"]),
    )


@cache
def decisions() -> tuple[Decision, ...]:
    """Return all decisions by number. Raises ValueError for a status line that is not as the module says."""
    return tuple(read_decision(path, path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("[0-9]*.md")))
