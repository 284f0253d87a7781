"""Read passwords from a file descriptor, the environment or a prompt; never from an argument (ADR 63)."""

import getpass
import os
import warnings
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path

from certkeeper_cli.errors import UsageError

VARIABLE = "CERTKEEPER_PASSWORD"
MAX_BYTES = 4096
TERMINAL = Path("/dev/tty")


def given_password(descriptor: int | None) -> str | None:
    """Return what the descriptor or else the environment holds, without a prompt; None where neither does."""
    if descriptor is not None:
        return _read(descriptor)
    return os.environ.get(VARIABLE)


def password(descriptor: int | None, question: str, *, twice: bool = False) -> str:
    """Return the password that is given, or else ask the question on the terminal; with `twice`, twice.

    The descriptor is a number, or None. Raise UsageError where nobody can be asked, or the two answers differ.
    """
    given = given_password(descriptor)
    if given is not None:
        return given
    entered = _prompt(question)
    if twice and _prompt("The same again: ") != entered:
        raise UsageError("the two passwords differ", "try again")
    return entered


def _read(descriptor: int) -> str:
    """Return the first line that can be read there, as any editor saves it. Raise UsageError."""
    try:
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            line = file.readline(MAX_BYTES)
            if line.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):  # a byte of a character may be that of a line end
                line += file.read(MAX_BYTES)
        return _first_line(line)
    except OSError:
        raise UsageError(f"no password can be read from file descriptor {descriptor}", "see --password-fd") from None
    except UnicodeDecodeError:
        raise UsageError("the password is neither UTF-8 nor UTF-16", "save it as UTF-8") from None


def _first_line(content: bytes) -> str:
    """Return the first line of a content in UTF-8 or, with its mark, UTF-16; neither a mark nor a line end is in it.

    Any blank may be part of a password. Raise UnicodeDecodeError for another encoding.
    """
    is_wide = content.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    text = content.decode("utf-16" if is_wide else "utf-8-sig")
    return text.partition("\n")[0].partition("\r")[0]


def _prompt(question: str) -> str:
    """Ask on the terminal, without an echo, and return the answer. Raise UsageError."""
    if not _terminal():
        raise UsageError(
            "a password is needed, and there is no terminal to ask on", f"give --password-fd, or set {VARIABLE}"
        )
    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)  # it would echo what is typed
        try:
            return getpass.getpass(question)
        except (getpass.GetPassWarning, EOFError):
            raise UsageError("no password was entered", f"give --password-fd, or set {VARIABLE}") from None


def _terminal() -> bool:
    """Return whether this process has a terminal, wherever its standard input comes from."""
    try:
        os.close(os.open(TERMINAL, os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True
