"""Settings of Pebble that make it harder for clients.

Its variables: https://github.com/letsencrypt/pebble#readme ("Invalid Anti-Replay Nonce Errors", "Testing at full
speed", "Authorization Reuse").
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PebbleSettings:
    """Faults and delays that Pebble adds to its answers."""

    refused_nonces_percent: int = 5
    validation_delay_seconds: int = 0  # at most; each validation waits a random part of it
    reused_authorizations_percent: int = 0

    def environment(self) -> dict[str, str]:
        """Return the settings as Pebble's own environment variables."""
        delay = self.validation_delay_seconds
        return {
            "PEBBLE_WFE_NONCEREJECT": str(self.refused_nonces_percent),
            "PEBBLE_AUTHZREUSE": str(self.reused_authorizations_percent),
            **({"PEBBLE_VA_SLEEPTIME": str(delay)} if delay else {"PEBBLE_VA_NOSLEEP": "1"}),
        }
