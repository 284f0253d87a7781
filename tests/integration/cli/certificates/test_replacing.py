"""`certkeeper upload --to` against the real operations: losses side by side, a question, and what confirms them."""

from __future__ import annotations

import io
import json
import re
import shlex
import sys
from typing import TYPE_CHECKING

import pytest

from certkeeper.entrypoints.log import log
from tests.contract import operations
from tests.integration.api.certificate_files import INTERMEDIATE, leaf
from tests.integration.api.conftest import a_name_server, fresh_api
from tests.integration.api.stored_orders import issued
from tests.integration.cli.conftest import Certkeeper
from tests.integration.cli.fake_api import Call, FakeApi, Reply

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.integration.api.conftest import Api
    from tests.unit.x509.pki import Signed

__all__ = ("a_name_server", "fresh_api")
UPLOAD = ("upload", "--scope", "all")
NAME, OTHER = "www.shop.example", "mail.shop.example"


class Terminal(io.StringIO):
    """Standard input of somebody who types."""

    def isatty(self) -> bool:
        """It is one."""
        return True


@pytest.fixture(autouse=True, scope="module")
def logging_begins() -> None:
    """Before any standard output of a test is captured: the log keeps the one that it finds first."""
    log()


@pytest.fixture
def real(
    fresh_api: Callable[[], AbstractContextManager[Api]],
    api: FakeApi,
    api_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Api]:
    """The handlers of the API, behind the URL that the command line calls."""
    assert api_url
    with fresh_api() as made:
        api.answers = lambda call: _answered(made, call)
        monkeypatch.setattr(sys, "stdin", io.StringIO())
        yield made


def _answered(made: Api, call: Call) -> Reply:
    for name, operation in operations().items():
        method, path = operation.route.split(" ")
        found = re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path), call.path)
        if method == call.method and found:
            query = {key: [value] for key, value in call.query.items()}
            key = call.headers.get("idempotency-key")
            headers = {"Idempotency-Key": key} if key else None
            text = call.body.decode() or None
            answer = made.call(name, query=query, headers=headers, text=text, **found.groupdict())
            return Reply(
                answer.status, json.loads(answer.text), headers={"Content-Type": answer.headers["Content-Type"]}
            )
    raise AssertionError(f"no operation for {call.method} {call.path}")


def files(tmp_path: Path, signed: Signed) -> tuple[str, ...]:
    """The options with the files of a certificate."""
    (tmp_path / "cert.pem").write_text(signed.pem + INTERMEDIATE.pem)
    (tmp_path / "key.pem").write_text(signed.key_pem)
    return ("--certificate", "cert.pem", "--key", "key.pem")


def uploaded(certkeeper: Certkeeper, tmp_path: Path, signed: Signed, *more: str) -> str:
    """The id of a new certificate."""
    outcome = certkeeper(*UPLOAD, *files(tmp_path, signed), *more, "--output", "json")
    assert outcome.status == 0, outcome.err
    found: str = json.loads(outcome.out)["certificate_id"]
    return found


def version(real: Api, certificate_id: str) -> int:
    """The number of the current version."""
    found: int = real.call("get_certificate", scope="all", certificate_id=certificate_id).document["version"]
    return found


@pytest.mark.parametrize(("typed", "status", "number"), [("y\n", 0, 2), ("n\n", 2, 1), ("\n", 2, 1)])
def test_a_person_sees_both_sides_and_is_asked(
    certkeeper: Certkeeper,
    real: Api,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    typed: str,
    status: int,
    number: int,
) -> None:
    """On standard error; a no, and no answer, change nothing."""
    certificate_id = uploaded(certkeeper, tmp_path, leaf(NAME, "shop.example"))
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    outcome = certkeeper(*UPLOAD, "--to", certificate_id, *files(tmp_path, leaf(OTHER, days=9)))
    assert outcome.status == status, outcome.err
    lines = [line.split() for line in outcome.err.splitlines()]
    assert ["loss", "version", "1", "after"] in lines
    assert ["names_lost", NAME, OTHER] in lines
    assert ["names_lost", "shop.example", "-"] in lines
    assert any(line[:1] == ["ends_earlier"] for line in lines)
    assert "Names are lost; It ends earlier." in outcome.err
    assert version(real, certificate_id) == number
    assert "names_lost" not in outcome.out or typed == "y\n"


