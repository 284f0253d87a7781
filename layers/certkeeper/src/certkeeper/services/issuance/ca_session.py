"""Talking to the CA as our account, for the tasks that come after the order was opened."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from certkeeper.domain.errors import AccountUnknownError, AcmeProblemError
from certkeeper.domain.failures import Failure
from certkeeper.services.issuance.running import fail

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certkeeper.domain.orders import Order
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


@contextmanager
def ca_session(
    order: Order, *, orders: Orders, accounts: Accounts, vault: Vault, keys: Keys, ca: CertificateAuthority
) -> Iterator[CaSession]:
    """A session; what the CA refuses for good becomes the order's failure, and OrderFailed is raised."""
    account = accounts.get(ca.directory_url)
    if account is None:
        fail(order, ACCOUNT_LOST, orders=orders)
    try:
        yield ca.session(account.url, vault.account_key(ca.directory_url, keys.new_account_key))
    except AccountUnknownError:
        fail(order, ACCOUNT_LOST, orders=orders)
    except AcmeProblemError as problem:
        fail(order, refused(problem), orders=orders)


def refused(problem: AcmeProblemError) -> Failure:
    """The CA's refusal as the reason of the order's end, with its own sentence and type."""
    return Failure("refused_by_ca", f"the CA refused: {problem.detail or problem.code}", problem.type)
