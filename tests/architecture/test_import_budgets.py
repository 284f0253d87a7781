"""What a cold start may load. Each function is imported in a fresh interpreter that has its layers and nothing else."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from certkeeper.entrypoints.contract.operations import operations
from infra.bootstrap.environments import ROOT
from infra.layers.local import layers
from tests.architecture.deployed import Function, functions

SPEAKS_ACME = {
    "answer_challenges",
    "check_authorizations",
    "finalize_order",
    "open_order",
    "retrieve_certificate",
    "revoke_certificate",
}
READS_FILES = {"export_certificate", "upload_certificate", "upload_version"}

TAKES_A_BODY = {name for name, each in operations().items() if each.body}

MAY_LOAD: dict[str, set[str]] = {
    "acme": SPEAKS_ACME,
    "josepy": SPEAKS_ACME,
    "requests": set(),  # acme asks for it, our own transport does not
    "OpenSSL": SPEAKS_ACME,  # botocore takes it wherever it is importable: a fifth more instructions
    "cryptography": SPEAKS_ACME
    | READS_FILES,  # all others leave keys and certificates alone; lists show what was read once
    "pydantic": set(),  # 0.38 of the floor; its core validates bodies on the exported contract (docs/adr/0080)
    "pydantic_core": TAKES_A_BODY,  # 0.08 of the floor
    "aws_xray_sdk": set(),  # Powertools' Tracer loads it even when it is switched off
    "boto3": set(),  # botocore alone is what we call
    "aws_lambda_powertools.event_handler": set(),  # API Gateway has routed already
    "dns": set(),  # loaded by the first look, not at import; so are the next two by the first name
    "idna": set(),
    "publicsuffixlist": set(),
}
"""Who may load what is heavy, by measurement (notes on cold starts)."""

PROGRAM = """
import json, sys
sys.path[:0] = sys.argv[1:]
import app
from certkeeper.adapters.aws.clients import client
client("dynamodb")
print(json.dumps(sorted(sys.modules)))
"""
"""The handler's module, and the client that every function makes with its first answer."""

EVERY = pytest.mark.parametrize("function", functions(), ids=lambda function: function.operation)


@EVERY
def test_a_function_loads_within_its_layers_and_its_budget(function: Function) -> None:
    """A missing layer fails here rather than at the first call; a heavy import is named."""
    loaded = _loaded(function)
    heavy = {name for name, who in MAY_LOAD.items() if name in loaded and function.operation not in who}
    assert not heavy


@pytest.mark.parametrize("name", [name for name, who in MAY_LOAD.items() if who])
def test_a_budget_is_used(name: str) -> None:
    """Whoever stops loading something heavy loses the right to it."""
    users = {function.operation for function in functions() if name in _loaded(function)}
    assert users == MAY_LOAD[name]


@cache
def _loaded(function: Function) -> frozenset[str]:
    """The modules that are loaded before the first answer."""
    names = sorted(layer.removesuffix("Layer").lower() for layer in function.layers)
    paths = [ROOT / function.folder, *(_layers() / name / "python" for name in names)]
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", PROGRAM, *map(str, paths)],
        capture_output=True,
        text=True,
        check=False,
        env={"AWS_DEFAULT_REGION": "eu-central-1"},
    )
    assert done.returncode == 0, done.stderr
    return frozenset(json.loads(done.stdout))


@cache
def _layers() -> Path:
    """The layers as they are deployed on this machine."""
    return layers()
