"""`make deploy` and `make delete` say in one line why they do nothing, before they build, send or delete anything."""

import os

import pytest
from click.testing import CliRunner

from infra.deploy.__main__ import main
from infra.deploy.delete.__main__ import main as delete


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the person who runs the tests, and no request for a role of the machine's."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("CERTKEEPER_SET", raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "nowhere")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "nowhere")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


@pytest.mark.parametrize(
    ("arguments", "environment", "says"),
    [
        ([], {}, "No AWS region is set. Set AWS_REGION"),
        ([], {"AWS_REGION": "eu-west-1"}, "There are no AWS credentials."),
        ([], {"AWS_DEFAULT_REGION": "eu-west-1"}, "There are no AWS credentials."),
        ([], {"AWS_PROFILE": "work"}, "The config profile (work) could not be found"),
        (["--set", "NotceDays=30"], {}, "Did you mean NoticeDays?"),
        ([], {"CERTKEEPER_SET": "Runtime=python3.13"}, "Use RUNTIME=..."),
        (["--stack", "c" * 40], {}, "at most 39 characters"),
        (["--", "--guided"], {}, "ARGS has --guided"),
        (["--", "--save-params"], {}, "ARGS has --save-params"),
    ],
)
def test_nothing_is_made_where_something_is_missing_or_wrong(
    arguments: list[str], environment: dict[str, str], says: str
) -> None:
    """Exit status 1, and no traceback."""
    ended = CliRunner().invoke(main, arguments, env=environment)
    assert ended.exit_code == 1
    assert ended.output.startswith("Error: ")
    assert len(ended.output.splitlines()) == 1
    assert says in ended.output


@pytest.mark.parametrize(
    ("arguments", "environment", "says"),
    [
        ([], {}, "No AWS region is set. Set AWS_REGION"),
        (["--yes"], {"AWS_REGION": "eu-west-1"}, "There are no AWS credentials."),
        ([], {"AWS_PROFILE": "work"}, "The config profile (work) could not be found"),
        (["--stack", "c d"], {"AWS_REGION": "eu-west-1"}, "cannot have the name"),
    ],
)
def test_nothing_is_deleted_where_something_is_missing_or_wrong(
    arguments: list[str], environment: dict[str, str], says: str
) -> None:
    """Exit status 1, and no traceback."""
    ended = CliRunner().invoke(delete, arguments, env=environment)
    assert ended.exit_code == 1
    last = ended.output.splitlines()[-1]
    assert last.startswith("Error: ")
    assert says in last
