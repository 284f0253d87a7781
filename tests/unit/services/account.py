"""A stack on ports in memory, with everything that `reconcile_certificates` reads."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from certkeeper.services.certificates.reconcile_certificates import Reconciliation, reconcile_certificates
from tests.contracts.examples import NOW, a_bundle
from tests.contracts.rows.uploads import an_intent, done
from tests.fakes.event_bus import FakeEventBus
from tests.fakes.failed_items import FailedItems
from tests.fakes.rows.activations import FakeActivations
from tests.fakes.rows.certificates import FakeCertificates
from tests.fakes.rows.removals import FakeRemovals
from tests.fakes.rows.table import FakeTable
from tests.fakes.rows.uploads import FakeUploads
from tests.fakes.vault import FakeVault

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.ports.uploads import UploadIntent
    from certkeeper.services.batches import SecondsLeft

LATER = NOW + timedelta(minutes=11)


class Account:
    """One table, one vault, one bus."""

    def __init__(self) -> None:
        self.table = FakeTable()
        self.certificates = FakeCertificates(self.table)
        self.uploads = FakeUploads(self.table)
        self.removals = FakeRemovals(self.table)
        self.activations = FakeActivations(self.table)
        self.vault = FakeVault()
        self.events = FakeEventBus()
        self.failed_items = FailedItems()

    def certificate(self, name: str, digit: str) -> Certificate:
        """One with its secret."""
        made = done(self.uploads, an_intent(name, digit * 64))
        self.vault.store(made.certificate_id, made.order_id, a_bundle(digit))
        return made

    def half_uploaded(self, name: str, digit: str) -> UploadIntent:
        """An upload whose process died when the secret was stored."""
        intent = an_intent(name, digit * 64)
        self.uploads.record_intent(intent)
        self.vault.store(intent.certificate.certificate_id, intent.upload_id, a_bundle(digit))
        return intent

    def sweep(self, now: datetime = LATER, *, seconds_left: SecondsLeft = lambda: 300.0) -> Reconciliation:
        """When whoever was at work must have ended."""
        return reconcile_certificates(
            uploads=self.uploads,
            upload_vault=self.vault,
            activations=self.activations,
            certificates=self.certificates,
            removals=self.removals,
            removal_vault=self.vault,
            event_bus=self.events,
            seconds_left=seconds_left,
            on_failure=self.failed_items,
            now=now,
        )
