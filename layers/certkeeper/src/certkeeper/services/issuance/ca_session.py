"""Talking to the CA as our account, for the tasks that come after the order was opened."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from certkeeper.domain.errors import (
    AccountBindingError,
    AccountUnknownError,
    AcmeDirectoryError,
    AcmeProblemError,
    TransientError,
)
from certkeeper.domain.orders.failures import Failure
from certkeeper.services.issuance.running import fail

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certkeeper.domain.errors import CertkeeperError
    from certkeeper.domain.orders.order import Order
    from certkeeper.ports.accounts import Accounts
    from certkeeper.ports.certificate_authority import CaSession, CertificateAuthority
    from certkeeper.ports.keys import Keys
    from certkeeper.ports.orders import Orders
    from certkeeper.ports.vaults import Vault

ACCOUNT_LOST = Failure(
    "account_unknown",
    "the CA does not know our account any more, and the order went with it; the next one registers again",
    "urn:ietf:params:acme:error:accountDoesNotExist",
)


FINAL = (AccountBindingError, AccountUnknownError, AcmeDirectoryError, AcmeProblemError)
"""What talking to the CA may raise that trying again does not mend."""


@contextmanager
def ca_session(
    order: Order, *, orders: Orders, accounts: Accounts, vault: Vault, keys: Keys, ca: CertificateAuthority
) -> Iterator[CaSession]:
    """A session; what the CA refuses for good becomes the order's failure, and OrderFailed is raised.

    The order was opened at this very directory, so one that cannot be read now may be read in a moment: TransientError.
    """
    account = accounts.get(ca.directory_url)
    if account is None:
        fail(order, ACCOUNT_LOST, orders=orders)
    try:
        yield ca.session(account.url, vault.account_key(ca.directory_url, keys.new_account_key))
    except AcmeDirectoryError as error:
        raise TransientError(str(error)) from error
    except FINAL as error:
        fail(order, reason(error), orders=orders)


def reason(error: CertkeeperError) -> Failure:
    """One of FINAL as the reason of the order's end, with the CA's own sentence and type."""
    if isinstance(error, AcmeProblemError):
        return Failure("refused_by_ca", str(error), error.type)
    if isinstance(error, AccountUnknownError):
        return ACCOUNT_LOST
    code = "account_binding" if isinstance(error, AccountBindingError) else "directory_unusable"
    return Failure(code, str(error))
