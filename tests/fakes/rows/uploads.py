"""`ports.uploads.Uploads` in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from certkeeper.domain.certificates.names import name_set
from certkeeper.domain.clock import to_text
from certkeeper.domain.errors import CertificateChangedError, ConflictError, DuplicateCertificateError
from certkeeper.ports.receipts import OverdueIntent, ReceiptExistsError
from certkeeper.ports.uploads import MAX_WITH_NAMES
from tests.fakes.rows.table import FakeTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.ports.receipts import UploadReceipt
    from certkeeper.ports.uploads import UploadIntent

INTENT_TIMEOUT = timedelta(minutes=10)


class FakeUploads:
    """Fulfils `ports.uploads.Uploads`; shares its table with `FakeCertificates`."""

    def __init__(self, table: FakeTable | None = None) -> None:
        self.table = table or FakeTable()

    def receipt(self, scope: str, key: str) -> UploadReceipt | None:
        """See `Uploads.receipt`."""
        return self.table.upload_receipts.get((scope, key))

    def holder(self, scope: str, sha256: str) -> str | None:
        """See `Uploads.holder`."""
        return self.table.digests.get((scope, sha256))

    def with_names(self, scope: str, names: Iterable[str]) -> Sequence[str]:
        """See `Uploads.with_names`."""
        found = {
            each.certificate_id
            for each in self.table.versions.values()
            if name_set(each.facts.names) == name_set(names)
            and (scope, each.certificate_id) in self.table.certificates
            and each.facts.names
        }
        return sorted(found, reverse=True)[:MAX_WITH_NAMES]

    def record_intent(self, intent: UploadIntent) -> None:
        """See `Uploads.record_intent`."""
        self.table.intents[intent.upload_id] = intent

    def commit(self, intent: UploadIntent) -> Certificate:
        """See `Uploads.commit`."""
        certificate, version = intent.certificate, intent.version
        place = (certificate.scope, certificate.certificate_id)
        stored = self.table.versions.get((version.certificate_id, version.version))
        if stored and stored.order_id == intent.upload_id:
            return self.table.certificates[place]
        self._refuse(intent)
        if version.version == 1:
            self.table.certificates[place] = certificate
            self.table.names[certificate.scope, certificate.name] = certificate.certificate_id
        else:
            after = certificate.with_current(version)
            self.table.certificates[place] = replace(after, revision=certificate.revision + 1)
        self.table.make_due(place, version.created_at)
        self.table.versions[version.certificate_id, version.version] = version
        self.table.digests[certificate.scope, version.facts.sha256] = certificate.certificate_id
        if intent.receipt:
            self.table.upload_receipts[intent.receipt.scope, intent.receipt.key] = intent.receipt
        return self.table.certificates[place]

    def delete_intent(self, intent: UploadIntent) -> None:
        """See `Uploads.delete_intent`."""
        self.table.intents.pop(intent.upload_id, None)

    def overdue_intents(self, now: datetime) -> Sequence[OverdueIntent]:
        """See `Uploads.overdue_intents`."""
        due = [(each.started_at + INTENT_TIMEOUT, each.upload_id) for each in self.table.intents.values()]
        return [OverdueIntent(to_text(at), intent_id) for at, intent_id in sorted(due) if at < now]

    def read_intent(self, overdue: OverdueIntent) -> UploadIntent | None:
        """See `Uploads.read_intent`."""
        return self.table.intents.get(overdue.intent_id)

    def _refuse(self, intent: UploadIntent) -> None:
        certificate, version = intent.certificate, intent.version
        if intent.receipt and (intent.receipt.scope, intent.receipt.key) in self.table.upload_receipts:
            raise ReceiptExistsError
        holder = self.holder(certificate.scope, version.facts.sha256)
        if holder and holder != intent.gone:
            raise DuplicateCertificateError(holder)
        stored = self.table.certificates.get((certificate.scope, certificate.certificate_id))
        if version.version == 1:
            self.table.require_open(certificate.scope, intent.started_at)
        if version.version == 1 and (certificate.scope, certificate.name) in self.table.names:
            raise ConflictError(
                "name_taken", "another certificate of the scope has this name already; choose another name"
            )
        is_new = version.version == 1 and stored is None
        is_next = stored is not None and stored.revision == certificate.revision and not stored.deleted_at
        if intent.upload_id not in self.table.intents or not (is_new or (version.version > 1 and is_next)):
            raise CertificateChangedError
