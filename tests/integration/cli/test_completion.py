"""Shells complete what may be typed."""

import pytest

from certkeeper_cli.program import run
from tests.integration.cli.conftest import Certkeeper


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_its_script(certkeeper: Certkeeper, shell: str) -> None:
    """It calls the program by its name."""
    outcome = certkeeper("completion", shell)
    assert outcome.status == 0
    assert f"_CERTKEEPER_COMPLETE={shell}_complete" in outcome.out


@pytest.mark.parametrize(
    ("words", "place", "completed"),
    [
        ("certkeeper ex", "1", ["plain,export"]),
        ("certkeeper export --format pfx", "3", ["plain,pfx", "plain,pfx_legacy"]),
        ("certkeeper list --outp", "2", ["plain,--output"]),
    ],
)
def test_commands_options_and_choices_are_completed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: str, place: str, completed: list[str]
) -> None:
    """As the script asks; nothing is asked of the API."""
    monkeypatch.setenv("_CERTKEEPER_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", place)
    with pytest.raises(SystemExit):
        run([])
    assert capsys.readouterr().out.split() == completed
