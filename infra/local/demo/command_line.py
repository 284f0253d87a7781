"""The command line, called with a URL and a role's credentials in the environment, as by a person."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from infra.bootstrap.environments import ROOT
from infra.local.caller import Caller
from infra.local.demo.failure import DemoFailed
from infra.local.processes.emulator_process import REGION

PROGRAM = (sys.executable, "-m", "certkeeper_cli")
MAX_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class CommandLine:
    """A shell of one who may call the API, for things in one scope."""

    caller: Caller
    scope: str

    def run(self, *arguments: str) -> str:
        """Return what `certkeeper` prints for these arguments; raise DemoFailed with its error output if it fails."""
        done = subprocess.run(
            [*PROGRAM, *arguments],
            cwd=ROOT,
            env={name: value for name, value in os.environ.items() if not name.startswith("AWS_")} | self.environment(),
            capture_output=True,
            text=True,
            timeout=MAX_SECONDS,
            check=False,
        )
        if done.returncode != 0:
            raise DemoFailed(f"certkeeper {' '.join(arguments)}: exit status {done.returncode}\n{done.stderr}")
        return done.stdout.rstrip()

    def run_as_json(self, *arguments: str) -> Any:  # noqa: ANN401 - whatever the API has
        """Return the API's document that the command prints with `--output json`; raises DemoFailed if it fails."""
        return json.loads(self.run(*arguments, "--output", "json"))

    def environment(self) -> dict[str, str]:
        """Return the environment with which `certkeeper` calls this API; raise DemoFailed without credentials."""
        credentials = self.caller.credentials
        if credentials is None:
            raise DemoFailed("the command line needs credentials")
        return {
            "AWS_ACCESS_KEY_ID": credentials.access_key,
            "AWS_SECRET_ACCESS_KEY": credentials.secret_key,
            "AWS_SESSION_TOKEN": credentials.token or "",
            "AWS_REGION": REGION,
            "CERTKEEPER_URL": self.caller.api_url,
            "CERTKEEPER_SCOPE": self.scope,
        }
