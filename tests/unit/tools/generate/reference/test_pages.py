"""The reference pages say all that there is: operations, commands, events and codes."""

from __future__ import annotations

import re

import pytest

from certkeeper.domain.events import EventType
from certkeeper.entrypoints.contract.operations import Operation, operations
from certkeeper.entrypoints.http.problem import GATEWAY_SLUGS, URN, Kind
from certkeeper_cli.errors import FAILURE, INTERRUPTED, NOT_YET, USAGE
from tests.event_schemas import event_errors
from tools.generate import openapi
from tools.generate.reference import api, command_line, errors, events
from tools.generate.reference.pages import PAGES

ALL = {path.name: text for generator in PAGES for path, text in generator.files().items()}


def section(page: str, title: str) -> str:
    """Return what stands below a heading, up to the next one of its level or above."""
    level = page.partition(f" {title}\n")[0].rpartition("\n")[2]
    return re.split(rf"^#{{1,{len(level)}}} ", page.partition(f"\n{level} {title}\n")[2], flags=re.MULTILINE)[0]


@pytest.mark.parametrize("name", sorted(ALL))
def test_no_table_is_broken(name: str) -> None:
    """Each row has as many cells as the head of its table."""
    tables = [block.splitlines() for block in ALL[name].split("\n\n") if block.startswith("|")]
    assert tables
    for rows in tables:
        assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows}) == 1, rows[0]


@pytest.mark.parametrize("operation", operations().values(), ids=lambda operation: operation.name)
def test_an_operation_has_its_route_its_callers_and_its_problems(operation: Operation) -> None:
    """Under a heading of its name."""
    text = section(ALL["api.md"], operation.name)
    assert re.search(r"^`(GET|PUT|POST|PATCH|DELETE) /\S*`: ", text, re.MULTILINE)
    assert "Who may: " in text
    for refusal in operation.all_refusals():
        assert all(f"`{kind.type.removeprefix(URN)}`" in text for kind in refusal.kinds)


def test_who_may_is_what_the_contract_says() -> None:
    """Roles, or anyone."""
    assert "Who may: Operator, Administrator." in section(ALL["api.md"], "place_order")
    assert "Who may: anyone, without a signature." in section(ALL["api.md"], "serve_challenge")


def test_every_document_of_the_api_has_a_section_that_links_lead_to() -> None:
    """A link within the page that leads nowhere also fails the site."""
    headings = {line[4:].lower() for line in ALL["api.md"].splitlines() if line.startswith("### ")}
    assert {name.lower() for name in openapi.document()["components"]["schemas"]} <= headings
    assert set(re.findall(r"\]\(#([^)]+)\)", ALL["api.md"])) <= headings


def test_every_command_has_a_section_with_its_own_options() -> None:
    """Those that all of them have stand once."""
    page = ALL["command-line.md"]
    names = [" ".join(path) for path, _ in command_line.all_commands()]
    assert "certkeeper scopes put" in names
    for name in names:
        text = section(page, name)
        assert f"\n{name} [OPTIONS]" in text
        assert "`--profile`" not in text
    assert "`--manual`" in section(page, "certkeeper order")
    assert "| `--url` `TEXT` |" in section(page, "Options of every command that calls the API")


def test_every_variable_and_every_status_of_the_command_line_is_named() -> None:
    """Those of options, and those that are read besides."""
    page = ALL["command-line.md"]
    options = [each for _, command in command_line.all_commands() for each in command.params]
    variables = {str(each.envvar) for each in options if each.envvar}
    assert {"CERTKEEPER_SCOPE", "CERTKEEPER_URL"} <= variables
    text = section(page, "Environment variables")
    assert all(f"| `{name}` |" in text for name in {*variables, "CERTKEEPER_PASSWORD"})
    text = section(page, "Exit status")
    assert all(f"| {status} |" in text for status in (0, FAILURE, USAGE, NOT_YET, INTERRUPTED))


@pytest.mark.parametrize("type_", sorted(EventType))
def test_the_example_of_an_event_is_one(type_: EventType) -> None:
    """It is held against the schema that consumers validate with."""
    assert event_errors(events.example(type_)) == []
    assert f'"detail-type": "{type_.value}"' in section(ALL["events.md"], type_.value)


def test_every_problem_says_what_to_do() -> None:
    """Those of functions, and those of API Gateway, whose placeholders nobody reads."""
    text = section(ALL["errors.md"], "Types of problems")
    slugs = [*(kind.type.removeprefix(URN) for kind in Kind), *GATEWAY_SLUGS]
    for slug in slugs:
        (row,) = (line for line in text.splitlines() if line.startswith(f"| `{slug}` |"))
        assert len(row.rstrip("| ").rpartition("|")[2].split()) > 2, row
    assert "$context" not in text
    assert set(errors.gateway_problems()) == set(GATEWAY_SLUGS)
    assert api.prose_of("one\ntwo\n\nthree") == "one two\n\nthree"
