"""The rows of one table in memory, which the fakes of orders and certificates share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from certkeeper.domain.errors import ConflictError

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate, CertificateVersion
    from certkeeper.domain.orders.order import Order
    from certkeeper.ports.receipts import Receipt, UploadReceipt
    from certkeeper.ports.removals import Removal
    from certkeeper.ports.uploads import Activation, UploadIntent


@dataclass
class FakeTable:
    """Rows by their keys; `waits` is what the state machine writes beside the order.

    `due` is when certificates must be checked. `closed_scopes` are those that are being deleted, by since when.
    """

    orders: dict[tuple[str, str], Order] = field(default_factory=dict)
    certificates: dict[tuple[str, str], Certificate] = field(default_factory=dict)
    names: dict[tuple[str, str], str] = field(default_factory=dict)
    receipts: dict[tuple[str, str], Receipt] = field(default_factory=dict)
    versions: dict[tuple[str, int], CertificateVersion] = field(default_factory=dict)
    digests: dict[tuple[str, str], str] = field(default_factory=dict)
    intents: dict[str, UploadIntent] = field(default_factory=dict)
    removals: dict[str, Removal] = field(default_factory=dict)
    activations: dict[str, Activation] = field(default_factory=dict)
    upload_receipts: dict[tuple[str, str], UploadReceipt] = field(default_factory=dict)
    waits: dict[tuple[str, str], str] = field(default_factory=dict)
    closed_scopes: dict[str, datetime] = field(default_factory=dict)
    deleted_scopes: set[str] = field(default_factory=set)
    due: dict[tuple[str, str], datetime] = field(default_factory=dict)

    def require_open(self, scope: str, now: datetime) -> None:
        """Refuses a certificate that would come into a scope which is deleted, or has been closed a moment ago."""
        closed_at = self.closed_scopes.get(scope)
        if scope in self.deleted_scopes or (closed_at and closed_at >= now - timedelta(minutes=10)):
            raise ConflictError(
                "scope_deleted",
                "the scope was deleted at this moment, or is being deleted; read the scopes, then try again",
            )

    def make_due(self, key: tuple[str, str], due_at: datetime | None) -> None:
        """Sets or removes a certificate's next check; moments are whole seconds, and the later one counts."""
        if due_at is None:
            self.due.pop(key, None)
        else:
            self.due[key] = due_at if not due_at.microsecond else due_at.replace(microsecond=0) + timedelta(seconds=1)
