"""Every function's cold start, each at its place in a real issuance: real rows, real events, a real CA."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import boto3

from infra.layers.local import layers
from tests.architecture.deployed import functions
from tests.integration.machine.aws.account import account
from tests.integration.machine.aws.account_contents import TABLE, Account
from tests.integration.machine.aws.calls import Calls
from tests.integration.machine.runs.issuance import Issuance
from tests.integration.machine.world.outside_world import OutsideWorld, outside
from tools.bench.starts.endpoint import FLOOR_BUNDLE, endpoint
from tools.bench.starts.every_function import call_every_function
from tools.bench.starts.instructions import instructions, valgrind
from tools.bench.starts.measured_handlers import MeasuredHandlers, interpreter

FLOOR = Path(__file__).with_name("floor.py")
BOTO3_ALONE = ("boto3", "botocore", "dateutil", "jmespath", "s3transfer", "six.py", "urllib3")
"""boto3 and what it requires."""


@dataclass(frozen=True, slots=True)
class ColdStarts:
    """Instructions from process start to first answer: of the floor, and of each function by its name."""

    floor: int
    functions: dict[str, int]


def count_cold_starts() -> ColdStarts:
    """Count the instructions of the floor's and every function's cold start, and return them.

    Takes some ten minutes: valgrind makes a program fifty times slower. Raises NotCounted where it cannot be run.
    """
    valgrind()  # asked first: an issuance that stops half-way would say less
    with tempfile.TemporaryDirectory(prefix="certkeeper-bench-") as name, outside(Path(name)) as world:
        handlers = MeasuredHandlers(layers(), Path(name))
        with account(world.environment(), Calls(), handlers) as made, _called(made, handlers, world, Path(name)):
            Issuance(made, world).put_scope()
            floor = _floor(handlers, Path(name))
            call_every_function(made, world)
        missing = {each.operation for each in functions()} - handlers.counted.keys()
        assert not missing, f"never called: {missing}"
        return ColdStarts(floor, handlers.counted)


@contextmanager
def _called(made: Account, handlers: MeasuredHandlers, world: OutsideWorld, scratch: Path) -> Iterator[None]:
    roots = layers() / "runtime" / "python" / "botocore" / "cacert.pem"
    with endpoint(scratch, made.machine.tokens.success, roots) as aws:
        handlers.environment = environment_of(aws, made.environment(), world.environment())
        yield


def environment_of(aws: Mapping[str, str], account: Mapping[str, str], world: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a measured function: what `aws`, the account and the world give it.

    The world's CA and name server take the place of the defaults.
    """
    return {
        **aws,
        **account,
        **world,
        "POWERTOOLS_LOG_LEVEL": "INFO",
        "PYTHONHASHSEED": "0",  # the same dictionaries in every run
        "PATH": "",
    }


def _floor(handlers: MeasuredHandlers, scratch: Path) -> int:
    command: list[str | Path] = [*interpreter(), FLOOR, _boto3_alone(scratch), TABLE]
    environment = {**handlers.environment, "AWS_CA_BUNDLE": str(scratch / FLOOR_BUNDLE)}
    subprocess.run(command, env=environment, check=True)  # compiles what is not yet
    return instructions("floor", command, environment, scratch)


def _boto3_alone(scratch: Path) -> Path:
    """As Lambda's runtime has it: pyOpenSSL within its reach would make the floor higher than it is there."""
    packages, alone = Path(boto3.__file__).parents[1], scratch / "boto3-alone"
    alone.mkdir()
    for name in BOTO3_ALONE:
        (alone / name).symlink_to(packages / name)
    return alone
