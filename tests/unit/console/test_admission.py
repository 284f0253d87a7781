"""At most one browser is let in, in whatever order and however much at once they come."""

from __future__ import annotations

import select
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import FrameType
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkeeper_cli.console.admission import Admission
from tests.unit.console.in_memory_console import Console

TraceFunction = Callable[[FrameType, str, Any], Any]
BROWSERS = ("first", "second", "third")
ROUNDS = 50
AT_ONCE = 8


class Browser:
    """Keeps the cookies that it is given, and sends them where they belong."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._page_cookie = self._entrance_cookie = ""

    def open_address(self) -> bool:
        """Whether it is led to the page."""
        answer = self._console.open(self._entrance_cookie)
        if answer.cookies:
            self._page_cookie, self._entrance_cookie = (cookie.partition(";")[0] for cookie in answer.cookies)
        return answer.status == 303

    def guess(self) -> bool:
        """Whether another token leads it to the page."""
        return self._console.ask("GET", "/enter/guessed", cookie=self._entrance_cookie).status == 303

    def call(self) -> bool:
        """Whether a call of the API is signed for it."""
        return self._console.ask("GET", self._console.below("api/scopes"), cookie=self._page_cookie).status == 200


STEPS = {"open": Browser.open_address, "guess": Browser.guess, "call": Browser.call}


@given(st.lists(st.tuples(st.sampled_from(BROWSERS), st.sampled_from(sorted(STEPS))), max_size=20))
def test_the_first_browser_alone_is_answered_and_nobody_after_a_second(steps: list[tuple[str, str]]) -> None:
    """Whatever three browsers do, in whatever order; a guessed token changes nothing."""
    console = Console()
    browsers = {name: Browser(console) for name in BROWSERS}
    inside, ended = None, False
    for name, step in steps:
        done = STEPS[step](browsers[name])
        if step == "open":
            ended = ended or inside not in {None, name}
            inside = inside or name
        assert done is (step != "guess" and name == inside and not ended)
        assert console.admission.has_ended is ended


@pytest.fixture
def switching() -> Iterator[None]:
    """Other threads may run between any two lines of `Admission.enter`, where they would hardly ever by themselves."""

    def trace(frame: FrameType, _event: str, _argument: object) -> TraceFunction | None:
        if frame.f_code is not Admission.enter.__code__:
            return None
        select.select([], [], [], 0)  # waits for nothing, and lets others run
        return trace

    threading.settrace(trace)
    yield
    threading.settrace(cast("TraceFunction", None))


@pytest.mark.usefixtures("switching")
def test_of_many_at_once_one_is_let_in_and_another_ends_it() -> None:
    """The first and the second use are distinguished under one lock."""
    for _ in range(ROUNDS):
        console, together = Console(), Barrier(AT_ONCE)

        def come(console: Console = console, together: Barrier = together) -> Browser | None:
            browser = Browser(console)
            together.wait(timeout=60)
            return browser if browser.open_address() else None

        with ThreadPoolExecutor(AT_ONCE) as threads:
            comers = [threads.submit(come) for _ in range(AT_ONCE)]
        (inside,) = filter(None, (comer.result() for comer in comers))
        assert console.entered == 1
        assert console.admission.has_ended
        assert not inside.call()
