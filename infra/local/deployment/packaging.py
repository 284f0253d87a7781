"""Sending what a template refers to by path to S3, and referring to it there: `sam package`, with cached archives."""

import copy
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from infra.layers.archives import archive
from infra.local.deployment.template import Template

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

BUCKET = "certkeeper-artifacts"
CODE = {"AWS::Serverless::Function": "CodeUri", "AWS::Serverless::LayerVersion": "ContentUri"}
FILES = {"AWS::Serverless::StateMachine": "DefinitionUri"}


class Packager:
    """Packages one template; the same archive is sent once."""

    def __init__(self, s3: "S3Client", *, layers: Path, cache: Path) -> None:
        """`layers` has a folder for each archive that a template names, `cache` the archives."""
        self._s3 = s3
        self._layers = layers
        self._cache = cache
        self._sent: set[str] = set()

    def package(self, template: Template, root: Path) -> Template:
        """Return a copy of the template in which the address in S3 of what was sent replaces each path below `root`."""
        self._s3.create_bucket(Bucket=BUCKET)
        packaged = copy.deepcopy(template)
        for resource in packaged["Resources"].values():
            properties = resource.get("Properties", {})
            code, file = CODE.get(resource["Type"]), FILES.get(resource["Type"])
            if code and isinstance(properties.get(code), str):
                properties[code] = self._archived(root, properties[code])
            if file and isinstance(properties.get(file), str):
                sent = self._send(root / properties[file])
                properties[file] = {"Bucket": BUCKET, "Key": sent}
        return packaged

    def url(self, packaged: Template) -> str:
        """Send a packaged template to S3, and return its URL.

        A request of CloudFormation's may have 51,200 bytes of template ("AWS CloudFormation quotas"), and Certkeeper's
        has more.
        """
        text = json.dumps(packaged).encode()
        name = f"{hashlib.sha256(text).hexdigest()[:40]}.template"
        self._s3.put_object(Bucket=BUCKET, Key=name, Body=text)
        return f"https://s3.amazonaws.com/{BUCKET}/{name}"

    def _archived(self, root: Path, path: str) -> str:
        """Send what is at a path of the template as an archive, and return its address.

        An archive that the template names is made here of the folder that was built for this machine.
        """
        built = Path(path)
        folder = self._layers / built.stem if built.suffix == ".zip" else root / path
        return f"s3://{BUCKET}/{self._send(archive(folder, self._cache))}"

    def _send(self, path: Path) -> str:
        if path.name not in self._sent:
            self._s3.put_object(Bucket=BUCKET, Key=path.name, Body=path.read_bytes())
            self._sent.add(path.name)
        return path.name
