"""The CA in memory behaves as the real ones do."""

from __future__ import annotations

import pytest

from certkeeper.domain.orders.challenges import Challenge
from tests.contracts.certificate_authority import CertificateAuthorityContract, World
from tests.fakes.ca.certificate_authority import FakeCertificateAuthority
from tests.fakes.clock import FakeClock


class MemoryWorld:
    """Challenges are found unless the fake is set otherwise."""

    def __init__(self) -> None:
        self.ca = FakeCertificateAuthority(FakeClock())
        self.ca.failing["missing.example.test"] = ("connection", "connection refused")
        self.rejected_name = "blocked.test"
        self.ca.rejected[self.rejected_name] = ("rejectedIdentifier", "policy forbids it")

    def put_in_place(self, name: str, challenge: Challenge, thumbprint: str) -> None:
        """Nothing to do."""


class TestFakeCertificateAuthority(CertificateAuthorityContract):
    """The contract, kept in memory."""

    @pytest.fixture
    def world(self) -> World:
        """A fresh CA."""
        return MemoryWorld()
