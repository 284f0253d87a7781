"""Corrections of the emulator replace what they know, and nothing else."""

import sys

import pytest

from infra.local.emulator.rewriting import EmulatorChanged, replaced_once, rewrite


class Lamp:
    """Something to correct."""

    def colour(self, tone: str = "dark") -> str:
        """Its colour."""
        return f"{tone} red"


def test_a_changed_source_is_noticed_and_names_the_correction() -> None:
    """A line that is gone, or is there twice, is not replaced."""
    for source in ("return green", "return red or red"):
        with pytest.raises(EmulatorChanged, match=r"correction lamp.*'red'"):
            replaced_once(source, {"red": "blue"}, "lamp")


def test_a_function_is_rewritten_twice_and_keeps_its_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    """Corrections of the same function build on each other."""
    monkeypatch.setattr(Lamp, "colour", Lamp.colour)
    rewrite(Lamp, "colour", {"red": "blue"}, "lamp")
    rewrite(Lamp, "colour", {'"dark"': '"light"'}, "lamp again")
    assert Lamp().colour() == "light blue"


def test_a_function_of_a_module_is_rewritten_where_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever calls it there gets the new one."""
    module = sys.modules[__name__]
    monkeypatch.setattr(module, "greeting", greeting)
    rewrite(module, "greeting", {"hello": "good day"}, "lamp")
    assert module.greeting() == "good day"


def greeting() -> str:
    """Something to say."""
    return "hello"
