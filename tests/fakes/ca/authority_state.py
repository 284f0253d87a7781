"""The state of the CA in memory: orders and authorizations, which change when read (RFC 8555 section 7.1.6)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from certkeeper.domain.orders.challenges import Challenge
from certkeeper.ports.certificate_authority import AuthorizationAtCa, OrderAtCa

if TYPE_CHECKING:
    from datetime import datetime

Problem = tuple[str, str]
"""The last part of an ACME problem type, and the CA's sentence."""

NO_PROBLEM: Problem = ("", "")


def urn(code: str) -> str:
    """RFC 8555 section 6.7, or empty for no problem."""
    return f"urn:ietf:params:acme:error:{code}" if code else ""


@dataclass
class HeldAuthorization:
    """One name. `polls_left` counts the reads until a challenge that was answered is decided."""

    url: str
    name: str
    expires: datetime
    challenges: tuple[Challenge, ...]
    status: str = "pending"
    answered: bool = False
    polls_left: int = 0
    problem: Problem = NO_PROBLEM

    def read(self, verdict: Problem, now: datetime) -> AuthorizationAtCa:
        """The CA's view; a read is also a step towards the decision. `verdict` is why it will fail, or nothing."""
        if self.status == "pending" and now >= self.expires:
            self.status = "expired"
        if self.status == "pending" and self.answered:
            self._decide(verdict)
        return AuthorizationAtCa(
            url=self.url,
            name=self.name,
            status=self.status,
            expires=self.expires,
            challenges=self.challenges,
            answered=self.answered and self.status == "pending",
            problem_type=urn(self.problem[0]),
            problem_detail=self.problem[1],
        )

    def _decide(self, verdict: Problem) -> None:
        if self.polls_left:
            self.polls_left -= 1
            return
        self.status = "invalid" if verdict[0] else "valid"
        self.problem = verdict


@dataclass
class HeldOrder:
    """One order. `polls_left` counts the reads until a finalized order is valid."""

    url: str
    account_url: str
    expires: datetime
    authorizations: tuple[HeldAuthorization, ...]
    finalized: bool = False
    polls_left: int = 0
    chain_pem: str = ""
    problem: Problem = field(default=NO_PROBLEM)

    @property
    def status(self) -> str:
        """RFC 8555 section 7.1.6, computed."""
        statuses = {authorization.status for authorization in self.authorizations}
        if self.problem[0] or not statuses <= {"pending", "valid"}:
            return "invalid"
        if statuses != {"valid"}:
            return "pending"
        if not self.finalized:
            return "ready"
        return "processing" if self.polls_left or not self.chain_pem else "valid"

    def read(self, now: datetime) -> OrderAtCa:
        """The CA's view; a read of a processing order is also a step towards its certificate."""
        if self.status in {"pending", "ready"} and now >= self.expires:
            self.problem = ("malformed", "order expired")
        view = OrderAtCa(
            url=self.url,
            status=self.status,
            expires=self.expires,
            authorization_urls=tuple(authorization.url for authorization in self.authorizations),
            finalize_url=f"{self.url}/finalize",
            certificate_url=f"{self.url}/certificate" if self.status == "valid" else "",
            problem_type=urn(self.problem[0]),
            problem_detail=self.problem[1],
        )
        self.polls_left = max(0, self.polls_left - 1)
        return view
