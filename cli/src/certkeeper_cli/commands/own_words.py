"""Puts a refusal of the API into the words of the command line: options, files and commands that the person used."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from certkeeper_cli.api.refusals import Reason, RefusedError
from certkeeper_cli.words import ProblemKind

OPTIONS: Mapping[str, str] = {
    "administrators": "--administrator",
    "alias": "--alias",
    "ca_bundle": "--ca-bundle",
    "certificate": "--certificate",
    "certificate_id": "CERTIFICATE",
    "certificate_name": "--name",
    "challenge": "--challenge",
    "cursor": "--cursor",
    "domain": "--domain",
    "expired_allowed": "--expired-allowed",
    "form": "--pfx",
    "format": "--format",
    "Idempotency-Key": "--idempotency-key",
    "If-Match": "--if-match",
    "intermediates": "--intermediate",
    "key": "--key",
    "key_reused": "--same-key",
    "key_type": "--key-type",
    "kind": "--kind",
    "limit": "--limit",
    "names": "NAME",
    "notice_days": "--notice-days",
    "notices_enabled": "--notices",
    "order_id": "ORDER",
    "outside_confirmed": "--outside-confirmed",
    "part": "--part",
    "password": "the password",
    "pfx": "--pfx",
    "private_key": "--key",
    "private_key_password": "the password of the private key",
    "profile": "--ca-profile",
    "reason": "--reason",
    "renewal_enabled": "--renewal",
    "scope": "--scope",
    "search": "--search",
    "solver": "--solver",
    "status": "--status",
    "steps": "--manual",
    "version": "--version",
}
"""The option or argument for each field of a body, parameter of a path or query, and header of the contract."""

PASTED = frozenset({"certificate", "private_key"})
"""Fields that come from standard input with --paste."""


def name_reasons(refused: RefusedError, command_line: Callable[..., str]) -> None:
    """Have the details and the advice of a refused call name the options, files and commands of the running command.

    `command_line` returns words as a command to paste.
    """
    context = click.get_current_context()
    refused.name_reasons(lambda reason: _name(reason, context))
    if refused.kind == ProblemKind.OUT_OF_ORDER and (allowed := refused.allowed()) and "order" in context.params:
        scope, order = str(context.params["scope"]), str(context.params["order"])
        commands = (command_line(action, "--scope", scope, order) for action in allowed)
        refused.advice = f"run {' or '.join(f'`{command}`' for command in commands)}"


def _name(reason: Reason, context: click.Context) -> str:
    """Return the option or argument that a reason is about, with the file or text that was given for it."""
    pointer = str(reason.get("pointer") or "").lstrip("/")
    field, _, rest = pointer.partition("/")
    field = field or str(reason.get("parameter") or reason.get("header") or "")
    if field in PASTED and context.params.get("paste"):
        return "the pasted text"
    option = OPTIONS.get(field, field.replace("_", " "))
    given = _given(option, context)
    if isinstance(given, tuple) and rest.partition("/")[0].isdigit():
        at = int(rest.partition("/")[0])
        given = given[at] if at < len(given) else None
    if option == "NAME" and isinstance(given, str):
        return given
    return f"{option} {given}" if isinstance(given, Path) else option


def _given(option: str, context: click.Context) -> Any:  # noqa: ANN401 - click's
    """Return what was given for an option or argument of the running command; None where it has none."""
    for parameter in context.command.params:
        if option in parameter.opts or option == getattr(parameter, "metavar", None) or _is_names(option, parameter):
            return context.params.get(str(parameter.name))
    return None


def _is_names(option: str, parameter: click.Parameter) -> bool:
    return option == "NAME" and isinstance(parameter, click.Argument) and parameter.nargs == -1
