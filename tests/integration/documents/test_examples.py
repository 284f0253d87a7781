"""The examples in the documents do what their pages say, on moto and with a shell."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import boto3
import pytest
from moto import mock_aws

from certkeeper.adapters.aws.events import SOURCE
from certkeeper.adapters.secretsmanager.layout import bundle_document
from certkeeper.domain.certificates.certificate import Bundle
from certkeeper.domain.events import EventType
from infra.bootstrap.environments import ROOT
from infra.local.deployment.template import read_template

GUIDE = ROOT / "docs" / "guide" / "examples"
OPERATE = ROOT / "docs" / "operate" / "examples"
FETCH = GUIDE / "fetch-certificate.sh"
needs_jq = pytest.mark.skipif(shutil.which("jq") is None, reason="fetch-certificate.sh needs jq")


def loaded(path: Path) -> ModuleType:
    """Return the module in a file that belongs to no package."""
    spec = spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty account of moto's."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with mock_aws():
        yield


class Server:
    """A machine on which `fetch-certificate.sh` runs; `aws` there prints the secret that the test has set."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "tls"
        self.secret = home / "secret.json"
        self._programs = home / "bin"
        self._programs.mkdir()
        aws = self._programs / "aws"
        aws.write_text(f'#!/bin/sh\ncat "{self.secret}"\n', encoding="utf-8")
        aws.chmod(0o755)

    def publish(self, version: str) -> None:
        """Put another version into the secret."""
        bundle = {"fingerprint": version, "fullchain": f"chain {version}\n", "private_key": f"key {version}\n"}
        self.secret.write_text(json.dumps(bundle), encoding="utf-8")

    def fetch(self, test: str = "true", reload: str = "true") -> int:
        """Run the script, and return its exit status."""
        path = f"{self._programs}:{os.environ['PATH']}"
        command = ["sh", str(FETCH), "secret", str(self.folder), test, reload]
        return subprocess.run(command, env={"PATH": path}, check=False, capture_output=True).returncode

    @property
    def served(self) -> tuple[str, str]:
        """What the server's configuration leads to: certificate and key."""
        current = self.folder / "current"
        return (current / "fullchain.pem").read_text().strip(), (current / "privkey.pem").read_text().strip()


@pytest.fixture
def server(tmp_path: Path) -> Server:
    """A server that has the first version."""
    made = Server(tmp_path)
    made.publish("one")
    return made


@needs_jq
def test_a_server_gets_the_first_and_each_new_version(server: Server) -> None:
    """And keeps no key of a version before; the files are for their owner alone."""
    assert server.fetch() == 0
    assert server.served == ("chain one", "key one")
    server.publish("two")
    assert server.fetch() == 0
    assert server.served == ("chain two", "key two")
    assert {path.name for path in server.folder.iterdir()} == {"current", "two"}
    assert (server.folder / "current" / "privkey.pem").stat().st_mode & 0o077 == 0


@needs_jq
def test_a_server_is_not_reloaded_without_a_new_version(server: Server, tmp_path: Path) -> None:
    """An hourly run must cost nothing."""
    server.fetch()
    assert server.fetch(reload=f"touch {tmp_path}/reloaded") == 0
    assert not (tmp_path / "reloaded").exists()


@needs_jq
@pytest.mark.parametrize(("test", "reload"), [("false", "true"), ("true", "false")])
def test_a_server_keeps_its_version_if_the_new_one_is_not_taken(server: Server, test: str, reload: str) -> None:
    """And the next run tries again."""
    server.fetch()
    server.publish("two")
    assert server.fetch(test, reload) == 1
    assert server.served == ("chain one", "key one")
    assert server.fetch() == 0
    assert server.served == ("chain two", "key two")


@needs_jq
def test_a_secret_without_a_certificate_changes_nothing(server: Server) -> None:
    """While the first order runs it has a key alone."""
    server.secret.write_text(json.dumps({"private_key": "key"}), encoding="utf-8")
    assert server.fetch() != 0
    assert not (server.folder / "current").exists()


