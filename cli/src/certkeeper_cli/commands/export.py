"""`certkeeper export`: take a certificate out, with its private key or without."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from certkeeper_cli.exported import PEM_FILES, content_of, file_name_of, unzipped
from certkeeper_cli.files import refuse_to_overwrite, write
from certkeeper_cli.invocation import Document, Invocation
from certkeeper_cli.options import certificate, password_fd, scope, talks
from certkeeper_cli.passwords import given_password, password
from certkeeper_cli.references import certificate_path
from certkeeper_cli.screen import note, show_json
from certkeeper_cli.trouble import UsageTrouble

FORMATS = click.Choice(["pem", "pfx", "pfx_legacy", "jks", "truststore", "der", "p7b"])
PARTS = click.Choice(["certificate", "chain", "fullchain", "private_key"])
PROTECTED = frozenset({"pfx", "pfx_legacy", "jks"})
"""What the API makes under a password only."""
KEY_PARTS = frozenset({None, "private_key"})
"""What of `pem` holds the private key; None is all of it."""
STANDARD_OUTPUT = Path("-")


@click.command()
@certificate
@scope()
@click.option("--format", "form", type=FORMATS, default="pem", show_default=True, help="What kind of file.")
@click.option("--part", type=PARTS, help="One file of `pem` only.")
@click.option("--version", type=click.IntRange(1, 999999), help="Another version than the current one.")
@click.option("--reason", help="Why, for the record.")
@click.option("--encrypt", is_flag=True, help="Ask for a password for the key of `pem` where none is given.")
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

    A password that is given, by descriptor or environment, always encrypts the key; `pem` alone goes without one.

    `pem` as a whole becomes cert.pem, chain.pem, fullchain.pem and privkey.pem; others one file under a name that the
    certificate's gives. With `--output json` nothing is written but the API's document, which holds the key.
    """
    in_files = form == "pem" and part is None and not zipped and to != STANDARD_OUTPUT
    if invocation.as_json or to == STANDARD_OUTPUT:
        _not_on_a_terminal()
    elif not force:
        refuse_to_overwrite(_known(to, in_files=in_files))
    wishes = {"part": part, "version": version, "reason": reason}
    document: Document = {"format": form, **{field: wish for field, wish in wishes.items() if wish is not None}}
    with_key = form in PROTECTED or (form == "pem" and part in KEY_PARTS)
    if with_key and (secret := _secret(password_fd, asked_for=encrypt or form in PROTECTED)) is not None:
        document["password"] = secret
    path = certificate_path(invocation, scope, certificate)
    exported = invocation.ask("POST", f"{path}/exports", document)
    if invocation.as_json:
        show_json(exported)
    else:
        _keep(exported, to, in_files=in_files, force=force)


def _secret(descriptor: int | None, *, asked_for: bool) -> str | None:
    """The password for the key: what is given always counts, so that no key leaves plain behind a password."""
    if asked_for:
        return password(descriptor, "A password of at least 12 characters: ", twice=True)
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
