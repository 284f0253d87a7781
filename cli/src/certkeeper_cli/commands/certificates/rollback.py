"""`certkeeper rollback`: make an earlier version of a certificate current again."""

import click

from certkeeper_cli.api.paths import certificate_path
from certkeeper_cli.commands.certificates.losses import confirmation, loss_options, sent_with_confirmation
from certkeeper_cli.commands.options import api_options, certificate, idempotency_key, scope
from certkeeper_cli.errors import UnexpectedAnswerError, UsageError
from certkeeper_cli.invocation import Document, Invocation, new_idempotency_key
from certkeeper_cli.terminal.screen import print_note
from certkeeper_cli.views.certificates import certificate_view
from certkeeper_cli.words import MAX_VERSIONS, NextAction


@click.command()
@certificate
@scope()
@click.option(
    "--version", type=click.IntRange(1, MAX_VERSIONS), help="The version; the newest one before the current by default."
)
@loss_options
@idempotency_key
@api_options
def rollback(
    invocation: Invocation,
    *,
    certificate: str,
    scope: str,
    version: int | None,
    confirm_loss: tuple[str, ...],
    compared_with: int | None,
    idempotency_key: str | None,
) -> None:
    """Make an earlier version of a certificate current again.

    Its private key must be kept, as `certkeeper show` says. It is compared with the current version, and what it loses
    has to be confirmed. The same command with a later --version goes forward again.
    """
    given = confirmation(confirm_loss, compared_with)
    path = certificate_path(invocation, scope, certificate)
    number = version or _version_before(invocation, path)

    def send(path: str, confirmed: Document | None = None) -> Document:
        document = {"confirmed": confirmed} if confirmed else {}
        return invocation.request("POST", path, document, idempotency_key=idempotency_key or new_idempotency_key())

    place = f"{path}/versions/{number}"
    answer = sent_with_confirmation(send, f"{place}/activation", f"{place}/replacement", given)
    invocation.print_result(answer, certificate_view)
    _print_renewal(answer, invocation, scope)


def _version_before(invocation: Invocation, path: str) -> int:
    """Return the newest version before the current one that can be activated. Raise UsageError without one."""
    shown = invocation.request("GET", path)
    try:
        current = shown["version"]
        before = [
            each["version"]
            for each in shown["versions"]
            if each["kept"] and each["revoked_at"] is None and each["version"] < current
        ]
    except (LookupError, TypeError):
        raise UnexpectedAnswerError from None
    if not before:
        raise UsageError("no earlier version can be made current", "name another one with --version")
    return int(max(before))


def _print_renewal(answer: Document, invocation: Invocation, scope: str) -> None:
    """Print when the version is renewed, which replaces it, and how that is stopped."""
    following = answer.get("next_action") or {}
    if following.get("action") == NextAction.RENEW:
        stopping = invocation.command_line("update", "--scope", scope, str(answer["certificate_id"]), "--no-renewal")
        print_note(f"It is renewed at {following['at']}, which replaces it. To keep it: `{stopping}`")
