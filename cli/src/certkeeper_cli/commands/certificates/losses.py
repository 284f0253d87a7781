"""What a version loses against the one whose place it takes: shown side by side, and confirmed by a person."""

from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import TypeVar

import click

from certkeeper_cli.api.refusals import RefusedError
from certkeeper_cli.commands.parameter_types import explained, one_of
from certkeeper_cli.errors import UnexpectedAnswerError, UsageError
from certkeeper_cli.invocation import Document
from certkeeper_cli.terminal.blocks import table
from certkeeper_cli.terminal.confirmation import confirm
from certkeeper_cli.terminal.screen import show_beside
from certkeeper_cli.words import LOSS_LABELS, MAX_VERSIONS, Loss, ProblemKind

NEEDS_CONFIRMATION = frozenset({ProblemKind.LOSSES_NOT_CONFIRMED, ProblemKind.REPLACEMENT_NEEDS_ADMINISTRATOR})
"""Refusals that have a comparison, after which a person may go on."""

Command = TypeVar("Command", bound=Callable[..., None])
Send = Callable[[str, Document | None], Document]
"""Sends the request to a path, with what is confirmed, and returns the answer."""


def loss_options(function: Command) -> Command:
    """Return the function with the options --confirm-loss and --compared-with."""
    for option in (
        click.option(
            "--compared-with",
            type=click.IntRange(1, MAX_VERSIONS),
            metavar="VERSION",
            help="The current version that was compared; with --confirm-loss.",
        ),
        click.option(
            "--confirm-loss",
            type=one_of(Loss),
            multiple=True,
            help=explained("A loss against the current version that is meant; again for more.", LOSS_LABELS),
        ),
    ):
        function = option(function)
    return function


def confirmation(losses: Sequence[str], compared_with: int | None) -> Document | None:
    """Return what the options confirm, as the API takes it, or None.

    `losses` are those of --confirm-loss, `compared_with` is the version. Raise UsageError where one has not the other.
    """
    if not losses and compared_with is None:
        return None
    if not losses or compared_with is None:
        raise UsageError("--confirm-loss and --compared-with belong together", "give both, or neither")
    return {"version": compared_with, "losses": list(dict.fromkeys(losses))}


def sent_with_confirmation(send: Send, ordinary: str, replacement: str, given: Document | None) -> Document:
    """Return the answer to a request that replaces a version; ask a person who has confirmed nothing beforehand.

    `send` sends it to a path. `ordinary` is its path, and `replacement` that of the same operation for administrators,
    which can end automatic renewal. `given` is what the options confirm. Raise RefusedError, and UsageError where
    nobody can be asked.
    """
    path = replacement if given and Loss.SOURCE_CHANGED in given["losses"] else ordinary
    try:
        return send(path, given)
    except RefusedError as refused:
        if refused.kind not in NEEDS_CONFIRMATION:
            raise
        found = _shown(refused)
        if given or not found["losses"]:
            refused.advice = _advice(found) if found["losses"] else "leave out --confirm-loss and --compared-with"
            raise
    ends_renewal = Loss.SOURCE_CHANGED in found["losses"]
    confirm(_consequence(found), yes=False, otherwise=_advice(found))
    return send(replacement if ends_renewal else ordinary, found)


def _shown(refused: RefusedError) -> Document:
    """Print the comparison of a refusal on standard error, and return what confirms it."""
    comparison = refused.document.get("comparison")
    try:
        columns = ("loss", f"version {comparison['version']}", "after")  # type: ignore[index]
        found = comparison["losses"]  # type: ignore[index]
        if found:
            show_beside([table(columns, [row for loss in found for row in _rows(loss)])])
        return {"version": comparison["version"], "losses": [str(loss["code"]) for loss in found]}  # type: ignore[index]
    except (LookupError, TypeError):
        raise UnexpectedAnswerError from None


def _rows(loss: Document) -> list[tuple[str, object, object]]:
    return [(loss["code"], before, after) for before, after in zip_longest(loss["before"], loss["after"])]


def _consequence(found: Document) -> str:
    """Return what happens to consumers, in a sentence; labels of losses that this release knows are in words."""
    labels = [LOSS_LABELS[Loss(code)] if code in set(Loss) else code for code in found["losses"]]
    return f"{'; '.join(labels)}. Consumers of the secret get this version at once."


def _advice(found: Document) -> str:
    losses = " ".join(f"--confirm-loss {code}" for code in found["losses"])
    return f"add `--compared-with {found['version']} {losses}` to confirm it"
