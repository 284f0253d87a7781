"""Blocks as text, rendered on a stream that is no terminal."""

import io
from collections.abc import Iterable

from rich.console import RenderableType

from certkeeper_cli.terminal.screen import console


def rendered(blocks: Iterable[RenderableType]) -> str:
    """As a pipe gets them."""
    stream = io.StringIO()
    to = console(stream)
    for block in blocks:
        to.print(block)
    return stream.getvalue()
