"""`ports.removals.Removals` in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from certkeeper.domain.clock import to_text
from certkeeper.domain.errors import CertificateChangedError, ConflictError
from certkeeper.ports.receipts import OverdueIntent
from tests.fakes.rows.table import FakeTable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.ports.removals import Removal

INTENT_TIMEOUT = timedelta(minutes=10)


class FakeRemovals:
    """Fulfils `ports.removals.Removals`; shares its table with `FakeCertificates`."""

    def __init__(self, table: FakeTable | None = None) -> None:
        self.table = table or FakeTable()

    def delete(self, removal: Removal) -> Certificate:
        """See `Removals.delete`."""
        stored = self._unchanged(removal)
        if stored.deleted_at:
            raise CertificateChangedError
        self.table.names.pop((stored.scope, stored.name), None)
        self.table.removals[removal.removal_id] = removal
        self.table.make_due((stored.scope, stored.certificate_id), removal.started_at)
        return self._put(
            replace(
                stored,
                deleted_at=removal.started_at,
                recoverable_until=removal.recoverable_until,
                removal_id=removal.removal_id,
                revision=stored.revision + 1,
            )
        )

    def record_intent(self, removal: Removal) -> None:
        """See `Removals.record_intent`."""
        self.table.removals[removal.removal_id] = removal

    def restore(self, removal: Removal) -> Certificate:
        """See `Removals.restore`."""
        stored = self._unchanged(removal)
        if not stored.deleted_at or removal.removal_id not in self.table.removals:
            raise CertificateChangedError
        self.table.require_open(stored.scope, removal.started_at)
        if (stored.scope, stored.name) in self.table.names:
            raise ConflictError(
                "name_taken", "another certificate of the scope has this name by now; rename that one, then restore"
            )
        self.table.names[stored.scope, stored.name] = stored.certificate_id
        self.table.make_due((stored.scope, stored.certificate_id), removal.started_at)
        return self._put(
            replace(
                stored,
                deleted_at=None,
                recoverable_until=None,
                removal_id=removal.removal_id,
                revision=stored.revision + 1,
            )
        )

    def delete_intent(self, removal: Removal, certificate: Certificate) -> bool:
        """See `Removals.delete_intent`."""
        if self.table.certificates[certificate.scope, certificate.certificate_id].removal_id != certificate.removal_id:
            return False
        self.table.removals.pop(removal.removal_id, None)
        return True

    def overdue_intents(self, now: datetime) -> Sequence[OverdueIntent]:
        """See `Removals.overdue_intents`."""
        due = [(each.started_at + INTENT_TIMEOUT, each.removal_id) for each in self.table.removals.values()]
        return [OverdueIntent(to_text(at), intent_id) for at, intent_id in sorted(due) if at < now]

    def read_intent(self, overdue: OverdueIntent) -> Removal | None:
        """See `Removals.read_intent`."""
        return self.table.removals.get(overdue.intent_id)

    def _unchanged(self, removal: Removal) -> Certificate:
        place = (removal.certificate.scope, removal.certificate.certificate_id)
        stored = self.table.certificates.get(place)
        if stored is None or stored.revision != removal.certificate.revision:
            raise CertificateChangedError
        return stored

    def _put(self, certificate: Certificate) -> Certificate:
        self.table.certificates[certificate.scope, certificate.certificate_id] = certificate
        return certificate
