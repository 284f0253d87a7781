"""The fakes keep the contracts that the adapters keep."""

from __future__ import annotations

import pytest

from certkeeper.ports.certificate_authority import Accounts
from certkeeper.ports.certificates import CertificateChanges, Certificates
from certkeeper.ports.challenges import TxtRecords
from certkeeper.ports.notices import Administrators, Subscriptions
from certkeeper.ports.orders import Orders
from certkeeper.ports.rate_limits import RateLimits
from certkeeper.ports.removals import Removals
from certkeeper.ports.renewals import Renewals
from certkeeper.ports.scopes import Scopes
from certkeeper.ports.uploads import Activations, Uploads
from certkeeper.ports.vaults import RemovalVault, UploadVault, Vault
from tests.contracts.rows.accounts import AccountsContract
from tests.contracts.rows.activations import ActivationsContract
from tests.contracts.rows.administrators import AdministratorsContract
from tests.contracts.rows.certificate_changes import CertificateChangesContract
from tests.contracts.rows.certificates import CertificatesContract
from tests.contracts.rows.order_ends import OrderEndsContract
from tests.contracts.rows.orders import OrdersContract, StateMachine
from tests.contracts.rows.rate_limits import MakeRateLimits, RateLimitsContract
from tests.contracts.rows.removals import RemovalsContract
from tests.contracts.rows.renewals import RenewalsContract
from tests.contracts.rows.responder import ResponderContract, Visit
from tests.contracts.rows.scopes import ScopesContract
from tests.contracts.rows.uploads import UploadsContract
from tests.contracts.secrets.removal_vault import RemovalVaultContract
from tests.contracts.secrets.upload_vault import UploadVaultContract
from tests.contracts.secrets.vault import VaultContract
from tests.contracts.secrets.version_vault import VersionVaultContract
from tests.contracts.subscriptions import SubscriptionsContract
from tests.contracts.txt_records import ZONE, TxtRecordsContract, Zones
from tests.fakes.dns.txt_records import FakeTxtRecords
from tests.fakes.rows.accounts import FakeAccounts
from tests.fakes.rows.activations import FakeActivations
from tests.fakes.rows.administrators import FakeAdministrators
from tests.fakes.rows.certificate_changes import FakeCertificateChanges
from tests.fakes.rows.certificates import FakeCertificates
from tests.fakes.rows.orders import FakeOrders
from tests.fakes.rows.rate_limits import FakeRateLimits
from tests.fakes.rows.removals import FakeRemovals
from tests.fakes.rows.renewals import FakeRenewals
from tests.fakes.rows.responder import FakeResponder
from tests.fakes.rows.scopes import FakeScopes
from tests.fakes.rows.table import FakeTable
from tests.fakes.rows.uploads import FakeUploads
from tests.fakes.subscriptions import FakeSubscriptions
from tests.fakes.vault import FakeVault


@pytest.fixture
def table() -> FakeTable:
    """An empty one."""
    return FakeTable()


@pytest.fixture
def orders(table: FakeTable) -> Orders:
    """Over the table."""
    return FakeOrders(table)


@pytest.fixture
def certificates(table: FakeTable) -> Certificates:
    """Over the same table."""
    return FakeCertificates(table)


@pytest.fixture
def machine(table: FakeTable) -> StateMachine:
    """Writes beside the orders."""
    return FakeOrders(table)


@pytest.fixture
def administrators() -> Administrators:
    """Nobody known."""
    return FakeAdministrators()


@pytest.fixture
def scopes(table: FakeTable) -> Scopes:
    """None created, over the same table."""
    return FakeScopes(table=table)


@pytest.fixture
def subscriptions() -> Subscriptions:
    """Nobody is subscribed."""
    return FakeSubscriptions()


@pytest.fixture
def accounts() -> Accounts:
    """None known."""
    return FakeAccounts()


@pytest.fixture
def responder() -> FakeResponder:
    """Nothing presented."""
    return FakeResponder()


@pytest.fixture
def visit(responder: FakeResponder) -> Visit:
    """What the fake answers."""
    return responder.presented.get


@pytest.fixture
def uploads(table: FakeTable) -> Uploads:
    """Over the same table."""
    return FakeUploads(table)


@pytest.fixture
def upload_vault(vault: FakeVault) -> UploadVault:
    """Over the same secrets."""
    return vault


@pytest.fixture
def changes(table: FakeTable) -> CertificateChanges:
    """Over the same table."""
    return FakeCertificateChanges(table)


@pytest.fixture
def activations(table: FakeTable) -> Activations:
    """Over the same table."""
    return FakeActivations(table)


@pytest.fixture
def removals(table: FakeTable) -> Removals:
    """Over the same table."""
    return FakeRemovals(table)


@pytest.fixture
def removal_vault(vault: FakeVault) -> RemovalVault:
    """Over the same secrets."""
    return vault


@pytest.fixture
def vault() -> Vault:
    """Nothing in it."""
    return FakeVault()


class TestFakeOrders(OrdersContract):
    """Orders in memory."""


class TestFakeOrderEnds(OrderEndsContract):
    """Ends of orders in memory."""


class TestFakeCertificates(CertificatesContract):
    """Certificates in memory."""


class TestFakeAdministrators(AdministratorsContract):
    """What is known of administrators."""


class TestFakeScopes(ScopesContract):
    """Scopes in memory."""


class TestFakeSubscriptions(SubscriptionsContract):
    """Subscriptions in memory."""


class TestFakeAccounts(AccountsContract):
    """Accounts in memory."""


class TestFakeResponder(ResponderContract):
    """The responder in memory."""


class FakeZones:
    """Writes beside the port."""

    zone_id = "Z1"

    def __init__(self) -> None:
        self.records = FakeTxtRecords({self.zone_id: ZONE}, delay=1)

    def held(self, name: str) -> set[str]:
        """The values at a name."""
        return self.records.held.get((self.zone_id, name), set())

    def put(self, name: str, *values: str) -> None:
        """Somebody else writes."""
        self.records.held[self.zone_id, name] = set(values)


@pytest.fixture
def zones() -> Zones:
    """One empty zone."""
    return FakeZones()


@pytest.fixture
def txt_records(zones: FakeZones) -> TxtRecords:
    """Over the zone."""
    return zones.records


class TestFakeTxtRecords(TxtRecordsContract):
    """TXT records in memory."""


class TestFakeVault(VaultContract):
    """The vault in memory."""


class TestFakeVersionVault(VersionVaultContract):
    """The versions of the vault in memory."""


class TestFakeUploads(UploadsContract):
    """Uploads in memory."""


class TestFakeUploadVault(UploadVaultContract):
    """The vault for uploads in memory."""


@pytest.fixture
def renewals(table: FakeTable) -> Renewals:
    """Over the same table."""
    return FakeRenewals(table)


@pytest.fixture
def make_rate_limits() -> MakeRateLimits:
    """All that one test makes share what they count."""
    shared = FakeRateLimits()

    def made(most: int) -> RateLimits:
        shared.most = most
        return shared

    return made


class TestFakeRenewals(RenewalsContract):
    """What is due, in memory."""


class TestFakeRateLimits(RateLimitsContract):
    """Rate limits in memory."""


class TestFakeCertificateChanges(CertificateChangesContract):
    """Changes of certificates in memory."""


class TestFakeRemovals(RemovalsContract):
    """Deletions and restorations in memory."""


class TestFakeActivations(ActivationsContract):
    """Activations in memory."""


class TestFakeRemovalVault(RemovalVaultContract):
    """The vault for deletions in memory."""
