"""Wait for an order: a live display on a terminal, a line for each change elsewhere, both on standard error."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Group
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text

from certkeeper_cli.api.paths import path_of_order
from certkeeper_cli.commands.orders.polling import Timer, has_ended, poll_order
from certkeeper_cli.errors import CommandError, NotYetError, OrderFailedError
from certkeeper_cli.invocation import Document, Invocation, blocks_of
from certkeeper_cli.terminal.blocks import line
from certkeeper_cli.terminal.screen import console, print_note
from certkeeper_cli.views.orders import order_view
from certkeeper_cli.words import FindingCode, OrderStatus

OPENING_SECONDS = 20.0
"""Until the CA has said what it wants to see: a cold start and two requests that it may refuse once."""

Show = Callable[[Document], None]


def wait_until_ended(
    invocation: Invocation, order: Document, *, timeout: float | None = None, timer: Timer | None = None
) -> None:
    """Stay with the order until it has ended, and print how it stands then.

    Raises OrderFailed where it has ended without a certificate. Raises NotYet where the person or the time ends the
    waiting: the order as it was seen last is printed first, for scripts want its id.
    """
    last = [order]
    with _left_running(invocation, last), _display(invocation) as show:
        poll_order(_look(invocation, last), show, until=has_ended, timeout=timeout, timer=timer)
    _print(invocation, last[-1])


def wait_until_opened(invocation: Invocation, order: Document, *, timer: Timer | None = None) -> None:
    """Print the order as soon as it says what each challenge needs, or as it is where that takes too long.

    Raises OrderFailed, NotYet as `wait_until_ended` does.
    """
    last = [order]
    with _left_running(invocation, last):
        try:
            poll_order(_look(invocation, last), _nothing, until=_is_open, timeout=OPENING_SECONDS, timer=timer)
        except NotYetError:
            print_note("The CA has not said yet what it wants to see.")
    _print(invocation, last[-1])


def _look(invocation: Invocation, last: list[Document]) -> Callable[[], Document]:
    path = path_of_order(last[-1])

    def look() -> Document:
        last.append(invocation.request("GET", path))
        return last[-1]

    return look


def _is_open(order: Document) -> bool:
    return bool(order.get("authorizations")) or has_ended(order)


def _nothing(_order: Document) -> None:
    """Show nothing while the CA opens an order, which takes seconds."""


def _print(invocation: Invocation, order: Document) -> None:
    """Print how the order stands. Raises OrderFailed where it has ended without a certificate."""
    invocation.print_result(order, order_view(invocation))
    if has_ended(order) and order["status"] != OrderStatus.VALID:
        failure = order.get("failure")
        reason = failure.get("detail") if isinstance(failure, dict) else None
        raise OrderFailedError(f"the order is {order['status']}: {reason or 'no reason is given'}")


@contextmanager
def _left_running(invocation: Invocation, last: list[Document]) -> Iterator[None]:
    """Add to whatever ends the waiting that the order goes on, and the command that comes back to it."""
    _, _, scope, _, order_id = path_of_order(last[-1]).split("/")
    command = invocation.command_line("orders", "--scope", scope, order_id, "--wait")
    back = f"the order goes on by itself; come back with: {command}"
    try:
        yield
    except KeyboardInterrupt:
        invocation.print_result(last[-1], order_view(invocation))
        raise NotYetError("nobody waits any more", back) from None
    except NotYetError as late:
        invocation.print_result(last[-1], order_view(invocation))
        raise NotYetError(str(late), back) from None
    except CommandError as error:
        error.advice = "; ".join(filter(None, (error.advice, back)))
        raise


@contextmanager
def _display(invocation: Invocation) -> Iterator[Show]:
    screen = console(sys.stderr)
    if not screen.is_terminal or screen.is_dumb_terminal:
        yield _lines()
        return
    view = order_view(invocation)
    spinner = Spinner("dots", "The order goes on by itself; Ctrl-C only stops looking.")
    with Live(console=screen, transient=True, redirect_stdout=False, redirect_stderr=False) as live:
        yield lambda order: live.update(Group(*blocks_of(order, view), "", spinner))


def _lines() -> Show:
    """Return a function that prints a line on standard error whenever the order has changed."""
    said: list[str] = []

    def show(order: Document) -> None:
        (text,) = blocks_of(order, _summary)
        if said[-1:] != [str(text)]:
            said.append(str(text))
            print_note(str(text))

    return show


def _summary(order: Document) -> Iterator[Text]:
    """Yield one line: the status of the order and of its names, and what is missing."""
    names = ", ".join(f"{each['name']} {each['status']}" for each in order.get("authorizations", ()))
    missing = "; ".join(
        f"{each['name']}: {each['code']}, {each['advice']}"
        for each in order.get("findings", ())
        if each["code"] != FindingCode.READY and order["status"] == OrderStatus.PENDING
    )
    yield line(": ".join(filter(None, (str(order["status"]), names, missing))))
