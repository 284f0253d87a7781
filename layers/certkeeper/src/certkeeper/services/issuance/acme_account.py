"""The stack's account at the CA: what a use case needs to speak to the CA about an order."""

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
"""What speaking to the CA may raise that trying again does not mend."""


@dataclass(frozen=True, slots=True)
class AcmeAccount:
    """The account at one CA (RFC 8555 section 7.1.2), with the orders that are placed under it and all their keys.

    `new_key` makes the private keys of the account and of orders, as PEM in PKCS#8: RSA takes seconds.
    """

    orders: Orders
    accounts: Accounts
    vault: Vault
    ca: CertificateAuthority
    new_key: Callable[[KeyType], str] = new_key

    def registered(self) -> Account | None:
        """The account as the CA gave it, or None before the first registration."""
        return self.accounts.get(self.ca.directory_url)

    def register(self) -> Account:
        """Registers the account's key at the CA, or finds the account of the key there, and stores it.

        Raises AccountBindingError, and what a CaSession may raise.
        """
        account = self.ca.register(self._key())
        self.accounts.put(account)
        return account

    def signed_in(self, account: Account) -> CaSession:
        """A session that signs with the account's key; the CA is asked for nothing yet."""
        return self.ca.session(account.url, self._key())

    @contextmanager
    def session(self, order: Order) -> Iterator[CaSession]:
        """A session for an order that was opened before.

        What the CA refuses for good becomes the order's failure, and OrderFailed is raised. The order was opened at
        this very directory, so one that cannot be read now may be read in a moment: TransientError.
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
        """P-256: small, quick, and another key than any certificate's, as RFC 8555 section 11.1 demands."""
        return self.vault.account_key(self.ca.directory_url, lambda: self.new_key(KeyType.P_256))


def reason(error: CertkeeperError) -> Failure:
    """One of FINAL as the reason of the order's end, with the CA's own sentence and type."""
    if isinstance(error, AcmeProblemError):
        return Failure("refused_by_ca", str(error), error.type)
    if isinstance(error, AccountUnknownError):
        return ACCOUNT_LOST
    code = "account_binding" if isinstance(error, AccountBindingError) else "directory_unusable"
    return Failure(code, str(error))
