"""The lines that the demonstration prints."""

import pytest

from infra.local.demo.plain_display import PlainDisplay


class Clock:
    """Seconds that a test decides."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        """Now."""
        return self.seconds


def test_each_line_says_when_and_how_long(capsys: pytest.CaptureFixture[str]) -> None:
    """What is done is said with how long it took, states with when they were entered."""
    clock = Clock()
    display = PlainDisplay(clock)
    clock.seconds = 1.0
    with display.step("deployed"):
        clock.seconds = 3.5
    with display.states(10) as states:
        clock.seconds = 4.0
        states.entered("OpenOrder", 0.2)
    assert capsys.readouterr().out.splitlines() == [
        "    3.5 s  deployed (2.5 s)",
        "    4.0 s  +  0.2 s  OpenOrder",
    ]


def test_what_fails_is_not_said_to_be_done(capsys: pytest.CaptureFixture[str]) -> None:
    """A reader of a log is not misled."""
    with pytest.raises(RuntimeError), PlainDisplay(Clock()).step("deployed"):
        raise RuntimeError
    assert capsys.readouterr().out == ""
