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
"""Until the CA has said what each challenge needs: a cold start and two requests that it may refuse once."""

Show = Callable[[Document], None]


def wait_until_ended(
    invocation: Invocation, order: Document, *, timeout: float | None = None, timer: Timer | None = None
) -> None:
    """Wait until the order has ended, and print it then. The invocation reads and prints it.

    Raise OrderFailedError where it has ended without a certificate. Raise NotYetError where Ctrl-C or the timeout
    (seconds) ends the waiting: the order as it was read last is printed first, because scripts need its id.
    """
    last = [order]
    with _left_running(invocation, last), _display(invocation) as show:
        poll_order(_reader(invocation, last), show, until=has_ended, timeout=timeout, timer=timer)
    _print(invocation, last[-1])


def wait_until_opened(invocation: Invocation, order: Document, *, timer: Timer | None = None) -> None:
    """Print the order as soon as it says what each challenge needs, or as it is after OPENING_SECONDS.

    The invocation reads and prints it. Raise OrderFailedError and NotYetError as `wait_until_ended` does.
    """
    last = [order]
    with _left_running(invocation, last):
        try:
            poll_order(_reader(invocation, last), _nothing, until=_is_open, timeout=OPENING_SECONDS, timer=timer)
        except NotYetError:
            print_note("The CA has not said yet what each challenge needs.")
    _print(invocation, last[-1])


def _reader(invocation: Invocation, last: list[Document]) -> Callable[[], Document]:
    path = path_of_order(last[-1])

    def read() -> Document:
        last.append(invocation.request("GET", path))
        return last[-1]

    return read


def _is_open(order: Document) -> bool:
    return bool(order.get("authorizations")) or has_ended(order)


def _nothing(_order: Document) -> None:
    """Show nothing while the CA opens an order, which takes seconds."""


def _print(invocation: Invocation, order: Document) -> None:
    """Print the order, with the reason of a failure. Raise OrderFailedError where there is no certificate."""
    invocation.print_result(order, order_view(invocation))
    if has_ended(order) and order["status"] != OrderStatus.VALID:
        failure = order.get("failure")
        reason = f": {failure.get('detail')}" if isinstance(failure, dict) and invocation.as_json else ""
        raise OrderFailedError(f"there is no certificate, the order is {order['status']}{reason}")


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
        raise NotYetError("the waiting was ended with Ctrl-C", back) from None
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
    spinner = Spinner("dots", "The order goes on by itself; Ctrl-C only ends the waiting.")
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
