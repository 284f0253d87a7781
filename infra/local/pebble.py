"""Let's Encrypt on this machine: Pebble, its test authority, on free ports of the loopback."""

import json
import ssl
import urllib.request
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from certkeeper.domain.clock import to_text
from infra.local.pebble_settings import PebbleSettings
from infra.local.processes.bounded_process import BoundedProcess
from infra.local.processes.loopback import LOOPBACK, free_ports
from infra.local.tls_authority import write_tls_files

START_SECONDS = 20
CERTIFICATE_SECONDS = 90 * 24 * 3600  # Let's Encrypt's classic profile as of 2026
DEFAULT_CONFIGURATION = {
    "ocspResponderURL": "",
    "externalAccountBindingRequired": False,
    # No more labels than any name of an order: 2.10 panics on names shorter than a blocked one.
    "domainBlocklist": ["blocked.test"],
    "retryAfter": {"authz": 1, "order": 1},
    "caaIdentities": ["pebble.test"],  # how dns-persist-01 names it; CAA records it does not read
    "keyAlgorithm": "ecdsa",
    "certificateValidityPeriod": CERTIFICATE_SECONDS,  # read by 2.6, profiles by 2.10
    # One profile only: an order that names none gets a random one.
    "profiles": {"default": {"description": "classic", "validityPeriod": CERTIFICATE_SECONDS}},
}
USER_AGENT = "certkeeper-local-world"  # Pebble refuses requests without one


class Pebble:
    """A running Pebble. `directory_url` is its ACME directory, `tls_root` the root of its own HTTPS."""

    def __init__(
        self,
        program: Path,
        directory: Path,
        *,
        seconds: float,
        nameserver: str,
        http_port: int,
        pebble_settings: PebbleSettings,
        pebble_overrides: Mapping[str, object] | None = None,
    ) -> None:
        """Start it; it resolves names at `nameserver` and fetches challenges from `http_port`.

        `pebble_overrides` stands over POLICY, setting by setting.
        """
        acme, management, tls = free_ports(3)
        self.directory_url = f"https://{LOOPBACK}:{acme}/dir"
        self._management = f"https://{LOOPBACK}:{management}"
        files = write_tls_files(directory, datetime.now(UTC))
        self.tls_root = files.root
        configuration = {
            "listenAddress": f"{LOOPBACK}:{acme}",
            "managementListenAddress": f"{LOOPBACK}:{management}",
            "certificate": str(files.certificate),
            "privateKey": str(files.private_key),
            "httpPort": http_port,
            "tlsPort": tls,
            **DEFAULT_CONFIGURATION,
            **(pebble_overrides or {}),
        }
        path = directory / "pebble.json"
        path.write_text(json.dumps({"pebble": configuration}), encoding="utf-8")
        self._process = BoundedProcess(
            [str(program), "-config", str(path), "-dnsserver", nameserver],
            seconds=seconds,
            log=directory / "pebble.log",
            env=pebble_settings.environment(),
        )
        self.pid = self._process.pid

    def wait(self) -> None:
        """Return when it answers."""
        self._process.wait_until(self._answers, seconds=START_SECONDS)

    def root_pem(self) -> str:
        """Return the root of the issued certificates, in PEM; Pebble makes a new one at each start."""
        return self._get(f"{self._management}/roots/0").decode()

    def offers_renewal_info(self) -> bool:
        """Return whether it offers renewal windows that `set_window` can change (from 2.10 on)."""
        return "renewalInfo" in json.loads(self._get(self.directory_url))

    def set_window(self, certificate_pem: str, start: datetime, end: datetime) -> None:
        """Set the renewal window that it answers for a certificate, given in PEM (RFC 9773 section 4.2).

        It is from `start` to `end`.
        """
        window = {"start": to_text(start), "end": to_text(end)}
        answer = json.dumps({"suggestedWindow": window, "explanationURL": "https://example.test/why"})
        body = json.dumps({"certificate": certificate_pem, "ariResponse": answer}).encode()
        self._get(f"{self._management}/set-renewal-info/", body)

    def stop(self) -> None:
        """End it; all its accounts and orders are gone."""
        self._process.stop()

    def _answers(self) -> bool:
        try:
            return bool(self._get(self.directory_url))
        except OSError:  # URLError is one
            return False

    def _get(self, url: str, body: bytes | None = None) -> bytes:
        request = urllib.request.Request(url, body, headers={"User-Agent": USER_AGENT})
        context = ssl.create_default_context(cafile=self.tls_root)
        with urllib.request.urlopen(request, context=context, timeout=5) as answer:
            return bytes(answer.read())
