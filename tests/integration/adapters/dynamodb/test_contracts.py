"""The DynamoDB adapters keep the contracts that the fakes keep."""

from __future__ import annotations

from tests.contracts.rows.accounts import AccountsContract
from tests.contracts.rows.activations import ActivationsContract
from tests.contracts.rows.administrators import AdministratorsContract
from tests.contracts.rows.certificate_changes import CertificateChangesContract
from tests.contracts.rows.certificates import CertificatesContract
from tests.contracts.rows.history import HistoryContract
from tests.contracts.rows.order_ends import OrderEndsContract
from tests.contracts.rows.orders import OrdersContract
from tests.contracts.rows.rate_limits import RateLimitsContract
from tests.contracts.rows.removals import RemovalsContract
from tests.contracts.rows.renewals import RenewalsContract
from tests.contracts.rows.responder import ResponderContract
from tests.contracts.rows.scopes import ScopesContract
from tests.contracts.rows.uploads import UploadsContract


class TestDynamoOrders(OrdersContract):
    """Orders in DynamoDB."""


class TestDynamoOrderEnds(OrderEndsContract):
    """Ends of orders in DynamoDB."""


class TestDynamoCertificates(CertificatesContract):
    """Certificates in DynamoDB."""


class TestDynamoAdministrators(AdministratorsContract):
    """What is known of administrators, in DynamoDB."""


class TestDynamoScopes(ScopesContract):
    """Scopes in DynamoDB."""


class TestDynamoHistory(HistoryContract):
    """History in DynamoDB."""


class TestDynamoAccounts(AccountsContract):
    """Accounts in DynamoDB."""


class TestDynamoResponder(ResponderContract):
    """The responder in DynamoDB."""


class TestDynamoUploads(UploadsContract):
    """Uploads in DynamoDB."""


class TestDynamoRenewals(RenewalsContract):
    """What is due, in DynamoDB."""


class TestDynamoRateLimits(RateLimitsContract):
    """Rate limits in DynamoDB."""


class TestDynamoCertificateChanges(CertificateChangesContract):
    """Changes of certificates in DynamoDB."""


class TestDynamoActivations(ActivationsContract):
    """Activations in DynamoDB."""


class TestDynamoRemovals(RemovalsContract):
    """Deletions and restorations in DynamoDB."""
