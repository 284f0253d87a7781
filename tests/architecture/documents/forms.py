"""Whether a command of a document has the form that its program takes; nothing is called.

`certkeeper` is parsed by the program itself, `make` by the Makefile, `aws` by botocore's models of the services. A
placeholder (`<ApiId>`) stands for any value.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from functools import cache
from io import StringIO

import click
from botocore import xform_name
from botocore.session import Session
from click.core import ParameterSource

from certkeeper_cli.errors import CommandError
from certkeeper_cli.program import NAME, certkeeper
from infra.bootstrap.environments import ROOT

PLACEHOLDER = re.compile(r"<[A-Za-z][^<>]*>")
SUBSTITUTION = re.compile(r"\$\(([^()]*)\)")
ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=.*", re.DOTALL)
SEPARATORS = frozenset({"|", "||", "&&", ";", "&"})
REDIRECTIONS = frozenset({"<", ">", ">>", "<<<", "2>", "&>", ">&"})

OTHER_PROGRAMS: Mapping[str, str] = {
    ".build/sam/bin/sam": "AWS SAM's command line, which `make setup` installs",
    "cat": "shows a file",
    "cd": "of the shell",
    "curl": "calls a server",
    "dig": "asks DNS",
    "eval": "of the shell",
    "export": "of the shell",
    "git": "gets the repository",
    "jq": "reads JSON",
    "kubectl": "prints a Secret",
    "nginx": "the reader's web server",
    "openssl": "shows what was exported",
    "pbpaste": "the clipboard of macOS",
    "pipx": "installs the command line",
    "unset": "of the shell",
    "uv": "installs the command line",
}
"""Programs of others whose form is not checked, each with what it is for. A script of the repository is one, too."""

OF_ANY_AWS_COMMAND = frozenset(
    {
        *("--region", "--profile", "--output", "--query", "--endpoint-url", "--no-cli-pager", "--no-paginate"),
        *("--max-items", "--page-size", "--starting-token", "--cli-input-json", "--no-cli-auto-prompt", "--color"),
    }
)
"""Global options, and those of lists (AWS CLI, "Command line options" and "Pagination options")."""
OF_AWS_CLI_ITSELF: Mapping[tuple[str, str], frozenset[str]] = {
    ("cloudformation", "deploy"): frozenset(
        {
            *("--stack-name", "--template-file", "--capabilities", "--parameter-overrides", "--tags", "--role-arn"),
            *("--no-execute-changeset", "--no-fail-on-empty-changeset", "--s3-bucket"),
        }
    ),
    ("configure", "sso"): frozenset({"--profile"}),
    ("sso", "login"): frozenset({"--profile", "--sso-session"}),
    ("sns", "subscribe"): frozenset({"--topic-arn", "--protocol", "--notification-endpoint", "--attributes"}),
    ("logs", "tail"): frozenset({"--follow", "--since", "--filter-pattern", "--format"}),
}
"""Commands that are no operation of a service or name its members otherwise, with their options (AWS CLI command
reference)."""


class FormError(ValueError):
    """A command that its program would not take, and why."""


class IncompleteError(FormError):
    """A command that lacks an argument, an option or a command of its own; in a sentence it may be meant so."""


def words_of(command: str) -> list[list[str]]:
    """Return the words of each program that a line of shell calls. Raises FormError for a line that cannot be read."""
    plain = PLACEHOLDER.sub("PLACEHOLDER", command)
    inner = [words for each in SUBSTITUTION.findall(plain) for words in words_of(each)]
    lexer = shlex.shlex(SUBSTITUTION.sub("SUBSTITUTION", plain), posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    try:
        tokens = list(lexer)
    except ValueError as error:
        raise FormError(f"{command}: {error}") from error
    calls: list[list[str]] = [[]]
    skip = False
    for token in tokens:
        if skip:
            skip = False
        elif token in SEPARATORS:
            calls.append([])
        elif token in REDIRECTIONS:
            skip = True
            if calls[-1] and calls[-1][-1].isdigit():
                calls[-1].pop()
        elif calls[-1] or not ASSIGNMENT.fullmatch(token):
            calls[-1].append(token)
    return [*inner, *(call for call in calls if call)]


def check(words: Sequence[str]) -> None:
    """Check the words of one call. Raises FormError for one that its program would not take, or an unknown program."""
    program, *arguments = words
    if program in CHECKS:
        CHECKS[program](arguments)
    elif program not in OTHER_PROGRAMS and not (ROOT / program).is_file():
        raise FormError(f"{program} is not among the programs that documents use")


def parsed(arguments: Sequence[str]) -> tuple[str, frozenset[str]]:
    """Return the command of `certkeeper` that the arguments call, and the names of the parameters that they give.

    Raises FormError where the program would refuse them.
    """
    command: click.Command = certkeeper
    path, context, rest = [NAME], None, list(arguments)
    try:
        while True:
            with redirect_stdout(StringIO()):  # --help prints before it ends the program
                context = command.make_context(path[-1], rest, parent=context)
            if not isinstance(command, click.Group):
                break
            name, found, rest = command.resolve_command(context, [*context._protected_args, *context.args])  # noqa: SLF001
            assert name is not None
            assert found is not None
            command = found
            path.append(name)
    except click.exceptions.NoArgsIsHelpError as error:
        raise IncompleteError(f"{' '.join(path)} needs a command") from error
    except click.exceptions.Exit:  # --help and --version end the program
        return " ".join(path), frozenset({"help"})
    except click.MissingParameter as error:
        raise IncompleteError(f"{' '.join([NAME, *arguments])}: {error.format_message()}") from error
    except click.ClickException as error:
        raise FormError(f"{' '.join([NAME, *arguments])}: {error.format_message()}") from error
    except CommandError as error:
        raise FormError(f"{' '.join([NAME, *arguments])}: {error}") from error
    given = {name for name in context.params if context.get_parameter_source(name) is ParameterSource.COMMANDLINE}
    return " ".join(path), frozenset(given)


def _certkeeper(arguments: Sequence[str]) -> None:
    parsed(arguments)


@cache
def makefile() -> str:
    """Return the text of the Makefile."""
    return (ROOT / "Makefile").read_text(encoding="utf-8")


def _make(arguments: Sequence[str]) -> None:
    for argument in arguments:
        variable, is_given, _ = argument.partition("=")
        if is_given and not re.search(rf"\$\((value )?{variable}\)", makefile()):
            raise FormError(f"the Makefile uses no variable {variable}")
        if not is_given and not re.search(rf"^{argument}:", makefile(), flags=re.MULTILINE):
            raise FormError(f"the Makefile has no target {argument}")


def _aws(arguments: Sequence[str]) -> None:
    service, operation, waiter = (*arguments, "", "", "")[:3]
    if operation == "wait":
        operation = _awaited(service, waiter)
    options = {argument.partition("=")[0] for argument in arguments[2:] if argument.startswith("--")}
    for option in sorted(options - OF_ANY_AWS_COMMAND - _options(service, operation)):
        raise FormError(f"aws {service} {operation} has no option {option}")


def _awaited(service: str, waiter: str) -> str:
    """Return the operation that a waiter calls, such as describe-table of table-exists."""
    model = Session().get_waiter_model(service)
    names = {xform_name(name, "-"): name for name in model.waiter_names}
    if waiter not in names:
        raise FormError(f"aws {service} wait has no {waiter}")
    return xform_name(model.get_waiter(names[waiter]).operation, "-")


@cache
def _options(service: str, operation: str) -> frozenset[str]:
    if (service, operation) in OF_AWS_CLI_ITSELF:
        return OF_AWS_CLI_ITSELF[service, operation]
    session = Session()
    if service not in session.get_available_services():
        raise FormError(f"aws has no service {service}")
    model = session.get_service_model(service)
    operations = {xform_name(name, "-"): name for name in model.operation_names}
    if operation not in operations:
        raise FormError(f"aws {service} has no operation {operation}")
    shape = model.operation_model(operations[operation]).input_shape
    names = [xform_name(member, "-") for member in (shape.members if shape else ())]
    return frozenset(option for name in names for option in (f"--{name}", f"--no-{name}"))


CHECKS: Mapping[str, Callable[[Sequence[str]], None]] = {NAME: _certkeeper, "make": _make, "aws": _aws}
"""The programs whose form is checked."""


def faults_of(command: str, *, whole: bool = True) -> Iterator[str]:
    """Yield why the programs that a line of shell calls refuse it; without `whole`, arguments may be missing."""
    try:
        for words in words_of(command):
            check(words)
    except FormError as error:
        if whole or not isinstance(error, IncompleteError):
            yield str(error)
