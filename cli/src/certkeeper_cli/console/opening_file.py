"""The file that a browser is started with instead of the one-time address (ADR 75).

Arguments of a process can be read by every user of the machine; this file only by its owner.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from certkeeper_cli.console.forwarding import forwarding_page
from certkeeper_cli.errors import FileError
from certkeeper_cli.files import OWNER_ONLY

NAME = "open-certkeeper.html"


class OpeningFile:
    """At most one file, in a folder of its own; both are gone when it is left as a context, or sooner."""

    def __init__(self) -> None:
        """Make nothing yet."""
        self._folder: TemporaryDirectory[str] | None = None

    def write(self, address: str) -> Path:
        """Write a file that takes a browser to the address, and return its path. Raises FileError."""
        try:
            # Its mode is 0700, and that it cannot be removed is no reason for a console to end with an error.
            self._folder = TemporaryDirectory(prefix="certkeeper-", ignore_cleanup_errors=True)
            path = Path(self._folder.name) / NAME
            path.touch(mode=OWNER_ONLY, exist_ok=False)  # with its mode from the start: nobody else could ever open it
            path.write_text(forwarding_page(address), encoding="utf-8")
        except OSError as reason:
            raise FileError(
                f"the file that the browser is started with cannot be written: {reason.strerror}",
                "set TMPDIR to a folder in which you may write, or use --no-browser",
            ) from None
        return path

    def remove(self) -> None:
        """Remove the file and its folder, where they are there."""
        if self._folder:
            self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()
