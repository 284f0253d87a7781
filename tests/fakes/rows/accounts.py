"""`ports.certificate_authority.Accounts` in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from certkeeper.ports.certificate_authority import Account


class FakeAccounts:
    """Fulfils `ports.certificate_authority.Accounts`."""

    def __init__(self) -> None:
        self._accounts: dict[str, Account] = {}

    def get(self, directory_url: str) -> Account | None:
        """See `Accounts.get`."""
        return self._accounts.get(directory_url)

    def put(self, account: Account) -> None:
        """See `Accounts.put`."""
        self._accounts[account.directory_url] = account