def test_a_script_is_given_the_options_that_confirm(certkeeper: Certkeeper, real: Api, tmp_path: Path) -> None:
    """Exit 2 without a terminal; with these options the same command goes through, and not for the next version."""
    certificate_id = uploaded(certkeeper, tmp_path, leaf(NAME))
    successor = (*UPLOAD, "--to", certificate_id, *files(tmp_path, leaf(OTHER)))
    refused = certkeeper(*successor)
    assert (refused.status, refused.out) == (2, "")
    advised = re.search(r"add `([^`]+)` to confirm it", refused.err)
    assert advised
    assert advised[1] == "--compared-with 1 --confirm-loss names_lost"
    wrong = certkeeper(*successor, "--compared-with", "1", "--confirm-loss", "ends_earlier")
    assert (wrong.status, version(real, certificate_id)) == (1, 1)
    assert advised[1] in wrong.err
    assert certkeeper(*successor, *shlex.split(advised[1])).status == 0
    late = certkeeper(*UPLOAD, "--to", certificate_id, *files(tmp_path, leaf(NAME)), *shlex.split(advised[1]))
    assert (late.status, version(real, certificate_id)) == (1, 2)
    assert "--compared-with 2 --confirm-loss names_lost" in late.err


def test_an_issued_version_is_replaced_by_the_operation_of_administrators(
    certkeeper: Certkeeper, api: FakeApi, real: Api, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the question, which says that renewal ends; so does the end."""
    certificate_id = issued(real, NAME, scope="all").certificate_id
    monkeypatch.setattr(sys, "stdin", Terminal("y\n"))
    outcome = certkeeper(*UPLOAD, "--to", certificate_id, *files(tmp_path, leaf(NAME, days=200)))
    assert outcome.status == 0, outcome.err
    assert "Automatic renewal ends" in outcome.err
    assert "Automatic renewal has ended" in outcome.err
    path = f"/scopes/all/certificates/{certificate_id}"
    assert [call.path for call in api.calls if call.method == "POST"] == [f"{path}/versions", f"{path}/replacement"]


def test_nothing_is_asked_where_nothing_is_lost(certkeeper: Certkeeper, real: Api, tmp_path: Path) -> None:
    """And an option that confirms what is not lost is refused: it was meant for something else."""
    certificate_id = uploaded(certkeeper, tmp_path, leaf(NAME))
    outcome = certkeeper(*UPLOAD, "--to", certificate_id, *files(tmp_path, leaf(NAME, days=99)))
    assert (outcome.status, outcome.err) == (0, "")
    extra = ("--compared-with", "2", "--confirm-loss", "names_lost")
    refused = certkeeper(*UPLOAD, "--to", certificate_id, *files(tmp_path, leaf(NAME, days=100)), *extra)
    assert (refused.status, version(real, certificate_id)) == (1, 2)
    assert "leave out --confirm-loss" in refused.err


@pytest.mark.usefixtures("real")
def test_an_upload_points_to_the_certificate_with_the_same_names(certkeeper: Certkeeper, tmp_path: Path) -> None:
    """With the commands that bring it to its place, which do so."""
    old = uploaded(certkeeper, tmp_path, leaf(NAME))
    chosen = files(tmp_path, leaf(NAME, days=200))
    taken = certkeeper(*UPLOAD, *chosen)
    assert taken.status == 1
    assert f"certkeeper upload --scope all --to {old} ..." in taken.err
    outcome = certkeeper(*UPLOAD, *chosen, "--name", "by mistake")
    assert outcome.status == 0
    assert f"{NAME} ({old}) has the same names" in outcome.err
    commands = re.search(r"`certkeeper ([^`]+)`, then `certkeeper ([^`]+) \.\.\.`", outcome.err)
    assert commands
    assert certkeeper(*shlex.split(commands[1]), "--yes").status == 0
    brought = certkeeper(*shlex.split(commands[2]), *chosen)
    assert (brought.status, brought.err) == (0, "")
