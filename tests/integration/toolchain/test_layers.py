"""The layers as they are built for this machine: what is deployed to the local world, and how Lambda's are made."""

import gzip
import json
import re
import ssl
import subprocess
from pathlib import Path
from typing import Any

import botocore
import pytest
from cryptography import x509
from packaging.utils import canonicalize_name

from infra.layers import botocore_data, root_certificates, unused_modules
from infra.layers.build import LAYERS, NAMES
from infra.layers.compiling import NOT_FOR_EVERY_PYTHON
from infra.layers.local import layers
from infra.layers.operations import OPERATIONS
from infra.layers.target import host_target
from tests.architecture.imports.test_dependencies import LAYER_LOCKS, pins

UNCHECKED_HASH = b"\x01\0\0\0"
"""The flags of a .pyc that is never compared with its source (PEP 552)."""

MODULES_OF = {
    "cffi": {"cffi", "_cffi_backend"},
    "dnspython": {"dns"},
    "javaobj-py3": {"javaobj"},
    "pycryptodomex": {"Cryptodome"},
    "pyjks": {"jks"},
    "pyopenssl": {"OpenSSL"},
    "python-dateutil": {"dateutil"},
    "pyyaml": {"yaml", "_yaml"},
}
"""What a package of the locks is imported as, where that is not its own name."""


@pytest.fixture(scope="module")
def built() -> Path:
    """Return the folder of the layers, which are built now if they are not current."""
    return layers()


def run(script: str, *attached: Path) -> str:
    """Run a script that sees the attached layers and the standard library, as a function does."""
    head = f"import sys; sys.path[:0] = {[str(layer / 'python') for layer in attached]!r}\n"
    # -S and -I: nothing of the environment that runs this test.
    command = [str(host_target().python), "-I", "-S", "-c", head + script]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _json(file: Path) -> Any:  # noqa: ANN401 - any JSON value
    content = file.read_bytes()
    return json.loads(gzip.decompress(content) if file.suffix == ".gz" else content)


@pytest.mark.parametrize("service", sorted(botocore_data.SERVICES))
def test_a_client_of_every_service_can_be_made(built: Path, service: str) -> None:
    """What was cut away of botocore's data is not missed: endpoints are found, and the operations that are called."""
    script = f"""
from boto3.session import Session
client = Session("a", "b").client({service!r}, region_name="eu-central-1")
print(client.meta.endpoint_url, *client.meta.method_to_api_mapping.values())
"""
    address, *operations = run(script, built / "runtime").split()
    assert re.fullmatch(r"https://\w+(\.eu-central-1)?\.amazonaws\.com", address)  # Route 53 is one for all regions
    assert set(operations) - {"DescribeEndpoints"} == OPERATIONS[service]


def test_requests_go_where_botocore_sends_them(built: Path) -> None:
    """What decides about endpoints is botocore's own, in every region and variant: only prose and other services go."""
    kept_data, whole = built / "runtime" / "python" / "botocore" / "data", Path(botocore.__file__).parent / "data"
    assert _json(kept_data / "partitions.json") == _json(whole / "partitions.json")
    for service in sorted(botocore_data.SERVICES):
        (rules,) = kept_data.glob(f"{service}/*/endpoint-rule-set-1.json")
        (theirs,) = whole.glob(f"{service}/{rules.parent.name}/endpoint-rule-set-1.json*")
        assert _json(rules) == botocore_data.without_prose(_json(theirs))
    for kept, all_ in zip(*(_json(data / "endpoints.json")["partitions"] for data in (kept_data, whole)), strict=True):
        prefixes = botocore_data.ENDPOINT_PREFIXES & all_["services"].keys()
        assert kept == {**all_, "services": {name: all_["services"][name] for name in prefixes}}


def test_what_is_left_out_of_boto3_says_so_when_it_is_used(built: Path) -> None:
    """Nothing of it is missed silently: a transfer to S3 or a page of documentation fails with the reason."""
    script = """
import s3transfer.manager, botocore.docs.docstring, botocore.docs.utils
for use in (
    lambda: s3transfer.manager.TransferManager(None).upload("a", "b", "c"),
    lambda: botocore.docs.docstring.ClientMethodDocstring().expandtabs(),
    lambda: botocore.docs.utils.AutoPopulatedParam("a").document_auto_populated_param(event_name="docs.x"),
):
    try:
        use()
    except RuntimeError as error:
        print(error)
"""
    assert run(script, built / "runtime").splitlines() == [unused_modules.REASON] * 3


def test_a_module_to_leave_out_that_is_not_there_stops_the_build(tmp_path: Path) -> None:
    """Another release of boto3 imports something else: somebody has to see what that is."""
    with pytest.raises(unused_modules.ModulesMissing, match="boto3/docs"):
        unused_modules.empty(tmp_path)


def test_the_acme_layer_completes_the_runtime_layer(built: Path) -> None:
    """With both attached, acme can be imported; with the runtime layer alone neither it nor pyOpenSSL is there."""
    run("import acme.client", built / "runtime", built / "acme")
    absent = "from importlib.util import find_spec; print(find_spec('acme'), find_spec('OpenSSL'))"
    assert run(absent, built / "runtime").split() == ["None", "None"]


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_has_the_modules_of_its_packages_and_no_others(built: Path, layer: str) -> None:
    """A wheel may bring more by mistake, such as its tests, which would hide modules of that name."""
    found = {entry.name for entry in (built / layer / "python").iterdir()} - {"__pycache__"}
    modules = {name.partition(".")[0] for name in found if not name.endswith(".dist-info")}
    locked = pins(LAYER_LOCKS[layer])
    assert modules == {module for name in locked for module in MODULES_OF.get(name, {name.replace("-", "_")})}
    installed = {name.partition("-")[0] for name in found if name.endswith(".dist-info")}
    assert {canonicalize_name(name) for name in installed} == locked.keys()


def test_everything_is_compiled_once_and_for_all(built: Path) -> None:
    """Each module has a .pyc that holds whatever the times in a zip archive say."""
    tag = run("import sys; print(sys.implementation.cache_tag)").strip()
    sources = [file for name in NAMES for file in (built / name).rglob("*.py")]
    for source in sources:
        compiled = source.parent / "__pycache__" / f"{source.stem}.{tag}.pyc"
        if source.relative_to(built).as_posix().partition("/")[2].startswith(NOT_FOR_EVERY_PYTHON):
            continue
        assert compiled.read_bytes()[4:8] == UNCHECKED_HASH, compiled


def test_the_layers_trust_the_roots_of_aws_and_few_others(built: Path) -> None:
    """Reading all that botocore ships is a sixth of a cold start."""
    bundle = built / "runtime" / "python" / "botocore" / "cacert.pem"
    roots = x509.load_pem_x509_certificates(bundle.read_bytes())
    assert len(roots) == len(root_certificates.KEPT)
    assert all(root.subject == root.issuer for root in roots)
    ssl.create_default_context(cafile=str(bundle))


def test_a_root_that_is_gone_from_the_list_stops_the_build(tmp_path: Path) -> None:
    """A layer that cannot connect to AWS must not be built."""
    bundle = tmp_path / "cacert.pem"
    bundle.write_text("nothing", encoding="ascii")
    with pytest.raises(root_certificates.RootMissing, match="Amazon Root CA 1"):
        root_certificates.trim(bundle)
