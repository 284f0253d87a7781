"""`certkeeper export`: take a certificate out, with its private key or without."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from certkeeper_cli.api.paths import certificate_path
from certkeeper_cli.commands.certificates.exported_files import PEM_FILES, content_of, file_name_of, unzipped
from certkeeper_cli.commands.options import certificate, password_fd, scope, talks
from certkeeper_cli.commands.parameter_types import explained, one_of
from certkeeper_cli.errors import UsageTrouble
from certkeeper_cli.files import refuse_to_overwrite, write
from certkeeper_cli.invocation import Document, Invocation
from certkeeper_cli.terminal.passwords import given_password, password
from certkeeper_cli.terminal.screen import note, show_json
from certkeeper_cli.words import (
    EXPORT_FORMAT_LABELS,
    EXPORT_FORMAT_PASSWORDS,
    EXPORT_PART_PASSWORDS,
    FEWEST_PASSWORD_CHARACTERS,
    MOST_VERSIONS,
    ExportFormat,
    ExportPart,
    PasswordUse,
)

STANDARD_OUTPUT = Path("-")


@click.command()
@certificate
@scope()
@click.option(
    "--format",
    "form",
    type=one_of(ExportFormat),
    default=ExportFormat.PEM.value,
    show_default=True,
    help=explained("What kind of file.", EXPORT_FORMAT_LABELS),
)
@click.option("--part", type=one_of(ExportPart), help="One file of `pem` only.")
@click.option("--version", type=click.IntRange(1, MOST_VERSIONS), help="Another version than the current one.")
@click.option("--reason", help="Why, for the record.")
@click.option("--encrypt", is_flag=True, help="Ask for a password where none is given and the file goes without one.")
@click.option("--zip", "zipped", is_flag=True, help="Keep the zip of `pem` instead of its files.")
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    help="The file, or the folder for the files of `pem`; - is standard output.",
)
@click.option("--force", is_flag=True, help="Overwrite what is there.")
@password_fd
@talks
def export(  # noqa: PLR0913 - an option each
    invocation: Invocation,
    *,
    certificate: str,
    scope: str,
    form: str,
    part: str | None,
    version: int | None,
    reason: str | None,
    encrypt: bool,
    zipped: bool,
    to: Path | None,
    force: bool,
    password_fd: int | None,
) -> None:
    """Take a certificate out, with its key or without.

    The files are for you alone (mode 0600), and nothing is overwritten unasked.

    A password that is given, by descriptor or environment, always encrypts the key; only `pem` goes without one. That
    of a `truststore`, which holds no key, is Java's usual one unless it is given. A file that can have no password is
    refused with --password-fd, and goes without what the environment holds.

    `pem` as a whole becomes cert.pem, chain.pem, fullchain.pem and privkey.pem; others one file under a name that the
    certificate's gives. With `--output json` nothing is written but the API's document, which holds the key.
    """
    use = EXPORT_PART_PASSWORDS[ExportPart(part)] if part else EXPORT_FORMAT_PASSWORDS[ExportFormat(form)]
    whole = form == ExportFormat.PEM and part is None
    _refuse_in_vain(
        {
            "--part": part is not None and form != ExportFormat.PEM,
            "--zip": zipped and not whole,
            "--encrypt": encrypt and use is PasswordUse.NONE,
            "--password-fd": password_fd is not None and use is PasswordUse.NONE,
        },
        f"this file ({form}{f', {part}' if part else ''})",
    )
    _refuse_in_vain({"--to": to is not None and invocation.as_json}, "--output json, which writes no file")
    in_files = whole and not zipped and to != STANDARD_OUTPUT
    if invocation.as_json or to == STANDARD_OUTPUT:
        _not_on_a_terminal()
    elif not force:
        refuse_to_overwrite(_known(to, in_files=in_files))
    wishes = {"part": part, "version": version, "reason": reason}
    document: Document = {"format": form, **{field: wish for field, wish in wishes.items() if wish is not None}}
    asked_for = encrypt or use is PasswordUse.REQUIRED
    if use is not PasswordUse.NONE and (secret := _secret(password_fd, asked_for=asked_for)) is not None:
        document["password"] = secret
    path = certificate_path(invocation, scope, certificate)
    exported = invocation.ask("POST", f"{path}/exports", document)
    if invocation.as_json:
        show_json(exported)
    else:
        _keep(exported, to, in_files=in_files, force=force)


def _refuse_in_vain(given: dict[str, bool], what: str) -> None:
    """Raise UsageTrouble for the first option that was given though it changes nothing for `what`."""
    for option, in_vain in given.items():
        if in_vain:
            raise UsageTrouble(f"{option} means nothing for {what}", "leave it out, or choose otherwise")


def _secret(descriptor: int | None, *, asked_for: bool) -> str | None:
    """The password for the file: what is given always counts, so that no key leaves plain behind a password."""
    if asked_for:
        return password(descriptor, f"A password of at least {FEWEST_PASSWORD_CHARACTERS} characters: ", twice=True)
    return given_password(descriptor)


def _not_on_a_terminal() -> None:
    if sys.stdout.isatty():
        raise UsageTrouble("a private key does not belong on a terminal", "redirect it, or name a file with --to")


def _known(to: Path | None, *, in_files: bool) -> Iterable[Path]:
    """What will be written, as far as it is known before the API is asked, which keeps record."""
    if in_files:
        return [(to or Path()) / name for name in PEM_FILES]
    return [to] if to and not to.is_dir() else []


def _keep(exported: Document, to: Path | None, *, in_files: bool, force: bool) -> None:
    """Write what came; nothing of it where something is in the way."""
    content = content_of(exported)
    if to == STANDARD_OUTPUT:
        sys.stdout.buffer.write(content)
        return
    if in_files:
        contents = {(to or Path()) / name: each for name, each in unzipped(content).items()}
    elif to is None or to.is_dir():
        contents = {(to or Path()) / file_name_of(exported): content}
    else:
        contents = {to: content}
    if not force:
        refuse_to_overwrite(contents)
    for path, each in contents.items():
        write(path, each, force=force)
        note(f"{path} is written, for your eyes only.")
