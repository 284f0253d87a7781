"""The certificate authority, as RFC 8555 defines it, and Certkeeper's accounts there."""

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
    """Certkeeper's account at one ACME directory.

    Its URL there, and the thumbprint of its key (RFC 8555 section 8.1).
    """

    directory_url: str
    url: str
    thumbprint: str


class Accounts(Protocol):
    """The stored ACME accounts, without their keys."""

    def get(self, directory_url: str) -> Account | None:
        """Return the account at the directory with this URL, or None before the first registration."""

    def put(self, account: Account) -> None:
        """Store the account, in place of one that is stored for its directory."""


@dataclass(frozen=True, slots=True)
class ExternalAccount:
    """The account at the CA's operator to which the ACME account is bound (RFC 8555 section 7.3.4).

    It has the key's id and the HMAC key.
    """

    kid: str
    hmac_key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class AuthorizationAtCa:
    """An authorization as the CA shows it (RFC 8555 section 7.1.4).

    `problem_type` and `problem_detail` are those of the challenge that failed, or empty.
    """

    url: str
    name: str
    status: str
    expires: datetime | None
    challenges: tuple[Challenge, ...]
    answered: bool
    """Whether the CA is validating a challenge already; asking it once more would be refused (400)."""
    problem_type: str = ""
    problem_detail: str = ""


@dataclass(frozen=True, slots=True)
class OrderAtCa:
    """An order as the CA shows it (RFC 8555 section 7.1.3); the problem is the order's own, or empty."""

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
    """What a directory says about the CA (RFC 8555 section 7.1.1, draft-ietf-acme-profiles section 3).

    `issuers` are its caaIdentities in lower case: the names by which CAA records allow the CA. `renewal_info`: whether
    it suggests when to renew, and accepts the certificate that an order replaces (RFC 9773).
    """

    profiles: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    external_account_required: bool = False
    renewal_info: bool = False


class CaSession(Protocol):
    """The requests of one account to the CA. Reads are POST-as-GET, and nothing waits.

    Every method may raise AcmeProblemError or AcmeDirectoryError, which are final, and TransientError, which is
    retried.
    """

    def new_order(self, names: Sequence[str], profile: str = "", replaces: str = "") -> OrderAtCa:
        """Place an order for the names and return it (RFC 8555 section 7.4).

        `profile` is the CA's; empty leaves the choice to the CA. `replaces` is the identifier of the certificate that
        it replaces (RFC 9773 section 5), or empty. Raises AccountUnknownError where the CA no longer knows the account.
        """

    def order(self, url: str) -> OrderAtCa:
        """Return the order at this URL as the CA shows it now."""

    def authorization(self, url: str) -> AuthorizationAtCa:
        """Return the authorization at this URL as the CA shows it now."""

    def answer(self, challenge_url: str) -> None:
        """Ask the CA to validate the challenge at this URL (RFC 8555 section 7.5.1)."""

    def finalize(self, order: OrderAtCa, csr_der: bytes) -> OrderAtCa:
        """Send the certificate signing request (`csr_der`) and return the order (RFC 8555 section 7.4).

        It must be `ready`.
        """

    def certificate(self, url: str) -> bytes:
        """Download a certificate from this URL and return the answer, unread: PEM with the chain, as a rule.

        RFC 8555, section 7.4.2.
        """

    def revoke(self, certificate_pem: str, reason: RevocationReason) -> None:
        """Revoke a certificate for this reason, signed by the account that ordered it (RFC 8555 section 7.6).

        It is idempotent: a certificate that is revoked already is no error.
        """


class CertificateAuthority(Protocol):
    """An ACME directory. Its methods may raise what those of a CaSession may."""

    directory_url: str

    def metadata(self) -> DirectoryMetadata:
        """Return what the directory says about the CA."""

    def register(self, key_pem: str) -> Account:
        """Create the account of this key, or find it, and return it (RFC 8555 section 7.3).

        Raises AccountBindingError.
        """

    def session(self, account_url: str, key_pem: str) -> CaSession:
        """Return a session of the account, signed with its key. The CA is not asked for anything yet."""
