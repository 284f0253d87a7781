"""The memory and CPU that the worst files take, in the serving process and its child.

Fresh processes are forked from one that has everything imported, which takes longest and is the same for each.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.contract import operations
from tests.fakes.api_gateway import json_event
from tests.unit.x509.upload.hostile import HOSTILE, TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAX_BYTES = 512 * 1024 * 1024
"""Half of what upload_certificate and upload_version have in template.yaml."""
MIN_BYTES = 30 * 1024 * 1024
"""An interpreter with botocore and cryptography; less has not been measured at all."""
MAX_SECONDS = 5.0
STATUS = Path("/proc/self/status")

SERVE = """
import json, os, re, resource, sys
sys.path[:0] = json.loads(sys.argv[1])
from functions.api.upload_certificate import app
from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.public_roots import public_roots
from certkeeper.domain.clock import utc_now
from certkeeper.domain.uploads.refusals import UploadRefusedError
from certkeeper.entrypoints.http.request import from_event
from certkeeper.x509.upload.accept import read_upload
from certkeeper.x509.upload.opening.child import ONE_FILE, ChildProcess

def hoard():
    held = []
    while True:
        held.append(b"x" * 1_000_000)

for service in ("dynamodb", "secretsmanager", "events"):
    client(service)

def cpu_seconds():
    used = (resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)

def serve(event, start_seconds):
    try:
        if event is None:
            ChildProcess({"hoard": hoard}).run("hoard", confinement=ONE_FILE)
        else:
            upload, _, _ = app.uploaded_certificate(from_event(event))
            read_upload(upload, roots=public_roots(), now=utc_now())
        code = "sound"
    except UploadRefusedError as error:
        code = error.refusal.value
    own = int(re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1])
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    seconds = start_seconds + cpu_seconds()
    print(json.dumps({"code": code, "own": own * 1024, "child": child * 1024, "seconds": seconds}), flush=True)

start_seconds = cpu_seconds()
for line in sys.stdin:
    served = os.fork()
    if not served:
        serve(json.loads(line), start_seconds)
        os._exit(0)
    os.waitpid(served, 0)
"""
"""The peak is proc(5)'s, which begins with the fork: ru_maxrss has what the tests took before the exec, too."""

pytestmark = pytest.mark.skipif(not STATUS.exists(), reason="the peak of a process is read from /proc")


class Server:
    """A process like that of the function before its first request; it forks itself for each that it is given."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", SERVE, json.dumps(sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={"AWS_DEFAULT_REGION": "eu-central-1"},
        )

    def served(self, body: dict[str, Any] | None) -> dict[str, Any]:
        """How the upload ended, peaks in bytes and the CPU; without a body, of a child that takes all it can get."""
        event = body and json_event(operations()["upload_certificate"].route, {"scope": "all"}, body)
        asked, said = self._process.stdin, self._process.stdout
        assert asked is not None
        assert said is not None
        asked.write(json.dumps(event) + "\n")
        asked.flush()
        answer: dict[str, Any] = json.loads(said.readline())
        return answer

    def end(self) -> None:
        """There are no more requests."""
        self._process.communicate()
        assert self._process.returncode == 0


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """One for all tests: each request is served in a process of its own."""
    server = Server()
    yield server
    server.end()


def assert_within(peak: dict[str, Any]) -> None:
    """Of both, although they share most pages, and with the start of the process: never less than it is."""
    assert MIN_BYTES < peak["own"] + peak["child"] < MAX_BYTES, peak
    assert peak["seconds"] < MAX_SECONDS, peak


@pytest.mark.parametrize("file", HOSTILE, ids=lambda file: file.__name__)
def test_the_worst_files_stay_within_half_a_function(server: Server, file: Callable[[], dict[str, Any]]) -> None:
    """Each is refused, with no more than 512 MB and 5 s of CPU."""
    peak = server.served(file())
    assert peak["code"] != "sound"
    assert_within(peak)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text[:20])
def test_texts_that_make_patterns_stumble_take_little(server: Server, text: str) -> None:
    """As pasted."""
    peak = server.served({"form": "paste", "certificate": text, "private_key": text})
    assert peak["code"] != "sound"
    assert_within(peak)


def test_no_child_can_take_more_whatever_a_file_asks_for(server: Server) -> None:
    """It is ended with its address space full, and the process that serves has room for both."""
    peak = server.served(None)
    assert peak["code"] == "too_much_work"
    assert_within(peak)
