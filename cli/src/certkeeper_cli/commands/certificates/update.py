"""`certkeeper update`: change the settings of a certificate."""

import click

from certkeeper_cli.api.paths import certificate_path
from certkeeper_cli.commands.options import api_options, certificate, notices, refuse_no_setting, scope
from certkeeper_cli.commands.parameter_types import ETAG, quoted
from certkeeper_cli.errors import UsageError
from certkeeper_cli.invocation import Document, Invocation
from certkeeper_cli.views.certificates import certificate_view


@click.command()
@certificate
@scope()
@click.option("--name", help="What it is called in its scope; empty for the first of its names.")
@click.option("--domain", help="The one of its names that stands for it; empty for the first.")
@notices
@click.option("--notices-of-scope", is_flag=True, help="Leave it to the scope whether and when notices are sent.")
@click.option("--renewal/--no-renewal", "renewal_enabled", default=None, help="Renew it automatically, or not.")
@click.option("--same-key/--new-key", "key_reused", default=None, help="Which private key a renewal uses.")
@click.option("--if-match", type=ETAG, help="Change it only if its ETag is still this one.")
@api_options
def update(  # noqa: PLR0913 - an option each
    invocation: Invocation,
    *,
    certificate: str,
    scope: str,
    name: str | None,
    domain: str | None,
    notices_enabled: bool | None,
    notice_days: list[int] | None,
    notices_of_scope: bool,
    renewal_enabled: bool | None,
    key_reused: bool | None,
    if_match: str | None,
) -> None:
    """Change the settings of a certificate.

    What is not given stays as it is.
    """
    wishes = {
        "notices_enabled": notices_enabled,
        "notice_days": notice_days,
        "renewal_enabled": renewal_enabled,
        "key_reused": key_reused,
    }
    changes: Document = {field: wish for field, wish in wishes.items() if wish is not None}
    changes |= {
        field: text or None for field, text in (("certificate_name", name), ("domain", domain)) if text is not None
    }
    if notices_of_scope:
        changes |= _notices_left_to_the_scope(changes)
    refuse_no_setting(changes, "update")
    path = certificate_path(invocation, scope, certificate)
    tag = quoted(if_match) if if_match else invocation.request_with_etag("GET", path)[1]
    invocation.print_result(invocation.request("PATCH", path, changes, if_match=tag), certificate_view)


def _notices_left_to_the_scope(changes: Document) -> Document:
    """Return the changes that leave notices to the scope. Raise UsageError where others were given."""
    if "notices_enabled" in changes or "notice_days" in changes:
        raise UsageError("--notices-of-scope cannot be combined with --notices or --notice-days", "give one of them")
    return {"notices_enabled": None, "notice_days": None}
