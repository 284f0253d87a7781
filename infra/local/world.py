"""The local world: AWS, the certificate authority, DNS and the customer's site, with the template deployed.

Everything is on the loopback, in one temporary directory, and bounded: its processes end with the world, with the
process that holds it, or when the time is up (`infra.local.processes.supervisor`).
"""

import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from infra.bootstrap.pebble import pebble
from infra.local.aws import Cloud
from infra.local.deploy import Deployed, deploy
from infra.local.dns.hosted_zones import HostedZones
from infra.local.dns.server import DnsServer
from infra.local.inbox import Inbox
from infra.local.pebble import Pebble
from infra.local.pebble_settings import PebbleSettings
from infra.local.processes.emulator_process import EmulatorProcess
from infra.local.processes.folder import world_folder
from infra.local.site import Site

HOUR_SECONDS = 3600.0
DELEGATION_ZONE = "acme-zone.test"
"""Where CNAMEs of the solver `delegated` lead; to try it, create a hosted zone of this name."""


@dataclass(frozen=True, slots=True)
class IssuanceIntervals:
    """The template's intervals of an issuance, in seconds."""

    verify_seconds: int = 5
    poll_seconds: int = 1
    retry_seconds: int = 1

    def parameters(self) -> dict[str, str]:
        """Return the template's parameters for these intervals."""
        return {
            "VerifyIntervalSeconds": str(self.verify_seconds),
            "PollIntervalSeconds": str(self.poll_seconds),
            "PropagationIntervalSeconds": str(self.poll_seconds),
            "LeftoversIntervalSeconds": str(self.retry_seconds),
            "RetryIntervalSeconds": str(self.retry_seconds),
        }


class World:
    """A running world; `with World() as world:` ends it."""

    def __init__(
        self,
        *,
        seconds: float = HOUR_SECONDS,
        pebble_settings: PebbleSettings | None = None,
        pebble_overrides: Mapping[str, object] | None = None,
    ) -> None:
        """Start everything but the deployed template; nothing runs longer than `seconds`.

        `pebble_overrides` are settings of Pebble, over those of `Pebble`.
        """
        with ExitStack() as ends:
            self.directory = ends.enter_context(world_folder(Path(tempfile.gettempdir()), time.time()))
            self.dns = DnsServer()
            ends.callback(self.dns.stop)
            self.site = Site()
            ends.callback(self.site.stop)
            self.emulator = EmulatorProcess(self.directory, seconds=seconds)
            ends.callback(self.emulator.stop)
            self.pebble = Pebble(
                pebble(),
                self.directory,
                seconds=seconds,
                nameserver=self.dns.address,
                http_port=self.site.port,
                pebble_settings=pebble_settings or PebbleSettings(),
                pebble_overrides=pebble_overrides,
            )
            ends.callback(self.pebble.stop)
            self.pebble.wait()
            self.emulator.wait()
            self._ends = ends.pop_all()
        self.cloud = Cloud(self.emulator.endpoint)
        self.dns.records.zones = HostedZones(self.cloud.session.client("route53", endpoint_url=self.cloud.endpoint))

    def deploy(self, intervals: IssuanceIntervals | None = None) -> Deployed:
        """Deploy the template with these intervals, and return the stack.

        The site gets the redirect to its API, and `inbox` is subscribed to its notices.
        """
        deployed = deploy(self.cloud, self.parameters() | (intervals or IssuanceIntervals()).parameters())
        self.site.redirect_to = deployed.api_url
        self.inbox = Inbox.subscribed(self.cloud, deployed.outputs["NoticesTopicArn"])
        return deployed

    def parameters(self) -> dict[str, str]:
        """Return the template's parameters that say where the CA, DNS and the site of this world are."""
        return {
            "AcmeDirectoryUrl": self.pebble.directory_url,
            "AcmeDirectoryRootPem": self.pebble.tls_root.read_text(encoding="ascii"),
            "AcmeContact": "admin@example.test",
            "DelegationZone": DELEGATION_ZONE,
            "CheckNameserver": self.dns.address,
            "CheckHttpPort": str(self.site.port),
            "CheckAllowPrivateAddresses": "true",
        }

    def stop(self) -> None:
        """End everything, in the opposite order."""
        self._ends.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()
