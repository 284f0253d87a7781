"""The modules that a cold start may load. Functions are imported as they are built, with their layers and nothing else.

docs/design/cold-starts.md has what each of these costs.
"""

import json
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from certkeeper.entrypoints.contract.operations import operations
from infra.bootstrap.environments import ROOT
from infra.layers.local import layers
from infra.layers.target import host_target
from tests.architecture.deployed import Function, functions
from tests.architecture.imports.imported import reached

SPEAKS_ACME = {
    "answer_challenges",
    "check_authorizations",
    "finalize_order",
    "open_order",
    "retrieve_certificate",
    "revoke_certificate",
}
READS_FILES = {
    "activate_version",  # who trusts an issued version is judged for the comparison
    "export_certificate",
    "replace_certificate",
    "replace_with_version",
    "upload_certificate",
    "upload_version",
}

TAKES_A_BODY = {name for name, each in operations().items() if each.body}

MAY_LOAD: dict[str, set[str]] = {
    "acme": SPEAKS_ACME,
    "josepy": SPEAKS_ACME,
    "requests": set(),  # acme asks for it, the adapter's own transport does not
    "OpenSSL": SPEAKS_ACME,  # botocore imports it wherever it can
    "cryptography": SPEAKS_ACME
    | READS_FILES,  # all others leave keys and certificates alone; lists show what was read once
    "pydantic": set(),  # 0.38 of the floor; its core validates bodies on the exported contract (ADR 80)
    "pydantic_core": TAKES_A_BODY,  # 0.08 of the floor
    "multiprocessing": set(),  # s3transfer imports it, see infra/layers/unused_modules.py
    "importlib.metadata": set(),  # as urllib3 does for HTTP/2
    "html.parser": set(),  # and botocore for documentation
    "aws_xray_sdk": set(),  # Powertools' Tracer loads it even when it is switched off
    "aws_lambda_powertools.event_handler": set(),  # API Gateway has routed already
    "aws_lambda_powertools.utilities.batch": set(),  # ADR 86
    "dns": set(),  # loaded by the first check, not at import; so are the next two by the first name
    "idna": set(),
    "publicsuffixlist": set(),
}
"""Which functions may load what is heavy. boto3 and Powertools' logger, all of them."""

PROGRAM = """
import importlib, json, os, sys
modules = json.loads(sys.argv[1])
sys.path[:0] = sys.argv[2:]
import aws_lambda_powertools.logging
from certkeeper.adapters.aws.clients import client
client("dynamodb")
for module in modules:
    if os.fork():
        assert os.wait()[1] == 0, module
        continue
    importlib.import_module(module)
    print(json.dumps([module, sorted(sys.modules)]), flush=True)
    os._exit(0)
"""
"""Loads what every function does until its first answer, the logger and a client; then each in a fork of its own."""

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


@EVERY
def test_a_function_logs_and_makes_a_client(function: Function) -> None:
    """So what PROGRAM loads before it forks is loaded by each of them."""
    assert {"aws_lambda_powertools.logging", "boto3.session"} <= reached(ROOT / function.folder / "app.py")


def _loaded(function: Function) -> frozenset[str]:
    """The modules that a function has loaded before its first answer."""
    return _loaded_with(tuple(sorted(function.layers)))[function.module]


@cache
def _loaded_with(attached: tuple[str, ...]) -> Mapping[str, frozenset[str]]:
    """The modules that are loaded, by the module of each function that has exactly these layers."""
    names = (layer.removesuffix("Layer").lower() for layer in attached)
    paths = [_layers() / "functions", *(_layers() / name / "python" for name in names)]
    modules = [each.module for each in functions() if tuple(sorted(each.layers)) == attached]
    done = subprocess.run(
        [str(host_target().python), "-I", "-S", "-c", PROGRAM, json.dumps(modules), *map(str, paths)],
        capture_output=True,
        text=True,
        check=False,
        env={"AWS_DEFAULT_REGION": "eu-central-1"},
    )
    assert done.returncode == 0, done.stderr
    return {module: frozenset(loaded) for module, loaded in map(json.loads, done.stdout.splitlines())}


@cache
def _layers() -> Path:
    """The code and the layers as they are deployed on this machine."""
    return layers()
