"""Every command in the documents is one that its program takes, and is run by a test or says why it is not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from certkeeper_cli.program import NAME
from infra.bootstrap.environments import ROOT
from tests.architecture.documents.blocks import COMMANDS, EXIT_STATUS, RECORDS_SET, Block, blocks, blocks_of, documents
from tests.architecture.documents.forms import FormError, faults_of, parsed, words_of

RUN_FROM = Path("docs/guide")
MAX_RUN_COMMANDS = 24
"""Of the whole guide: each takes a second or more in the local world."""

RUN_ELSEWHERE: Mapping[str, str] = {
    "cd": "changes nothing",
    "certkeeper cancel": "tests/e2e/clients/test_cli.py",
    "certkeeper completion": "tests/integration/cli/test_completion.py",
    "certkeeper renew": "tests/e2e/clients/test_cli.py",
    "certkeeper revoke": "tests/e2e/clients/test_cli.py",
    "eval": "changes nothing by itself",
    "export": "changes nothing",
    "make check": "CI: `make test` begins with it",
    "make demo": "tests/e2e/clients/test_demo.py runs its module",
    "make docs": "CI: `make check` builds the same pages",
    "make generate": "CI: `make check` compares what it would write",
    "make pythons": "CI runs it (.ci/run)",
    "make setup": "CI: every target begins with it",
    "make test": "CI runs it (.ci/run)",
}
"""Calls that need no comment, by their first words, each with what runs them."""
NOT_OF_SHELL = frozenset({"bash", "shell", "console", "zsh", "shell-session", "powershell"})
INLINE = re.compile(rf"`({NAME} [^`\n]+)`")
OPEN = re.compile(r"\.\.\.|…|[<>|]|\b[A-Z]{3,}\b")
"""What says that a word of a command in a sentence stands for others."""


@pytest.fixture(autouse=True)
def _scope(monkeypatch: pytest.MonkeyPatch) -> None:
    """Readers have set the variable, as the guide says."""
    monkeypatch.setenv("CERTKEEPER_SCOPE", "shop")


def command_blocks() -> list[Block]:
    """Return the blocks of commands of all documents."""
    return [block for block in blocks() if block.language == COMMANDS]


def forms(block: Block) -> set[tuple[str, frozenset[str]]]:
    """Return what the block calls of the program: commands, each with the parameters that are given."""
    calls = [words for command in block.commands() for words in words_of(command)]
    return {parsed(arguments) for program, *arguments in calls if program == NAME}


def is_among(form: tuple[str, frozenset[str]], run: set[tuple[str, frozenset[str]]]) -> bool:
    """Say whether a command is run with all of its options, and maybe more."""
    return any(form[0] == command and form[1] <= given for command, given in run)


def unheld(block: Block, run: set[tuple[str, frozenset[str]]]) -> list[str]:
    """Return the commands of a block without a comment that no test runs; `run` has the forms that are run."""
    found = []
    for command in block.commands():
        for words in words_of(command):
            known = {words[0], " ".join(words[:2])} & RUN_ELSEWHERE.keys()
            if not known and not (words[0] == NAME and is_among(parsed(words[1:]), run)):
                found.append(command)
    return found


@pytest.mark.parametrize("document", documents(), ids=str)
def test_every_command_is_one_that_its_program_takes(document: Path) -> None:
    """In blocks, and in sentences, which may leave out arguments."""
    commands = [command for block in command_blocks() if block.document == document for command in block.commands()]
    text = (ROOT / document).read_text(encoding="utf-8")
    in_sentences = [command for command in INLINE.findall(text) if not OPEN.search(command)]
    faults = [fault for command in commands for fault in faults_of(command)]
    assert [*faults, *(fault for command in in_sentences for fault in faults_of(command, whole=False))] == []


@pytest.mark.parametrize("document", documents(), ids=str)
def test_every_command_is_run_or_says_why_it_is_not(document: Path) -> None:
    """By a comment before its block, or because a test runs one of the same form."""
    run = {form for block in command_blocks() if block.runs for form in forms(block)}
    unmarked = [block for block in command_blocks() if block.document == document and not block.how]
    assert [f"{block.place}: {command}" for block in unmarked for command in unheld(block, run)] == []


def test_a_comment_before_a_block_is_one_of_those_that_there_are() -> None:
    """A reason for what is not run; a status or a deed for what is run; blocks are run of the guide alone."""
    for block in command_blocks():
        if block.runs:
            assert block.what in {"", RECORDS_SET} or EXIT_STATUS.fullmatch(block.what), block.place
            assert block.document.is_relative_to(RUN_FROM), block.place
        elif block.how == "not run":
            assert block.what, block.place
        elif not block.how:
            assert not re.match(r"<!-- (run|needs|not)", block.what), block.place


def test_what_is_run_stays_short() -> None:
    """All tests together have twenty minutes."""
    assert sum(len(block.commands()) for block in command_blocks() if block.runs) <= MAX_RUN_COMMANDS


def test_every_fence_has_a_language_and_commands_have_one() -> None:
    """What a fence without one holds would be checked by nobody, and shown as a program in Python."""
    assert [block.place for block in blocks() if not block.language or block.language in NOT_OF_SHELL] == []


@pytest.mark.parametrize(
    "command",
    [
        "certkeeper order www.example.com --wait        # a comment",
        "certkeeper upload --pfx bought.pfx --password-fd 3 3< password.txt",
        "pbpaste | certkeeper upload --paste",
        'eval "$(certkeeper completion bash)"',
        "certkeeper --help",
        "CERTKEEPER_SCOPE=shop certkeeper list --status expiring",
        "make deploy SET=\"AdministratorEmails=ops@example.com NoticeDays='30, 14'\"",
        "aws cloudformation deploy --stack-name shop --template-file access.yaml --parameter-overrides ApiId=<ApiId>",
        "aws dynamodb wait table-exists --table-name table",
        "aws iam attach-role-policy --role-name deployer --policy-arn <OperatorPolicyArn of that stack's outputs>",
        ".ci/run",
    ],
)
def test_a_command_that_its_program_takes_is_left_alone(command: str) -> None:
    """Comments, descriptors, pipes, substitutions, variables, placeholders."""
    assert list(faults_of(command)) == []


@pytest.mark.parametrize(
    ("command", "fault"),
    [
        ("certkeeper ordr www.example.com", "No such command"),
        ("certkeeper order www.example.com --until-done", "No such option"),
        ("certkeeper order", "Missing argument"),
        ("certkeeper scopes", "needs a command"),
        ("certkeeper list --status rotten", "Invalid value"),
        ("certkeeper order a.example.com --timeout 5", "--timeout is for --wait"),
        ('eval "$(certkeeper completion basch)"', "Invalid value"),
        ("make demonstration", "no target"),
        ("make deploy SETTINGS=1", "no variable SETTINGS"),
        ("aws lambdas list", "no service"),
        ("aws iam attach-policy", "no operation"),
        ("aws dynamodb wait table-grows", "wait has no table-grows"),
        ("aws iam attach-role-policy --role deployer", "no option --role"),
        ("terraform plan", "not among the programs"),
        ("certkeeper list 'open", "No closing quotation"),
    ],
)
def test_a_command_that_its_program_does_not_take_is_found(command: str, fault: str) -> None:
    """With the reason."""
    assert fault in " ".join(faults_of(command))


def test_a_sentence_may_name_a_command_without_its_arguments() -> None:
    """But no command and no option that there is not."""
    assert list(faults_of("certkeeper renew", whole=False)) == []
    assert list(faults_of("certkeeper scopes", whole=False)) == []
    assert "No such option" in " ".join(faults_of("certkeeper renew --at-once", whole=False))


def test_how_a_block_is_held_is_read_from_the_comment_before_it() -> None:
    """A run, its status, a reason; a comment that is none of these, and none at all."""
    text = "\n".join(
        f"{before}\n```sh\ncertkeeper list \\\n  --all  # comment\n```\n"
        for before in (
            "<!-- run -->",
            "<!-- run: exit status 3 -->",
            "<!-- not run: opens a browser -->",
            "<!-- ran -->",
            "Text.",
        )
    )
    found = list(blocks_of(Path("page.md"), text))
    assert [(block.how, block.exit_status) for block in found] == [
        ("run", 0),
        ("run", 3),
        ("not run", 0),
        ("", 0),
        ("", 0),
    ]
    assert found[2].what == "opens a browser"
    assert [block.line for block in found][:2] == [3, 9]
    assert words_of(found[0].commands()[0]) == [["certkeeper", "list", "--all"]]


def test_a_block_without_a_comment_is_held_by_a_run_of_the_same_form() -> None:
    """Other values are the same form, and so are fewer options; another option is not."""
    block = Block(
        Path("README.md"),
        1,
        COMMANDS,
        "make demo\ncertkeeper show a\ncertkeeper order b --wait\ncertkeeper list --all\n",
    )
    shown = ("certkeeper show", frozenset({"certificate"}))
    ordered = ("certkeeper order", frozenset({"names", "challenge", "wait_for_end"}))
    assert unheld(block, {shown, ordered}) == ["certkeeper list --all"]


def test_a_line_that_cannot_be_read_is_refused() -> None:
    """The words of the line are in the error."""
    with pytest.raises(FormError, match="No closing quotation"):
        words_of("certkeeper show 'a")
