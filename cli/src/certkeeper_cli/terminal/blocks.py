"""Blocks that commands print: lines, titled values and tables. All texts are escaped here."""

from collections.abc import Iterable, Mapping, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from certkeeper_cli.terminal.escaping import visible
from certkeeper_cli.words import CertificateStatus, OrderStatus

NOTHING = "-"
COLOURS: Mapping[str, str] = {
    CertificateStatus.ACTIVE: "green",
    OrderStatus.VALID: "green",
    OrderStatus.READY: "green",
    OrderStatus.PENDING: "yellow",
    OrderStatus.PROCESSING: "yellow",
    CertificateStatus.EXPIRING: "yellow",
    CertificateStatus.EXPIRED: "red",
    CertificateStatus.REVOKED: "red",
    OrderStatus.INVALID: "red",
    OrderStatus.CANCELLED: "red",
    CertificateStatus.DELETED: "red",
}
"""Of the words that say how something stands; each is said by the word as well."""


FOLDING = frozenset({"name", "next", "what", "domain", "sha256"})
"""Columns that get narrow where a terminal is; the others are short and read at a glance."""


def line(text: object, style: str = "") -> Text:
    """One line."""
    return Text(visible(text), style=style)


def heading(text: str) -> Text:
    """What the blocks below it are about."""
    return Text(f"\n{visible(text)}", style="bold")


def value(of: object) -> Text:
    """A value as a person reads it: lists with commas, nothing as a dash, yes and no."""
    match of:
        case None | "" | [] | ():
            return Text(NOTHING, style="dim")
        case True | False:
            return Text("yes" if of else "no")
        case list() | tuple():
            return Text(", ".join(visible(each) for each in of))
        case _:
            return Text(visible(of), style=COLOURS.get(str(of), ""))


def pairs(titled: Iterable[tuple[str, object]], *, indent: int = 0) -> RenderableType:
    """A title and a value in each line; long values go on below themselves."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for title, of in titled:
        grid.add_row(" " * indent + visible(title), value(of))
    return grid


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> RenderableType:
    """A row for each thing, below the names of the columns; no rules between, which other programs stumble over."""
    made = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    for column in columns:
        made.add_column(column, overflow="fold", no_wrap=column not in FOLDING)
    for row in rows:
        made.add_row(*(value(of) for of in row))
    return made
