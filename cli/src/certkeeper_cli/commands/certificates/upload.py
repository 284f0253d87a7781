"""`certkeeper upload`: upload a certificate with its key, or the successor of one."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from certkeeper_cli.api.paths import certificate_path
from certkeeper_cli.api.refusals import RefusedError
from certkeeper_cli.commands.certificates.losses import confirmation, loss_options, sent_with_confirmation
from certkeeper_cli.commands.certificates.upload_forms import as_files, as_paste, as_pfx
from certkeeper_cli.commands.options import api_options, idempotency_key, notices, password_fd, scope
from certkeeper_cli.errors import UsageError
from certkeeper_cli.invocation import Document, Invocation, new_idempotency_key
from certkeeper_cli.terminal.passwords import given_password, password
from certkeeper_cli.terminal.screen import print_note
from certkeeper_cli.terminal.standard_input import read_pasted
from certkeeper_cli.views.certificates import certificate_view
from certkeeper_cli.words import UploadForm, UploadRefusal

FILE = click.Path(path_type=Path)


@click.command()
@scope()
@click.option(
    "--certificate", "-c", type=FILE, help="The certificate, PEM or DER; or a ZIP or a Kubernetes Secret with all."
)
@click.option("--key", "-k", type=FILE, help="Its private key, unless that file has it.")
@click.option(
    "--intermediate", "intermediates", type=FILE, multiple=True, help="A certificate of its chain; again for more."
)
@click.option("--ca-bundle", type=FILE, multiple=True, help="A file with the chain; again for more.")
@click.option("--pfx", type=FILE, help="A PKCS#12 file (.pfx, .p12) with all of it.")
@click.option("--paste", is_flag=True, help="Take certificate, chain and key from standard input.")
@click.option("--to", "successor_of", metavar="CERTIFICATE", help="Replace this one, whose id and name stay.")
@click.option("--name", help="Its name in Certkeeper; the first of its DNS names unless given.")
@click.option("--domain", help="The one of its DNS names that stands for all.")
@notices
@loss_options
@click.option("--expired-allowed", is_flag=True, help="Upload it although it has expired.")
@password_fd
@idempotency_key
@api_options
def upload(  # noqa: PLR0913 - an option each
    invocation: Invocation,
    *,
    scope: str,
    certificate: Path | None,
    key: Path | None,
    intermediates: tuple[Path, ...],
    ca_bundle: tuple[Path, ...],
    pfx: Path | None,
    paste: bool,
    successor_of: str | None,
    name: str | None,
    domain: str | None,
    notices_enabled: bool | None,
    notice_days: list[int] | None,
    confirm_loss: tuple[str, ...],
    compared_with: int | None,
    expired_allowed: bool,
    password_fd: int | None,
    idempotency_key: str | None,
) -> None:
    """Upload a certificate with its key.

    As files (--certificate, --key and maybe its chain, or one file with all), as a PKCS#12 file (--pfx), or from
    standard input (--paste).
    With --to it is compared with the current version, and what it loses has to be confirmed.
    """
    given = confirmation(confirm_loss, compared_with)
    settings = _settings(certificate_name=name, domain=domain, notices_enabled=notices_enabled, notice_days=notice_days)
    _refuse_what_does_not_fit(settings, given, successor_of)
    document = _form(certificate, key, intermediates, ca_bundle, pfx, password_fd, paste=paste)
    document |= {**settings, **({"expired_allowed": True} if expired_allowed else {})}
    send = partial(_sent, invocation, document, password_fd, idempotency_key)
    if successor_of:
        path = certificate_path(invocation, scope, successor_of)
        answer = sent_with_confirmation(send, f"{path}/versions", f"{path}/replacement", given)
    else:
        answer = _sent_as_new(send, invocation, scope)
    invocation.print_result(answer, certificate_view)
    _print_notes(answer, invocation, scope, is_new=not successor_of)


def _sent_as_new(send: Callable[[str], Document], invocation: Invocation, scope: str) -> Document:
    """Return the answer to the upload of a new certificate.

    Raise RefusedError; where the name is taken by a certificate with the same DNS names, its advice is to replace that.
    """
    try:
        return send(f"/scopes/{scope}/certificates")
    except RefusedError as refused:
        alike = refused.document.get("same_names_as")
        if isinstance(alike, list) and alike:
            replacing = invocation.command_line("upload", "--scope", scope, "--to", str(alike[0]["certificate_id"]))
            refused.advice = (
                f"to replace that certificate, upload with `{replacing} ...`; else give another name with --name"
            )
        raise


def _print_notes(answer: Document, invocation: Invocation, scope: str, *, is_new: bool) -> None:
    """Print what the answer says besides the certificate: that renewal has ended, and who has the same names."""
    if answer.get("renewal_ended"):
        print_note("Automatic renewal has ended: upload the successor in time, or order the names again.")
    for other in answer.get("same_names_as") or ():
        print_note(f"{other['certificate_name']} ({other['certificate_id']}) has the same names.")
        if is_new:
            deleting = invocation.command_line("delete", "--scope", scope, str(answer["certificate_id"]))
            replacing = invocation.command_line("upload", "--scope", scope, "--to", str(other["certificate_id"]))
            print_note(f"  If this upload is to replace it: `{deleting}`, then `{replacing} ...`")


def _settings(**wishes: object) -> Document:
    """Return the settings that were given, by the fields of the API."""
    return {field: wish for field, wish in wishes.items() if wish is not None}


def _refuse_what_does_not_fit(settings: Document, given: Document | None, successor_of: str | None) -> None:
    """Raise UsageError for settings of a successor, which has the certificate's, and for losses without --to."""
    if given and not successor_of:
        raise UsageError("--confirm-loss is for --to", "name the certificate to replace with --to")
    if settings and successor_of:
        raise UsageError("settings cannot be given with --to", "change them with `certkeeper update`")


