"""The certificate authority, as RFC 8555 has it, and the accounts there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from certkeeper.domain.certificates.revocations import RevocationReason
    from certkeeper.domain.orders.challenges import Challenge


@dataclass(frozen=True, slots=True)
class Account:
    """Our account at one ACME directory."""

    directory_url: str
    url: str
    thumbprint: str


class Accounts(Protocol):
    """What is known of our ACME accounts, without their keys."""

    def get(self, directory_url: str) -> Account | None:
        """The account at this directory, or None before the first registration."""

    def put(self, account: Account) -> None:
        """Stores or replaces it."""


@dataclass(frozen=True, slots=True)
class ExternalAccount:
    """RFC 8555 section 7.3.4: what an account elsewhere has given us to bind our ACME account to it."""

    kid: str
    hmac_key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class AuthorizationAtCa:
    """RFC 8555 section 7.1.4. `problem_type` and `problem_detail` are those of the challenge that failed, or empty."""

    url: str
    name: str
    status: str
    expires: datetime | None
    challenges: tuple[Challenge, ...]
    answered: bool
    """Whether some challenge is processing already: answering again would be refused (400)."""
    problem_type: str = ""
    problem_detail: str = ""


@dataclass(frozen=True, slots=True)
class OrderAtCa:
    """RFC 8555 section 7.1.3. The error is the order's own problem, or empty."""

    url: str
    status: str
    expires: datetime | None
    authorization_urls: tuple[str, ...]
    finalize_url: str
    certificate_url: str
    problem_type: str = ""
    problem_detail: str = ""


@dataclass(frozen=True, slots=True)
class DirectoryMetadata:
    """What a directory says of itself (RFC 8555 section 7.1.1, draft-ietf-acme-profiles section 3).

    `issuers` are its caaIdentities in lower case: the names by which CAA records allow it. `renewal_info`: whether it
    says when to renew, and takes the certificate that an order replaces (RFC 9773).
    """

    profiles: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    external_account_required: bool = False
    renewal_info: bool = False


class CaSession(Protocol):
    """One account's talk with the CA. Reads are POST-as-GET; nothing sleeps.

    Every method may raise AcmeProblemError, AcmeDirectoryError (both final) or TransientError (try again).
    """

    def new_order(self, names: Sequence[str], profile: str = "", replaces: str = "") -> OrderAtCa:
        """RFC 8555 section 7.4; no profile leaves the choice to the CA. `replaces` is RFC 9773 section 5, or empty.

        Raises AccountUnknownError where the CA has forgotten the account.
        """

    def order(self, url: str) -> OrderAtCa:
        """The order as the CA sees it now."""

    def authorization(self, url: str) -> AuthorizationAtCa:
        """The authorization as the CA sees it now."""

    def answer(self, challenge_url: str) -> None:
        """RFC 8555 section 7.5.1: tells the CA to look."""

    def finalize(self, order: OrderAtCa, csr_der: bytes) -> OrderAtCa:
        """RFC 8555 section 7.4: the CSR. Only for an order that is `ready`."""

    def certificate(self, url: str) -> str:
        """RFC 8555 section 7.4.2: the PEM chain, leaf first."""

    def revoke(self, certificate_pem: str, reason: RevocationReason) -> None:
        """RFC 8555 section 7.6, signed by the account that ordered it. No error for what is revoked already."""


class CertificateAuthority(Protocol):
    """An ACME directory. Asking it may raise what a CaSession may."""

    directory_url: str

    def metadata(self) -> DirectoryMetadata:
        """What the directory says of itself."""

    def register(self, key_pem: str) -> Account:
        """RFC 8555 section 7.3: makes the account of this key, or finds it. Raises AccountBindingError."""

    def session(self, account_url: str, key_pem: str) -> CaSession:
        """Talks as an account; asks the CA nothing yet."""
