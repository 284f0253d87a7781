"""`ports.uploads.Activations` in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from certkeeper.domain.clock import to_text
from certkeeper.domain.errors import CertificateChangedError
from certkeeper.domain.renewal.activation import activated
from certkeeper.ports.receipts import OverdueIntent, ReceiptExistsError
from tests.fakes.rows.certificate_changes import FakeCertificateChanges

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.domain.events import Event
    from certkeeper.ports.receipts import UploadReceipt
    from certkeeper.ports.uploads import Activation

INTENT_TIMEOUT = timedelta(minutes=10)


class FakeActivations(FakeCertificateChanges):
    """Fulfils `ports.uploads.Activations`; shares its table with `FakeCertificates`."""

    def receipt(self, scope: str, key: str) -> UploadReceipt | None:
        """See `Activations.receipt`."""
        return self.table.upload_receipts.get((scope, key))

    def record_intent(self, activation: Activation) -> None:
        """See `Activations.record_intent`."""
        self.table.activations[activation.activation_id] = activation

    def commit(self, activation: Activation, event: Event) -> Certificate:
        """See `Activations.commit`."""
        certificate, receipt = activation.certificate, activation.receipt
        if receipt and (receipt.scope, receipt.key) in self.table.upload_receipts:
            raise ReceiptExistsError
        place = (certificate.scope, certificate.certificate_id)
        stored = self.table.certificates[place]
        changed = stored.revision != certificate.revision or stored.deleted_at is not None
        if changed or activation.activation_id not in self.table.activations:
            raise CertificateChangedError
        if receipt:
            self.table.upload_receipts[receipt.scope, receipt.key] = receipt
        after = activated(certificate, activation.version, event, activation.started_at)
        self.table.certificates[place] = replace(after, revision=certificate.revision + 1)
        self.table.make_due(place, activation.started_at)
        self.delete_intent(activation)
        return self.table.certificates[place]

    def delete_intent(self, activation: Activation) -> None:
        """See `Activations.delete_intent`."""
        self.table.activations.pop(activation.activation_id, None)

    def overdue_intents(self, now: datetime) -> Sequence[OverdueIntent]:
        """See `Activations.overdue_intents`."""
        due = [(each.started_at + INTENT_TIMEOUT, each.activation_id) for each in self.table.activations.values()]
        return [OverdueIntent(to_text(at), intent_id) for at, intent_id in sorted(due) if at < now]

    def read_intent(self, overdue: OverdueIntent) -> Activation | None:
        """See `Activations.read_intent`."""
        return self.table.activations.get(overdue.intent_id)
