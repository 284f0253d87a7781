"""The command line in this process, with nothing of the person who runs the tests, against an API that is made up."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from certkeeper_cli.api import client
from certkeeper_cli.program import run
from infra.local.processes.loopback import LOOPBACK, free_ports
from tests.integration.cli.fake_api import FakeApi


@dataclass(frozen=True)
class Outcome:
    """How a command ended, and what it said."""

    status: int
    out: str
    err: str


Certkeeper = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Made-up credentials, an empty configuration, a folder of one's own; nothing asks AWS who the caller is."""
    for name in list(os.environ):
        if name.startswith(("AWS_", "CERTKEEPER_", "HTTP", "http", "ALL_PROXY")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "made-up-secret")
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    monkeypatch.chdir(tmp_path)


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """A GET that is sent once more is sent at once: `test_retries` holds that there is a pause."""
    monkeypatch.setattr(client, "RETRY_PAUSE_SECONDS", 0.0)


@pytest.fixture
def api() -> Iterator[FakeApi]:
    """An API that answers as the test says, and as the contract has it."""
    fake = FakeApi()
    yield fake
    fake.stop()
    assert fake.drift == []


@pytest.fixture
def api_url(api: FakeApi, monkeypatch: pytest.MonkeyPatch) -> str:
    """Its URL, which the environment names."""
    monkeypatch.setenv("CERTKEEPER_URL", api.url)
    return api.url


@pytest.fixture
def nobody_there() -> str:
    """A URL where nothing answers."""
    return f"http://{LOOPBACK}:{free_ports(1)[0]}/v1"


@pytest.fixture
def certkeeper(capsys: pytest.CaptureFixture[str]) -> Certkeeper:
    """Runs `certkeeper` with arguments."""

    def called(*arguments: str) -> Outcome:
        status = run(arguments)
        said = capsys.readouterr()
        return Outcome(status, said.out, said.err)

    return called