def test_a_new_version_is_imported_under_the_arn_in_acm(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What uses the ARN gets it, and there is still one certificate."""
    first, second = (bundle(tmp_path) for _ in range(2))
    acm = boto3.client("acm")
    arn = acm.import_certificate(Certificate=first["certificate"], PrivateKey=first["private_key"])["CertificateArn"]
    secret = boto3.client("secretsmanager").create_secret(
        Name="certkeeper/certificates/id", SecretString=json.dumps(second)
    )
    monkeypatch.setenv("SECRET_ARN", secret["ARN"])
    monkeypatch.setenv("CERTIFICATE_ARN", arn)
    assert loaded(GUIDE / "import_into_acm.py").handler({}, None) == arn
    assert acm.get_certificate(CertificateArn=arn)["Certificate"] == second["certificate"]
    assert len(acm.list_certificates(Includes={"keyTypes": ["EC_prime256v1"]})["CertificateSummaryList"]) == 1


def bundle(folder: Path) -> dict[str, str]:
    """Return what a secret holds of a self-signed certificate that is made now."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subject = ["-subj", "/CN=www.example.com", "-addext", "subjectAltName=DNS:www.example.com"]
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc"]
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(["openssl", "req", "-x509", *kind, *subject, *files], check=True, capture_output=True)
    return {"certificate": certificate.read_text(), "chain": "", "private_key": key.read_text()}


def test_a_service_of_ecs_is_deployed_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks read the secret when they start."""
    ecs = boto3.client("ecs")
    ecs.create_cluster(clusterName="web")
    ecs.register_task_definition(
        family="site", containerDefinitions=[{"name": "nginx", "image": "nginx", "memory": 64}]
    )
    made = ecs.create_service(cluster="web", serviceName="site", taskDefinition="site", desiredCount=1)["service"]
    monkeypatch.setenv("CLUSTER", "web")
    monkeypatch.setenv("SERVICE", "site")
    assert loaded(GUIDE / "redeploy_ecs_service.py").handler({}, None) == made["serviceArn"]


def test_rows_are_copied_from_table_to_table() -> None:
    """All pages, with every type; what the target has besides stays."""
    dynamodb = boto3.resource("dynamodb")
    for name in ("source", "target"):
        dynamodb.create_table(
            TableName=name,
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
            AttributeDefinitions=[{"AttributeName": each, "AttributeType": "S"} for each in ("pk", "sk")],
            BillingMode="PAY_PER_REQUEST",
        )
    source, target = dynamodb.Table("source"), dynamodb.Table("target")
    for number in range(8):
        source.put_item(Item={"pk": "SCOPE#shop", "sk": str(number), "long": "x" * 300_000, "numbers": [number]})
    target.put_item(Item={"pk": "SCOPE#other", "sk": "kept"})
    assert loaded(OPERATE / "copy_rows.py").copy_rows("source", "target") == 8
    copied = [target.get_item(Key={"pk": "SCOPE#shop", "sk": str(number)})["Item"] for number in range(8)]
    assert [row["numbers"] for row in copied] == [[number] for number in range(8)]
    assert "Item" in target.get_item(Key={"pk": "SCOPE#other", "sk": "kept"})


def test_the_rule_waits_for_events_that_there_are() -> None:
    """A name that is spelt in another way would never come."""
    rule = read_template(GUIDE / "on-new-version.yaml")["Resources"]["NewVersion"]["Properties"]["EventPattern"]
    assert rule["source"] == [SOURCE]
    assert {EventType(name) for name in rule["detail-type"]} == {
        EventType.CERTIFICATE_RENEWED,
        EventType.CERTIFICATE_UPLOADED,
        EventType.CERTIFICATE_RESTORED,
    }


def test_the_page_shows_the_secret_as_it_is() -> None:
    """Consumers are written by it."""
    page = (ROOT / "docs" / "guide" / "consumers.md").read_text(encoding="utf-8")
    shown = json.loads(page.partition("```json\n")[2].partition("```")[0])
    written = bundle_document(Bundle("leaf", "issuer", "key", datetime(2027, 2, 24, tzinfo=UTC), "digest"))
    assert shown.keys() == json.loads(written).keys()
