"""Clients of the emulator, with its root key. Requests to Certkeeper's API are signed with a role's (`caller`)."""

from dataclasses import dataclass

import boto3

from infra.local.processes.emulator_process import REGION

ROOT_KEY = "test"  # the emulator's own, of no value anywhere else


@dataclass(frozen=True, slots=True)
class Cloud:
    """Where the emulator is. It takes a key of twelve digits for the root key of that account."""

    endpoint: str
    key: str = ROOT_KEY

    @property
    def session(self) -> boto3.Session:
        """A session of the root key; give `endpoint_url=cloud.endpoint` to each client."""
        return boto3.Session(
            aws_access_key_id=self.key,
            aws_secret_access_key=ROOT_KEY,
            region_name=REGION,
        )