def _form(
    certificate: Path | None,
    key: Path | None,
    intermediates: tuple[Path, ...],
    ca_bundle: tuple[Path, ...],
    pfx: Path | None,
    password_fd: int | None,
    *,
    paste: bool,
) -> Document:
    """Return the body for the one form that was chosen. Raises UsageTrouble where none or several were."""
    if (certificate is not None) + (pfx is not None) + paste != 1:
        raise UsageError(
            "nothing to upload was given, or more than one thing",
            "give --certificate, mostly with --key, or --pfx, or --paste",
        )
    if pfx is not None:
        _nothing_besides("--pfx", key, *intermediates, *ca_bundle)
        return as_pfx(pfx, password(password_fd, "The file's password, empty for none: "))
    if certificate is not None:
        return as_files(certificate, key, intermediates, ca_bundle)
    _nothing_besides("--paste", *intermediates, *ca_bundle)
    return as_paste(read_pasted(), key)


def _nothing_besides(form: str, *files: Path | None) -> None:
    if any(files):
        raise UsageError(f"{form} cannot be combined with other files", "leave them out")


def _sent(
    invocation: Invocation,
    document: Document,
    descriptor: int | None,
    key: str | None,
    path: str,
    confirmed: Document | None = None,
) -> Document:
    """Send the upload and return the answer; where the key needs a password, ask for it and send both.

    The password and what is confirmed stay in the document, for the next time that it is sent.
    """
    if confirmed:
        document["confirmed"] = confirmed
    field = "private_key_password"
    if document["form"] != UploadForm.PFX and descriptor is not None and field not in document:
        document[field] = given_password(descriptor)
    try:
        return invocation.request("POST", path, document, idempotency_key=key or new_idempotency_key())
    except RefusedError as refused:
        if (
            document["form"] == UploadForm.PFX
            or field in document
            or UploadRefusal.PASSWORD_MISSING not in refused.codes()
        ):
            raise
    document[field] = password(None, "The private key's password: ")
    return invocation.request("POST", path, document, idempotency_key=key or new_idempotency_key())
