"""What is pasted or piped into a command; a private key among it is not echoed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from certkeeper_cli.errors import UsageError
from certkeeper_cli.terminal.screen import print_note
from certkeeper_cli.words import MAX_UPLOAD_BYTES

if sys.platform != "win32":
    import termios


def read_pasted() -> bytes:
    """Return all of standard input, as its editor saved it. Raise UsageError where it is larger than an upload."""
    if sys.stdin.isatty():
        print_note(
            "Paste the certificate, its chain and its private key, in any order; nothing is shown. End with Ctrl-D."
        )
    with _silent():
        content = sys.stdin.buffer.read(MAX_UPLOAD_BYTES + 1)
    if len(content) > MAX_UPLOAD_BYTES:
        raise UsageError(f"standard input has more than {MAX_UPLOAD_BYTES} bytes", "this is no certificate")
    return content


@contextmanager
def _silent() -> Iterator[None]:
    """Switch the terminal's echo off for a time, where there is a terminal."""
    if not sys.stdin.isatty() or sys.platform == "win32":
        yield
        return
    before = termios.tcgetattr(sys.stdin)
    silent = [*before[:3], before[3] & ~termios.ECHO, *before[4:]]
    termios.tcsetattr(sys.stdin, termios.TCSADRAIN, silent)
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
