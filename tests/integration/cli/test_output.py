"""A reader that has gone, a disk that is full, words that are no text: still no traceback."""

import io
import os
import subprocess
import sys

import pytest

from tests.integration.cli import documents
from tests.integration.cli.fake_api import FakeApi, Reply

LONG_NAME = "n" * 64
ROWS = 1200
PIPE_BYTES = 65_536
"""What Linux takes from a writer before anybody reads (pipe(7))."""

LIST = (sys.executable, "-m", "certkeeper_cli", "list", "--scope", "shop", "--all")


@pytest.fixture(autouse=True)
def many(api: FakeApi, api_url: str) -> None:
    """More than a pipe and the first read of it hold, so that a writer meets that nobody reads any more."""
    assert api_url
    assert ROWS * len(LONG_NAME) > PIPE_BYTES + io.DEFAULT_BUFFER_SIZE
    api.always(Reply(200, documents.page(*[documents.LISTED | {"certificate_name": LONG_NAME}] * ROWS)))


def test_a_reader_that_has_gone() -> None:
    """As `head` does: nothing is said, and it is no success."""
    with subprocess.Popen(LIST, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.read(10)
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (1, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no full disk to try")  # noqa: PTH110
def test_a_disk_that_is_full() -> None:
    """One line."""
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        done = subprocess.run(LIST, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert (
        done.stderr == b"certkeeper: the system says: No space left on device; free space on the disk, or try again\n"
    )


def test_a_terminal_that_knows_ascii_only(api: FakeApi) -> None:
    """Names of others are written out."""
    api.always(Reply(200, documents.page(documents.LISTED | {"certificate_name": "bücher"})))
    done = subprocess.run(
        LIST, capture_output=True, check=False, env=os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    )
    assert done.returncode == 0
    assert rb"b\xfccher" in done.stdout


def test_an_argument_that_is_no_text(api: FakeApi) -> None:
    """It goes as far as it can."""
    done = subprocess.run([*LIST, "--search", b"\xff"], capture_output=True, check=False)
    assert done.returncode == 0
    assert api.calls[-1].query["search"] == "?"
