"""The packages in the locks and in each layer, and the vendor that each adapter may know."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from botocore import xform_name
from botocore.session import Session
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from infra.bootstrap.environments import REQUIREMENTS, ROOT
from infra.layers import botocore_data
from infra.layers.operations import OPERATIONS
from infra.layers.target import ARCHITECTURE, RUNTIME
from infra.local.deployment.template import read_template

PACKAGE = ROOT / "layers" / "certkeeper" / "src" / "certkeeper"
LAYER_LOCKS = {name: ROOT / "layers" / name / "requirements.txt" for name in ("runtime", "acme")}
LOCK_OF = {**LAYER_LOCKS, **dict.fromkeys(("cli", "docs"), REQUIREMENTS / "development.txt")}
"""Groups whose lock has another name. Two are in the whole: people install the command line by its ranges."""
LOCKS = (*sorted(REQUIREMENTS.glob("*.txt")), *LAYER_LOCKS.values())

VENDORS = {
    "domain": set(),
    "ports": set(),
    "services": set(),
    "x509": {"cryptography"},
    "x509/export/java.py": {"cryptography", "jks"},
    "x509/upload/containers/kubernetes.py": {"yaml"},
    "entrypoints": {"aws_lambda_powertools"},
    "entrypoints/contract": {"pydantic", "pydantic_core", "typing_extensions"},
    "entrypoints/requests": {"pydantic_core"},
    "adapters": {"boto3", "botocore"},
    "adapters/acme": {"acme", "josepy", "urllib3", "cryptography"},
    "adapters/domain_names.py": {"idna", "publicsuffixlist"},
    "adapters/uuid7.py": {"uuid_utils"},
    "adapters/lookout": {"dns"},
}
"""What a part of the package may import besides the standard library; the longest name that fits a module decides."""


def pins(lock: Path) -> dict[str, str]:
    """Return what a lock pins, by name."""
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ;\\]+)", lock.read_text(), flags=re.MULTILINE))


@pytest.mark.parametrize("layer", LAYER_LOCKS)
def test_a_layer_holds_what_the_tests_ran_with(layer: str) -> None:
    """A layer's lock is a part of the whole lock: the same releases, none besides."""
    assert pins(LAYER_LOCKS[layer]).items() <= pins(REQUIREMENTS / "development.txt").items()


def test_a_worker_of_the_emulator_meets_one_botocore() -> None:
    """The emulator's environment, which runs Certkeeper's functions here, has the botocore that the layer has."""
    botocore = {"botocore": pins(LAYER_LOCKS["runtime"])["botocore"]}
    assert botocore.items() <= pins(REQUIREMENTS / "emulator.txt").items()


def test_nothing_is_in_two_layers() -> None:
    """The acme layer leaves out what the runtime layer, attached beside it, has."""
    assert not pins(LAYER_LOCKS["acme"]).keys() & pins(LAYER_LOCKS["runtime"]).keys()


def test_only_the_acme_layer_slows_botocore_down() -> None:
    """Where pyOpenSSL can be imported botocore imports it: it is in the layer of those who speak ACME, and no other."""
    heavy = {"acme", "josepy", "pyopenssl", "requests", "certifi"}
    assert heavy <= pins(LAYER_LOCKS["acme"]).keys()
    assert not heavy & pins(LAYER_LOCKS["runtime"]).keys()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: str(lock.relative_to(ROOT)))
def test_a_lock_names_no_address(lock: Path) -> None:
    """Whoever installs chooses the registry: a lock has names, versions and hashes, each pin at least one hash."""
    text = lock.read_text()
    assert not re.search(r"://|--(extra-)?index|--find-links| @ ", text)
    assert all("--hash=sha256:" in entry for entry in re.split(r"\n(?=\S)", text.strip()))


def test_the_locks_are_compiled_from_what_is_declared() -> None:
    """Each group of pyproject.toml is satisfied by its lock; else `make lock` was forgotten."""
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text())["dependency-groups"]
    for group, declared in groups.items():
        pinned = pins(LOCK_OF.get(group, REQUIREMENTS / f"{group}.txt"))
        for requirement in (Requirement(entry) for entry in declared if isinstance(entry, str)):
            assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)]), requirement


def test_the_runtime_layer_describes_the_operations_that_adapters_call() -> None:
    """Botocore's data is cut down to them: a client of the layer has no method for one that is missing there."""
    names = {
        text
        for file in sorted((PACKAGE / "adapters").rglob("*.py"))
        for text in _names_beside_clients(ast.parse(file.read_text()))
    }
    session = Session()
    for service in sorted(botocore_data.SERVICES):
        operations = session.get_service_model(service).operation_names
        assert {each for each in operations if xform_name(each) in names} == OPERATIONS[service], service


def test_the_runtime_layer_describes_the_services_that_clients_are_made_of() -> None:
    """Those that `client` knows, each by an overload of its own."""
    code = ast.parse((PACKAGE / "adapters" / "aws" / "clients.py").read_text())
    services = {
        ast.literal_eval(node.slice)
        for node in ast.walk(code)
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "Literal"
    }
    assert services == set(botocore_data.SERVICES)


def _names_beside_clients(code: ast.Module) -> Iterator[str]:
    """Attributes and texts of a module that knows a client's type: methods of clients and names of paginators."""
    modules = {node.module or "" for node in ast.walk(code) if isinstance(node, ast.ImportFrom)}
    if any(module.startswith("mypy_boto3_") for module in modules):
        for node in ast.walk(code):
            if isinstance(node, ast.Attribute):
                yield node.attr
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


@pytest.mark.parametrize(("name", "default"), [("Runtime", RUNTIME), ("Architecture", ARCHITECTURE)])
def test_layers_are_built_for_what_is_deployed(name: str, default: str) -> None:
    """A plain `sam build` by hand builds for the template's defaults, as `make build` does."""
    assert read_template(ROOT / "template.yaml")["Parameters"][name]["Default"] == default


def test_each_part_knows_its_own_vendors() -> None:
    """The inside knows the standard library only, x509 one library, each adapter one vendor, at whatever depth."""
    for file in sorted(PACKAGE.rglob("*.py")):
        path = file.relative_to(PACKAGE)
        part = max((part for part in VENDORS if path.is_relative_to(part)), key=len, default=None)
        assert external(file) <= (VENDORS[part] if part else set()), path


def external(file: Path) -> set[str]:
    """Return the packages of others that a module imports when it runs; what only types need costs nothing."""
    return {
        name for name in imported(ast.parse(file.read_text())) if name not in {*sys.stdlib_module_names, "certkeeper"}
    }


def imported(node: ast.AST) -> Iterator[str]:
    """Walk the imports below a node, but for those under TYPE_CHECKING."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING"):
            continue
        if isinstance(child, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in child.names)
        elif isinstance(child, ast.ImportFrom) and child.module and not child.level:
            yield child.module.partition(".")[0]
        yield from imported(child)
