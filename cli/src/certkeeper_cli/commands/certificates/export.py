"""`certkeeper export`: write a certificate to files, with its private key or without (ADR 63)."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from certkeeper_cli.api.paths import certificate_path
from certkeeper_cli.commands.certificates.exported_files import PEM_FILES, content_of, file_name_of, unzipped
from certkeeper_cli.commands.options import api_options, certificate, password_fd, scope
from certkeeper_cli.commands.parameter_types import explained, one_of
from certkeeper_cli.errors import UsageError
from certkeeper_cli.files import refuse_to_overwrite, write
from certkeeper_cli.invocation import Document, Invocation
from certkeeper_cli.terminal.passwords import given_password, password
from certkeeper_cli.terminal.screen import print_json, print_note
from certkeeper_cli.words import (
    EXPORT_FORMAT_LABELS,
    EXPORT_FORMAT_PASSWORDS,
    EXPORT_PART_PASSWORDS,
    FORMATS_WITH_ALIAS,
    MAX_PASSWORD_CHARACTERS,
    MAX_VERSIONS,
    MIN_PASSWORD_CHARACTERS,
    ExportFormat,
    ExportPart,
    PasswordUse,
)

STANDARD_OUTPUT = Path("-")


@dataclass(frozen=True, slots=True)
class Options:
    """What the person has chosen, by the names of the options below."""

    form: str
    part: str | None
    alias: str | None
    version: int | None
    reason: str | None
    encrypt: bool
    zipped: bool
    to: Path | None
    force: bool
    password_fd: int | None

    @property
    def password_use(self) -> PasswordUse:
        """Whether the chosen file can, must or cannot have a password."""
        if self.part:
            return EXPORT_PART_PASSWORDS[ExportPart(self.part)]
        return EXPORT_FORMAT_PASSWORDS[ExportFormat(self.form)]

    @property
    def has_alias(self) -> bool:
        """Whether the chosen file has an entry with a name."""
        return not self.part and self.form in FORMATS_WITH_ALIAS

    @property
    def is_whole(self) -> bool:
        """Whether all files of `pem` are meant, which the API sends as a zip."""
        return self.form == ExportFormat.PEM and self.part is None

    @property
    def in_files(self) -> bool:
        """Whether the zip of `pem` is written as its files."""
        return self.is_whole and not self.zipped and self.to != STANDARD_OUTPUT


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
@click.option("--alias", help="The entry's name in a PKCS#12 file or a key store; the certificate's unless given.")
@click.option("--version", type=click.IntRange(1, MAX_VERSIONS), help="Another version than the current one.")
@click.option("--reason", help="Why it is exported, for the history.")
@click.option("--encrypt", is_flag=True, help="Ask for a password where none is given and the file goes without one.")
@click.option("--zip", "zipped", is_flag=True, help="Keep the zip of `pem` instead of its files.")
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    help="The file, or the folder for the files of `pem`; - is standard output.",
)
@click.option("--force", is_flag=True, help="Overwrite files that are there.")
@password_fd
@api_options
def export(invocation: Invocation, *, certificate: str, scope: str, **chosen: Any) -> None:  # noqa: ANN401 - click's
    """Export a certificate, with its private key or without.

    The files are readable by you only (mode 0600), and no file is overwritten without --force.

    A password that is given, by descriptor or environment, always encrypts the key; only `pem` can be without one. The
    password of a `truststore`, which holds no key, is Java's usual one unless it is given. A file that cannot have a
    password is refused with --password-fd, and ignores the environment's.

    `pem` as a whole becomes cert.pem, chain.pem, fullchain.pem and privkey.pem; each other format is one file, named
    after the certificate. With `--output json` nothing is written but the API's document, which holds the key.
    """
    options = Options(**chosen)
    _refuse_without_effect(options, as_json=invocation.as_json)
    if invocation.as_json or options.to == STANDARD_OUTPUT:
        _refuse_a_terminal()
    elif not options.force:
        refuse_to_overwrite(_paths_known_before(options))
    document = _document(options)
    exported = invocation.request("POST", f"{certificate_path(invocation, scope, certificate)}/exports", document)
    if invocation.as_json:
        print_json(exported)
    else:
        _write(exported, options)
    for remark in exported.get("remarks", ()):
        print_note(remark["detail"])


def _refuse_without_effect(options: Options, *, as_json: bool) -> None:
    """Raise UsageTrouble for the first option that was given though it changes nothing."""
    file = f"this file ({options.form}{f', {options.part}' if options.part else ''})"
    no_password = options.password_use is PasswordUse.NONE
    without_effect = {
        "--part": (options.part is not None and options.form != ExportFormat.PEM, file),
        "--alias": (options.alias is not None and not options.has_alias, file),
        "--zip": (options.zipped and not options.is_whole, file),
        "--encrypt": (options.encrypt and no_password, file),
        "--password-fd": (options.password_fd is not None and no_password, file),
        "--to": (options.to is not None and as_json, "--output json, which writes no file"),
    }
    for option, (given, what) in without_effect.items():
        if given:
            raise UsageError(f"{option} has no effect for {what}", "leave it out, or choose another format")


def _document(options: Options) -> Document:
    """Return the body of the request, with the password where one is given or needed. Raises UsageTrouble."""
    wishes = {"part": options.part, "alias": options.alias, "version": options.version, "reason": options.reason}
    document: Document = {"format": options.form, **{name: wish for name, wish in wishes.items() if wish is not None}}
    if options.password_use is not PasswordUse.NONE and (secret := _password(options)) is not None:
        document["password"] = secret
    return document


def _password(options: Options) -> str | None:
    """Return the password for the file. One that is given always counts, so that no key is stored plain despite it."""
    if options.encrypt or options.password_use is PasswordUse.REQUIRED:
        question = f"A password of {MIN_PASSWORD_CHARACTERS} to {MAX_PASSWORD_CHARACTERS} printable characters: "
        return password(options.password_fd, question, twice=True)
    return given_password(options.password_fd)


def _refuse_a_terminal() -> None:
    """Raise UsageTrouble where standard output, which a private key would be written to, is a terminal."""
    if sys.stdout.isatty():
        raise UsageError("a private key is not printed on a terminal", "redirect it, or name a file with --to")


def _paths_known_before(options: Options) -> Iterable[Path]:
    """Return the files that are known before the API is asked, which records each export."""
    if options.in_files:
        return [(options.to or Path()) / name for name in PEM_FILES]
    return [options.to] if options.to and not options.to.is_dir() else []


def _write(exported: Document, options: Options) -> None:
    """Write the exported files; none of them where one is there already. Raises FileError, ForeignAnswerError."""
    content = content_of(exported)
    to = options.to
    if to == STANDARD_OUTPUT:
        sys.stdout.buffer.write(content)
        return
    if options.in_files:
        contents = {(to or Path()) / name: each for name, each in unzipped(content).items()}
    elif to is None or to.is_dir():
        contents = {(to or Path()) / file_name_of(exported): content}
    else:
        contents = {to: content}
    if not options.force:
        refuse_to_overwrite(contents)
    for path, each in contents.items():
        write(path, each, force=options.force)
        print_note(f"{path} is written; only you can read it.")
