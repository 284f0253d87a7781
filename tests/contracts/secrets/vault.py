"""The contract of `ports.vaults.Vault`."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

from certkeeper.domain.errors import NotFoundError
from certkeeper.ports.vaults import Vault
from tests.contracts.examples import a_bundle, new_id

if TYPE_CHECKING:
    from collections.abc import Callable

DIRECTORY = "https://ca.example.test/directory"


def numbered_keys() -> Callable[[], str]:
    """Makes a different key at each call."""
    numbers = count(1)
    return lambda: f"key {next(numbers)}"


class VaultContract:
    """Give a fixture `vault`: nothing in it."""

    # -- account keys

    def test_an_account_has_one_key(self, vault: Vault) -> None:
        """Made at the first call."""
        make = numbered_keys()
        assert vault.account_key(DIRECTORY, make) == vault.account_key(DIRECTORY, make) == "key 1"

    def test_each_directory_has_its_account_key(self, vault: Vault) -> None:
        """One's is not the other's."""
        make = numbered_keys()
        assert vault.account_key(DIRECTORY, make) != vault.account_key("https://other.example.test/", make)

    # -- order keys

    def test_an_order_has_one_key_however_often_it_is_ensured(self, vault: Vault) -> None:
        """A repeated task finds the first one's."""
        certificate_id, order_id, make = new_id(), new_id(), numbered_keys()
        first = vault.ensure_order_key(certificate_id, order_id, make)
        assert vault.ensure_order_key(certificate_id, order_id, make) == first == "key 1"
        assert vault.order_key(certificate_id, order_id) == first

    def test_each_order_has_its_key(self, vault: Vault) -> None:
        """Also two orders for one certificate."""
        certificate_id, first, second, make = new_id(), new_id(), new_id(), numbered_keys()
        vault.ensure_order_key(certificate_id, first, make)
        vault.publish(certificate_id, first, a_bundle())
        assert vault.ensure_order_key(certificate_id, second, make) == "key 2"

    def test_a_key_that_was_never_ensured_is_not_found(self, vault: Vault) -> None:
        """Neither of an unknown certificate nor of another order."""
        certificate_id = new_id()
        with pytest.raises(NotFoundError):
            vault.order_key(certificate_id, new_id())
        vault.ensure_order_key(certificate_id, new_id(), numbered_keys())
        with pytest.raises(NotFoundError):
            vault.order_key(certificate_id, new_id())

    def test_a_key_is_no_bundle(self, vault: Vault) -> None:
        """While the first order runs, consumers find nothing, though AWS calls a first version current."""
        certificate_id = new_id()
        with pytest.raises(NotFoundError):
            vault.bundle(certificate_id)
        vault.ensure_order_key(certificate_id, new_id(), numbered_keys())
        with pytest.raises(NotFoundError):
            vault.bundle(certificate_id)

    # -- publishing

    def test_what_is_published_is_what_consumers_read(self, vault: Vault) -> None:
        """And the order's key can still be read: the task may run again."""
        certificate_id, order_id = new_id(), new_id()
        vault.ensure_order_key(certificate_id, order_id, lambda: "key 1")
        vault.publish(certificate_id, order_id, a_bundle("1"))
        assert vault.bundle(certificate_id) == a_bundle("1")
        assert vault.order_key(certificate_id, order_id) == "key 1"

    def test_a_renewal_replaces_the_bundle(self, vault: Vault) -> None:
        """Only when it is published."""
        certificate_id, first, second = new_id(), new_id(), new_id()
        vault.ensure_order_key(certificate_id, first, lambda: "key 1")
        vault.publish(certificate_id, first, a_bundle("1"))
        vault.ensure_order_key(certificate_id, second, lambda: "key 2")
        assert vault.bundle(certificate_id) == a_bundle("1")
        vault.publish(certificate_id, second, a_bundle("2"))
        assert vault.bundle(certificate_id) == a_bundle("2")

    def test_publishing_late_and_again_does_not_go_back(self, vault: Vault) -> None:
        """An order's bundle becomes current once."""
        certificate_id, first, second = new_id(), new_id(), new_id()
        vault.ensure_order_key(certificate_id, first, lambda: "key 1")
        vault.publish(certificate_id, first, a_bundle("1"))
        vault.ensure_order_key(certificate_id, second, lambda: "key 2")
        vault.publish(certificate_id, second, a_bundle("2"))
        vault.publish(certificate_id, first, a_bundle("1"))
        assert vault.bundle(certificate_id) == a_bundle("2")

    # -- discarding

    def test_discarding_a_first_order_leaves_nothing(self, vault: Vault) -> None:
        """It is idempotent, and nothing there is no error."""
        certificate_id, order_id = new_id(), new_id()
        vault.discard(certificate_id, order_id)
        vault.ensure_order_key(certificate_id, order_id, lambda: "key 1")
        vault.discard(certificate_id, order_id)
        vault.discard(certificate_id, order_id)
        with pytest.raises(NotFoundError):
            vault.order_key(certificate_id, order_id)

    def test_discarding_a_first_order_that_was_published_leaves_nothing(self, vault: Vault) -> None:
        """Its row was never committed: nobody would find the secret again."""
        certificate_id, order_id = new_id(), new_id()
        vault.ensure_order_key(certificate_id, order_id, lambda: "key 1")
        vault.publish(certificate_id, order_id, a_bundle())
        vault.discard(certificate_id, order_id)
        with pytest.raises(NotFoundError):
            vault.bundle(certificate_id)

    def test_discarding_a_renewal_keeps_what_was_issued(self, vault: Vault) -> None:
        """Consumers notice nothing, and the next renewal can begin."""
        certificate_id, first, second = new_id(), new_id(), new_id()
        vault.ensure_order_key(certificate_id, first, lambda: "key 1")
        vault.publish(certificate_id, first, a_bundle("1"))
        vault.ensure_order_key(certificate_id, second, lambda: "key 2")
        vault.discard(certificate_id, second)
        vault.discard(certificate_id, second)
        assert vault.bundle(certificate_id) == a_bundle("1")
        assert vault.ensure_order_key(certificate_id, new_id(), lambda: "key 3") == "key 3"

    def test_discarding_an_order_that_was_renewed_since_changes_nothing(self, vault: Vault) -> None:
        """A task that comes very late takes nothing away."""
        certificate_id, first, second = new_id(), new_id(), new_id()
        vault.ensure_order_key(certificate_id, first, lambda: "key 1")
        vault.publish(certificate_id, first, a_bundle("1"))
        vault.ensure_order_key(certificate_id, second, lambda: "key 2")
        vault.publish(certificate_id, second, a_bundle("2"))
        vault.discard(certificate_id, first)
        assert vault.bundle(certificate_id) == a_bundle("2")

    def test_discarding_an_order_leaves_the_key_of_another(self, vault: Vault) -> None:
        """Though nothing was ever issued."""
        certificate_id, first, second = new_id(), new_id(), new_id()
        vault.ensure_order_key(certificate_id, first, lambda: "key 1")
        vault.ensure_order_key(certificate_id, second, lambda: "key 2")
        vault.discard(certificate_id, first)
        assert vault.order_key(certificate_id, second) == "key 2"
