"""A process that has the heavy libraries imported, and forks itself into a worker on request.

Runs by path with `python -I -S`, so that a worker sees what a Lambda function sees: the standard library, its layers
and the AWS SDK, and nothing of the environment that the emulator runs in. It imports the standard library only.

A request is one message on the socket whose descriptor is the first argument: JSON with `environment`, `directory` and
`script`, and three descriptors for standard input, output and error. The answer is the pid and a newline.
"""

import contextlib
import gc
import importlib
import json
import os
import runpy
import signal
import socket
import sys
import traceback
from pathlib import Path

REQUEST_BYTES = 1 << 20
STANDARD_STREAMS = 3


def _preload(layers: list[str], sdk: str, modules: list[str]) -> None:
    """Import what is there of the modules, as a worker with these layers would find them."""
    stdlib = list(sys.path)
    sys.path[:0] = [str(Path(layer, "python")) for layer in layers]
    sys.path.append(sdk)
    for module in modules:
        with contextlib.suppress(ImportError):  # a layer may not have it, then neither will the worker
            importlib.import_module(module)
    sys.path[:] = [*stdlib, sdk]  # the worker's script puts its own layers in front
    gc.collect()
    gc.freeze()  # the collector leaves what is imported so far alone: pages stay shared with the parent


def _become(request: dict[str, str | dict[str, str]], streams: list[int]) -> None:
    """Turn this fork into the worker: streams, environment, directory, then its script."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    for stream in streams:
        if stream >= STANDARD_STREAMS:
            os.close(stream)
    script = str(request["script"])
    environment = request["environment"]
    assert isinstance(environment, dict)  # noqa: S101 - the protocol above
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(str(request["directory"]))
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - for the life of the process
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", buffering=1, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.argv = [script]
    sys.path.insert(0, str(Path(script).parent))
    runpy.run_path(script, run_name="__main__")


def _worker(request: dict[str, str | dict[str, str]], streams: list[int]) -> int:
    """Run the worker to its end and give its exit status."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    status = 0
    try:
        _become(request, streams)
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001 - the last line of a process: say why, whatever it was
        traceback.print_exc()
        status = 1
    with contextlib.suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    return status


def main() -> None:
    """Preload, then fork on each request until the emulator closes the socket."""
    server = socket.socket(fileno=int(sys.argv[1]))
    layers, sdk, modules = sys.argv[2], sys.argv[3], sys.argv[4]
    _preload([layer for layer in layers.split(os.pathsep) if layer], sdk, modules.split(","))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel reaps; the emulator watches pid descriptors
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        message, streams, _, _ = socket.recv_fds(server, REQUEST_BYTES, STANDARD_STREAMS)
        if not message:
            return
        pid = os.fork()
        if pid == 0:
            server.close()
            os._exit(_worker(json.loads(message), streams))
        for stream in streams:
            os.close(stream)
        server.sendall(b"%d\n" % pid)


if __name__ == "__main__":
    main()
