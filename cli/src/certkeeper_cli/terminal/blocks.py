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
    OrderStatus.CANCELLED: "dim",
    CertificateStatus.DELETED: "red",
}
"""The colours of statuses; each is said by its word as well."""

FOLDING = frozenset({"after", "name", "next", "what", "domain", "sha256", "notices to"})
"""Columns that wrap on a narrow terminal; the others are short."""


def line(text: object, style: str = "") -> Text:
    """Return one line with this text, in a style of rich."""
    return Text(visible(text), style=style)


def heading(text: str) -> Text:
    """Return a heading with this text for the blocks below it."""
    return Text(f"\n{visible(text)}", style="bold")


def value(shown: object) -> Text:
    """Return a value as it is shown to a person: lists with commas, nothing as a dash, yes and no."""
    match shown:
        case None | "" | [] | ():
            return Text(NOTHING, style="dim")
        case True | False:
            return Text("yes" if shown else "no")
        case list() | tuple():
            return Text(", ".join(visible(each) for each in shown))
        case _:
            return Text(visible(shown), style=COLOURS.get(str(shown), ""))


def pairs(titled: Iterable[tuple[str, object]], *, indent: int = 0) -> RenderableType:
    """Return titled values, one in each line; long values continue below themselves."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for title, shown in titled:
        grid.add_row(" " * indent + visible(title), value(shown))
    return grid


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> RenderableType:
    """Return a table: the names of the columns above the rows, without rules, which other programs cannot read."""
    made = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    for column in columns:
        made.add_column(column, overflow="fold", no_wrap=column not in FOLDING and not column.startswith("version "))
    for row in rows:
        made.add_row(*(value(each) for each in row))
    return made
