"""`certkeeper scopes`: list, show, define, change and delete the scopes that certificates belong to."""

import click

from certkeeper_cli.api.refusals import RefusedError
from certkeeper_cli.commands.options import api_options, notices, refuse_no_setting, yes_option
from certkeeper_cli.commands.paging import warn_of_silence
from certkeeper_cli.commands.parameter_types import ETAG, SCOPE, explained, one_of, quoted
from certkeeper_cli.commands.scope_changes import difference, send_change
from certkeeper_cli.errors import UsageError
from certkeeper_cli.invocation import Document, Invocation
from certkeeper_cli.terminal.confirmation import confirm
from certkeeper_cli.views.scopes import list_view, scope_view
from certkeeper_cli.words import SCOPE_KIND_HINTS, SOLVER_HINTS, ProblemKind, Solver

_scope = click.argument("name", type=SCOPE, metavar="SCOPE")
_kind = one_of(SCOPE_KIND_HINTS)
_KIND = explained("What it covers.", SCOPE_KIND_HINTS)
_DOMAIN = "The root domain, or the host's name."
_SOLVER = explained("Who sets the records of dns-01.", SOLVER_HINTS)
_solver = click.option("--solver", type=one_of(Solver), help=_SOLVER)
_profile = click.option("--ca-profile", help="The CA's profile, as `shortlived` at Let's Encrypt.")
_administrator = click.option(
    "--administrator", "administrators", multiple=True, help="An e-mail address that gets notices; again for more."
)
_outside_confirmed = click.option(
    "--outside-confirmed",
    metavar="DIGEST",
    help="Leave exactly those certificates outside the scope for which a refusal has shown this digest.",
)
_if_match = click.option("--if-match", type=ETAG, help="Do it only if the scope's ETag is still this one.")


@click.group()
def scopes() -> None:
    """List, show, define, change or delete scopes."""


@scopes.command(name="list")
@api_options
def list_scopes(invocation: Invocation) -> None:
    """List all scopes that there are."""
    page = invocation.request("GET", "/scopes")
    invocation.print_result(page, list_view)
    warn_of_silence(invocation, page)


@scopes.command(name="show")
@_scope
@api_options
def show_scope(invocation: Invocation, *, name: str) -> None:
    """Show what a scope is for, who sets its records, and who gets its notices."""
    invocation.print_result(invocation.request("GET", f"/scopes/{name}"), scope_view)


@scopes.command(name="put")
@_scope
@click.option("--kind", type=_kind, required=True, help=_KIND)
@click.option("--domain", required=True, help=_DOMAIN)
@_solver
@_profile
@_administrator
@notices
@_outside_confirmed
@yes_option
@api_options
def put_scope(  # noqa: PLR0913 - an option each
    invocation: Invocation,
    *,
    name: str,
    kind: str,
    domain: str,
    solver: str | None,
    ca_profile: str | None,
    administrators: tuple[str, ...],
    notices_enabled: bool | None,
    notice_days: list[int] | None,
    outside_confirmed: str | None,
    yes: bool,
) -> None:
    """Define a scope.

    Where it exists, the difference is shown, and it is replaced only after a question: what is left out becomes the
    default again. `certkeeper scopes update` changes some settings and leaves the others.
    """
    document: Document = {"kind": kind, "domain": domain}
    wishes = {
        "solver": solver,
        "profile": ca_profile,
        "administrators": list(administrators) or None,
        "notices_enabled": notices_enabled,
        "notice_days": notice_days,
    }
    document |= {field: wish for field, wish in wishes.items() if wish is not None}
    path = f"/scopes/{name}"
    try:
        answer = invocation.request("PUT", path, document)
    except RefusedError as refused:
        if refused.kind != ProblemKind.PRECONDITION_REQUIRED:
            raise
        before, tag = invocation.request_with_etag("GET", path)
        confirm(f"The scope {name} exists. This would change: {difference(before, document)}.", yes=yes)
        answer = send_change(invocation, "PUT", path, document, tag=tag, confirmed=outside_confirmed)
    invocation.print_result(answer, scope_view)


@scopes.command(name="update")
@_scope
@click.option("--kind", type=_kind, help=_KIND)
@click.option("--domain", help=_DOMAIN)
@_solver
@click.option("--ca-profile", help="The CA's profile, as `shortlived` at Let's Encrypt; empty for the CA's default.")
@_administrator
@click.option("--no-administrators", is_flag=True, help="Notify only the stack's administrators.")
@notices
@click.option("--notices-of-stack", is_flag=True, help="Leave it to the stack whether and when notices are sent.")
@_outside_confirmed
@_if_match
@api_options
def update_scope(  # noqa: PLR0913 - an option each
    invocation: Invocation,
    *,
    name: str,
    kind: str | None,
    domain: str | None,
    solver: str | None,
    ca_profile: str | None,
    administrators: tuple[str, ...],
    no_administrators: bool,
    notices_enabled: bool | None,
    notice_days: list[int] | None,
    notices_of_stack: bool,
    outside_confirmed: str | None,
    if_match: str | None,
) -> None:
    """Change some settings of a scope.

    What is not given stays as it is; administrators are replaced by those that are given.
    """
    wishes = {
        "kind": kind,
        "domain": domain,
        "solver": solver,
        "administrators": list(administrators) or None,
        "notices_enabled": notices_enabled,
        "notice_days": notice_days,
    }
    changes: Document = {field: wish for field, wish in wishes.items() if wish is not None}
    if ca_profile is not None:
        changes["profile"] = ca_profile or None
    if no_administrators:
        changes |= _defaults(changes, "--no-administrators", "administrators")
    if notices_of_stack:
        changes |= _defaults(changes, "--notices-of-stack", "notices_enabled", "notice_days")
    refuse_no_setting(changes, "scopes update")
    path = f"/scopes/{name}"
    tag = quoted(if_match) if if_match else invocation.request_with_etag("GET", path)[1]
    answer = send_change(invocation, "PATCH", path, changes, tag=tag, confirmed=outside_confirmed)
    invocation.print_result(answer, scope_view)


@scopes.command(name="delete")
@_scope
@_if_match
@yes_option
@api_options
def delete_scope(invocation: Invocation, *, name: str, if_match: str | None, yes: bool) -> None:
    """Delete a scope that has no certificates."""
    confirm(
        f"Nothing can be ordered in or uploaded to the scope {name} any more, and its administrators get no notices of"
        " it. It is refused while there are certificates in the scope.",
        yes=yes,
    )
    tag = quoted(if_match) if if_match else None
    invocation.print_result(invocation.request("DELETE", f"/scopes/{name}", if_match=tag), scope_view)


def _defaults(changes: Document, flag: str, *fields: str) -> Document:
    """Return the changes that set the default of some fields. Raise UsageError where others were given for them."""
    if not changes.keys().isdisjoint(fields):
        raise UsageError(f"{flag} cannot be combined with values of its own", "give one of them")
    return dict.fromkeys(fields)
