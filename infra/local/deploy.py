"""Deploying the real template to the emulator in seconds, with the modules of `infra.local.deployment`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from infra.bootstrap.environments import BUILD, ROOT
from infra.layers.local import layers
from infra.local.aws import Cloud
from infra.local.deployment.packaging import Packager
from infra.local.deployment.stack import create_stack
from infra.local.deployment.template import read_template

STACK = "certkeeper"


@dataclass(frozen=True, slots=True)
class Deployed:
    """The deployed stack. `api_url` is where the API answers on this machine."""

    outputs: Mapping[str, str]
    api_url: str


def deploy(
    cloud: Cloud, parameters: Mapping[str, str], template: Path = ROOT / "template.yaml", *, stack: str = STACK
) -> Deployed:
    """Build the layers for this machine, package the template, create the stack in the cloud, and return it.

    `parameters` are those of the template by name.
    """
    s3 = cloud.session.client("s3", endpoint_url=cloud.endpoint)
    cloudformation = cloud.session.client("cloudformation", endpoint_url=cloud.endpoint)
    packager = Packager(s3, layers=layers(), cache=BUILD / "zips")
    packaged = packager.package(read_template(template), template.parent)
    outputs = create_stack(cloudformation, stack, packager.url(packaged), parameters)
    return Deployed(outputs, local_api_url(cloud, outputs["ApiUrl"]))


def local_api_url(cloud: Cloud, url: str) -> str:
    """Return the address of an API on the emulator in `cloud`, for its `url` on AWS.

    The host name of that does not resolve here.
    """
    host, _, stage = url.removeprefix("https://").partition("/")
    return f"{cloud.endpoint}/_aws/execute-api/{host.split('.')[0]}/{stage.strip('/')}"
