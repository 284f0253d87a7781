"""Workers are forked from a parent that has the heavy libraries imported (ADR 30).

A new interpreter for each function imports the same libraries again: half a minute on two cores until
all have answered once. A fork has them at once, and it sees only its layers (see `fork_server`), so that a dependency
that is missing from a layer fails here as it would on AWS. Needs Linux's pid descriptors; elsewhere workers start as
ministack starts them.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path

from ministack.core import lambda_runtime

from infra.local.emulator.workers import fork_server
from infra.local.emulator.workers.forked_process import ForkedProcess
from infra.local.emulator.workers.sdk import linked_sdk

# What takes long to import in any of the functions. A module that is not in a function's layers is skipped.
_PRELOADED = (
    "boto3.session",
    "botocore.handlers",
    "botocore.auth",
    "urllib3",
    "aws_lambda_powertools.logging",
    "pydantic_core",
    "cryptography.x509",
    "acme.jws",
)


class ForkServers:
    """One parent process for each set of layers, started when the first worker asks for it."""

    def __init__(self, sdk: Path) -> None:
        self._sdk = sdk
        self._lock = threading.Lock()
        self._parents: dict[str, tuple[subprocess.Popen[bytes], socket.socket]] = {}

    def start(self, command: list[str], *, cwd: str, env: Mapping[str, str], **_: object) -> ForkedProcess:
        """Start a worker for a command, its script, and return the process.

        Takes the arguments that ministack gives to `subprocess.Popen`. Raises RuntimeError where the parent of the
        workers has ended.
        """
        request = json.dumps({"environment": dict(env), "directory": cwd, "script": command[1]}).encode()
        pipes = [os.pipe() for _ in range(fork_server.STANDARD_STREAMS)]
        theirs = [pipes[0][0], pipes[1][1], pipes[2][1]]
        with self._lock:
            channel = self._channel(env.get("_LAMBDA_LAYERS_DIRS", ""))
            socket.send_fds(channel, [request], theirs)
            answer = b""
            while not answer.endswith(b"\n"):
                part = channel.recv(64)
                if not part:
                    raise RuntimeError("the parent of the Lambda workers has ended")
                answer += part
        for descriptor in theirs:
            os.close(descriptor)
        return ForkedProcess(int(answer), pipes[0][1], pipes[1][0], pipes[2][0])

    def _channel(self, layers: str) -> socket.socket:
        """The socket to the parent of this set of layers."""
        parent = self._parents.get(layers)
        if parent is None or parent[0].poll() is not None:
            own, other = socket.socketpair()
            arguments = [str(other.fileno()), layers, str(self._sdk), ",".join(_PRELOADED)]
            process = subprocess.Popen(
                [sys.executable, "-I", "-S", fork_server.__file__, *arguments],
                pass_fds=[other.fileno()],
                stdin=subprocess.DEVNULL,
            )
            other.close()
            parent = self._parents[layers] = process, own
        return parent[1]


def install() -> None:
    """Have the patched ministack start Python workers as forks (patch 54)."""
    servers = ForkServers(linked_sdk(Path(tempfile.mkdtemp(prefix="sdk-"))))
    lambda_runtime.start_python_worker = servers.start
