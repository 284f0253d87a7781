"""AWS as a process of its own: `infra.local.emulator` on a free port of the loopback."""

import urllib.error
import urllib.request
from pathlib import Path

from infra.bootstrap.environments import EMULATOR
from infra.bootstrap.patched_emulator import make_patched
from infra.local.processes.bounded_process import BoundedProcess
from infra.local.processes.loopback import LOOPBACK, free_ports

REGION = "us-east-1"
START_SECONDS = 60
CONCURRENT_INVOCATIONS = 10
"""The quota of a new account (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html)."""


class EmulatorProcess:
    """The emulator. `endpoint` is what AWS_ENDPOINT_URL is set to."""

    def __init__(self, directory: Path, *, seconds: float, patched: bool = True) -> None:
        """Start it with all its files below `directory`, for at most `seconds`.

        Without `patched` it is ministack as the package registry has it. Raises PatchRefused for a patch that does
        not fit.
        """
        if patched:
            make_patched()  # a patch may have changed since `make setup`
        self.port = free_ports(1)[0]
        self.endpoint = f"http://{LOOPBACK}:{self.port}"
        scratch = directory / "emulator"
        scratch.mkdir(parents=True)
        environment = {
            "GATEWAY_PORT": str(self.port),
            "BIND_HOST": LOOPBACK,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ENDPOINT_URL": self.endpoint,  # for the functions
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AUTH": "true",  # IAM is enforced, each function runs with the credentials of its own role
            "LAMBDA_ACCOUNT_CONCURRENCY": str(CONCURRENT_INVOCATIONS),
            "IOT_MTLS_ENABLED": "0",  # else it opens ports of services that nobody uses here
            "SFTP_ENABLED": "0",
            "TMPDIR": str(scratch),  # it leaves unpacked code behind; there it goes with the world
            "STATE_DIR": str(scratch / "state"),
            "S3_DATA_DIR": str(scratch / "s3"),
            "PYTHONUNBUFFERED": "1",
        }
        module = "infra.local.emulator" if patched else "ministack"
        self._process = BoundedProcess(
            [str(EMULATOR.python), "-m", module], seconds=seconds, log=directory / "emulator.log", env=environment
        )
        self.pid = self._process.pid
        self.log = self._process.log

    def wait(self) -> None:
        """Return when it answers."""
        self._process.wait_until(self._healthy, seconds=START_SECONDS)

    def stop(self) -> None:
        """End it with all its workers."""
        self._process.stop()

    def _healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.endpoint}/_ministack/health", timeout=5) as answer:
                return bool(answer.status == 200)  # noqa: PLR2004
        except (urllib.error.URLError, OSError):
            return False
