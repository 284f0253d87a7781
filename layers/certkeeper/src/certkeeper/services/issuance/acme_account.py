"""The stack's account at the CA, as the use cases need it for an order (ADR 87)."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from certkeeper.domain.certificates.key_types import KeyType
from certkeeper.domain.errors import (
    AccountBindingError,
    AccountUnknownError,
    AcmeDirectoryError,
    AcmeProblemError,
    TransientError,
)
from certkeeper.domain.orders.failures import Failure
from certkeeper.services.issuance.guards import fail
from certkeeper.x509.keys import new_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from certkeeper.domain.errors import CertkeeperError
    from certkeeper.domain.orders.order import Order
    from certkeeper.ports.certificate_authority import Account, Accounts, CaSession, CertificateAuthority
    from certkeeper.ports.orders import Orders
    from certkeeper.ports.vaults import Vault

ACCOUNT_LOST = Failure(
    "account_unknown",
    "the CA no longer knows Certkeeper's account, so the order is lost; the next order registers a new account",
    "urn:ietf:params:acme:error:accountDoesNotExist",
)

FINAL = (AccountBindingError, AccountUnknownError, AcmeDirectoryError, AcmeProblemError)
"""The errors of the CA that a retry does not change."""


@dataclass(frozen=True, slots=True)
class AcmeAccount:
    """The account at one CA (RFC 8555 section 7.1.2), with the orders that are placed for it and all their keys.

    `new_key` makes the private keys of the account and of orders, as PEM in PKCS#8. It is replaced in tests, because an
    RSA key takes seconds.
    """

    orders: Orders
    accounts: Accounts
    vault: Vault
    ca: CertificateAuthority
    new_key: Callable[[KeyType], str] = new_key

    def registered(self) -> Account | None:
        """Return the account as the CA gave it, or None before the first registration."""
        return self.accounts.get(self.ca.directory_url)

    def register(self) -> Account:
        """Register the account's key at the CA, or find the account of the key there; store the account and return it.

        Raises AccountBindingError, and what a CaSession may raise.
        """
        account = self.ca.register(self._key())
        self.accounts.put(account)
        return account

    def signed_in(self, account: Account) -> CaSession:
        """Return a session that signs with the account's key; the CA is not asked for anything yet."""
        return self.ca.session(account.url, self._key())

    @contextmanager
    def session(self, order: Order) -> Iterator[CaSession]:
        """Yield a session for an order that was opened before.

        What the CA finally refuses becomes the order's failure, and OrderFailed is raised. Where the directory cannot
        be read, TransientError is raised: it could be read when the order was opened.
        """
        account = self.registered()
        if account is None:
            fail(order, ACCOUNT_LOST, orders=self.orders)
        try:
            yield self.signed_in(account)
        except AcmeDirectoryError as error:
            raise TransientError(str(error)) from error
        except FINAL as error:
            fail(order, reason(error), orders=self.orders)

    def _key(self) -> str:
        """Return a new key for the account.

        P-256 is small and fast. RFC 8555 section 11.1 demands another key than those of certificates.
        """
        return self.vault.account_key(self.ca.directory_url, lambda: self.new_key(KeyType.P_256))


def reason(error: CertkeeperError) -> Failure:
    """Return the failure of an order for one of the errors in FINAL, with the CA's own text and type."""
    if isinstance(error, AcmeProblemError):
        return Failure("refused_by_ca", str(error), error.type)
    if isinstance(error, AccountUnknownError):
        return ACCOUNT_LOST
    code = "account_binding" if isinstance(error, AccountBindingError) else "directory_unusable"
    return Failure(code, str(error))
