"""A person is asked one line a parameter, again where it does not fit, and through a pipe as on a terminal."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from certkeeper.adapters.acme.roots import pem_of
from infra.deploy.answers import ask, read_line, show
from infra.deploy.parameters import Parameter, parameters_of
from infra.deploy.refusal import DeploymentRefused
from tests.architecture.deployed import template
from tests.unit.x509.pki import sign

PARAMETERS = parameters_of(template())
NOWHERE = Path("nowhere")


class Person:
    """Somebody who types these lines and then leaves."""

    def __init__(self, *lines: str) -> None:
        self._lines: Iterator[str] = iter(lines)

    def __call__(self, prompt: str) -> str:
        """Type the next line."""
        assert prompt.endswith(": ")
        for line in self._lines:
            return line
        raise EOFError


def test_an_empty_answer_takes_the_default_and_another_counts() -> None:
    """Blanks around it are a slip."""
    asked = [PARAMETERS[name] for name in ("NoticeDays", "AdministratorEmails", "DelegationZone")]
    assert ask(asked, Person("", " ops@example.com ", ""), NOWHERE) == {
        "NoticeDays": "14,7,3,1",
        "AdministratorEmails": "ops@example.com",
        "DelegationZone": "",
    }


def test_an_answer_that_does_not_fit_is_asked_again_with_what_is_expected(capsys: pytest.CaptureFixture[str]) -> None:
    """CloudFormation would say it after everything was built and sent."""
    answers = ask(
        [PARAMETERS["AcmeDirectoryUrl"]], Person("http://ca.example", "https://ca.example/directory"), NOWHERE
    )
    assert answers == {"AcmeDirectoryUrl": "https://ca.example/directory"}
    assert "it must be an https URL" in capsys.readouterr().out


def test_a_file_is_an_answer_as_it_is_in_set(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Certificates have many lines; another file is asked for where one cannot be used, and no key is shown."""
    root = sign("A root", ca=True)
    (tmp_path / "root.pem").write_text(root.pem)
    (tmp_path / "root.key").write_text(root.key_pem)
    asked = [PARAMETERS["AcmeDirectoryRootPem"]]
    answers = ask(asked, Person("@missing.pem", "@root.key", "@root.pem"), tmp_path)
    assert pem_of(answers["AcmeDirectoryRootPem"]) == root.pem
    printed = capsys.readouterr().out
    assert "missing.pem: No such file or directory" in printed
    assert "has a private key in it" in printed
    assert root.key_pem.splitlines()[1] not in printed


def test_input_that_ends_too_early_is_refused() -> None:
    """Nobody has agreed to the defaults of what was not reached."""
    asked = [PARAMETERS[name] for name in ("NoticeDays", "DelegationZone")]
    with pytest.raises(DeploymentRefused, match="before DelegationZone was answered"):
        ask(asked, Person("30"), NOWHERE)


def test_a_line_from_a_pipe_leaves_the_next_one_for_sam(monkeypatch: pytest.MonkeyPatch) -> None:
    """The confirmation of the changeset is read by another process; the last line needs no line end."""
    out, into = os.pipe()
    os.write(into, b"first\n\ny\nlast")
    os.close(into)
    with os.fdopen(out) as pipe:
        monkeypatch.setattr("sys.stdin", pipe)
        assert read_line("A: ") == "first"
        assert read_line("B: ") == ""
        assert os.read(pipe.fileno(), 2) == b"y\n"
        assert read_line("C: ") == "last"
        with pytest.raises(EOFError):
            read_line("D: ")


def test_what_is_kept_is_shown_but_no_secret_and_no_page_of_text(capsys: pytest.CaptureFixture[str]) -> None:
    """A line each, and what it was where it changes."""
    secret = Parameter("Password", {"Type": "String", "NoEcho": "true"})
    values = {"NoticeDays": "30", "Password": "hunter2", "AcmeDirectoryRootPem": "one\ntwo\n"}
    show(values, PARAMETERS | {"Password": secret}, before={"NoticeDays": "14", "Password": "swordfish"})
    assert capsys.readouterr().out.splitlines() == [
        "  NoticeDays = 30 (it was 14)",
        "  Password = (not shown) (it was (not shown))",
        "  AcmeDirectoryRootPem = (8 characters in 2 lines)",
    ]
