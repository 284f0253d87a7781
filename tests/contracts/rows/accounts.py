"""The contract of `ports.certificate_authority.Accounts`."""

from __future__ import annotations

from certkeeper.ports.certificate_authority import Account, Accounts

ONE = Account("https://one.example.test/directory", "https://one.example.test/accounts/1", "print")
OTHER = Account("https://other.example.test/directory", "https://other.example.test/accounts/1", "print")


class AccountsContract:
    """Give a fixture `accounts`: none known."""

    def test_there_is_no_account_before_it_is_put(self, accounts: Accounts) -> None:
        """None, no error."""
        assert accounts.get(ONE.directory_url) is None

    def test_each_directory_has_its_account(self, accounts: Accounts) -> None:
        """One's is not the other's."""
        accounts.put(ONE)
        accounts.put(OTHER)
        assert accounts.get(ONE.directory_url) == ONE
        assert accounts.get(OTHER.directory_url) == OTHER

    def test_an_account_is_replaced(self, accounts: Accounts) -> None:
        """A CA that has forgotten the account gives a new one."""
        accounts.put(ONE)
        accounts.put(Account(ONE.directory_url, "https://one.example.test/accounts/2", "print"))
        assert accounts.get(ONE.directory_url) == Account(
            ONE.directory_url, "https://one.example.test/accounts/2", "print"
        )
