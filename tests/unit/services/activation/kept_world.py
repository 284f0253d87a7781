"""A stack on ports in memory in which versions come, go back and are deleted, by the use cases themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from certkeeper.domain.certificates.comparison import Comparison, Confirmation
from certkeeper.domain.certificates.succession import Compared, compare
from certkeeper.domain.uploads.verdicts import Trust
from certkeeper.services.certificates.activate_version import ActivationRequest, activate_version
from certkeeper.services.certificates.delete_certificate import DeletionRequest, delete_certificate
from certkeeper.services.certificates.reconcile_certificates import Reconciliation, reconcile_certificates
from certkeeper.services.certificates.renew_certificate import CertificateRenewer, RenewalRequest
from certkeeper.services.certificates.restore_certificate import restore_certificate
from certkeeper.services.uploads.finish_upload import finish_upload, roll_back_upload
from tests.contracts.examples import a_bundle
from tests.contracts.rows.uploads import a_successor
from tests.fakes.rows.activations import FakeActivations
from tests.fakes.rows.removals import FakeRemovals
from tests.unit.services.world import World

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate, CertificateVersion
    from certkeeper.domain.orders.order import Order
    from certkeeper.ports.uploads import UploadIntent

WINDOW = timedelta(days=30)


def compared(before: CertificateVersion, after: CertificateVersion) -> Comparison:
    """Every issuer counts as a public one: no trust is lost."""
    return compare(Compared.of(before, Trust.PUBLIC), Compared.of(after, Trust.PUBLIC))


class KeptWorld(World):
    """One certificate, issued in its first version."""

    def __init__(self) -> None:
        super().__init__()
        self.activations = FakeActivations(self.table)
        self.removals = FakeRemovals(self.table)
        self.first = self.issued()
        self.uploaded = 0

    @property
    def now_stored(self) -> Certificate:
        """The certificate as it stands."""
        return self.certificates.get(self.first.scope, self.first.certificate_id)

    def version(self, number: int) -> CertificateVersion:
        """One of its versions."""
        return self.certificates.version(self.first.certificate_id, number)

    def activate(
        self, number: int, *, confirmed: bool = True, key: str | None = None, by_administrator: bool = True
    ) -> Certificate:
        """Makes a version current again, with whatever it loses confirmed, by an administrator."""
        before = self.now_stored
        losses = compared(self.version(before.version), self.version(number)).codes
        return self.asked(
            ActivationRequest(
                scope=before.scope,
                certificate_id=before.certificate_id,
                version=number,
                caller="arn:ada",
                confirmation=Confirmation(before.version, losses) if confirmed and losses else None,
                idempotency_key=key,
                by_administrator=by_administrator,
            )
        )

    def asked(self, request: ActivationRequest) -> Certificate:
        """What comes of a request."""
        return activate_version(
            request,
            certificates=self.certificates,
            activations=self.activations,
            vault=self.vault,
            event_bus=self.events,
            compare=compared,
            new_id=self.new_id,
            now=self.clock(),
        )

    def an_upload(self) -> UploadIntent:
        """The next version, with its value in the secret; its rows are missing."""
        self.uploaded += 1
        certificate = self.now_stored
        intent = a_successor(certificate, f"{self.uploaded:064x}")
        bundle = a_bundle(f"{self.uploaded:x}")
        self.uploads.record_intent(intent)
        kept = certificate.kept_versions
        self.vault.store(
            certificate.certificate_id, intent.upload_id, bundle, version=intent.version.version, kept=kept
        )
        return intent

    def upload(self) -> Certificate:
        """A successor that somebody uploads."""
        return finish_upload(
            self.an_upload(),
            uploads=self.uploads,
            certificates=self.certificates,
            vault=self.vault,
            event_bus=self.events,
        )

    def withdrawn_upload(self) -> None:
        """A successor that comes too late, and is withdrawn."""
        intent = self.an_upload()
        roll_back_upload(intent, uploads=self.uploads, certificates=self.certificates, vault=self.vault)

    def renewal(self) -> Order:
        """An order that renews it."""
        before = self.now_stored
        renewer = CertificateRenewer(
            scopes=self.scopes,
            certificates=self.certificates,
            orders=self.orders,
            renewals=self.renewals,
            rate_limits=self.rate_limits,
            machine=self.machine,
            new_id=self.new_id,
        )
        return renewer.renew(RenewalRequest(before.scope, before.certificate_id, None, "arn:ada", None), self.clock())

    def renew(self) -> Certificate:
        """The next version, from the CA."""
        self.run_on(self.renewal())
        return self.now_stored

    def fail_to_renew(self) -> None:
        """An order that ends without a certificate, before it has published one or after."""
        order = self.renewal()
        self.open(order)
        self.close(order, "OrderFailed")

    def fail_after_publishing(self) -> None:
        """An order that has published its value when it ends without a version."""
        order, before = self.renewal(), self.now_stored
        self.open(order)
        self.vault.publish(
            order.certificate_id,
            order.order_id,
            a_bundle("f"),
            version=before.next_version,
            kept=before.kept_versions,
        )
        self.close(order, "OrderFailed")

    def delete_and_restore(self) -> Certificate:
        """Away and back."""
        before = self.now_stored
        delete_certificate(
            DeletionRequest(before.scope, before.certificate_id, "arn:ada", None, WINDOW),
            certificates=self.certificates,
            removals=self.removals,
            vault=self.vault,
            event_bus=self.events,
            new_id=self.new_id,
            now=self.clock(),
        )
        return restore_certificate(
            before.scope,
            before.certificate_id,
            caller="arn:ada",
            certificates=self.certificates,
            removals=self.removals,
            vault=self.vault,
            event_bus=self.events,
            new_id=self.new_id,
            now=self.clock(),
        )

    def reconcile(self, now: datetime) -> Reconciliation:
        """When whoever was at work must have ended."""
        return reconcile_certificates(
            uploads=self.uploads,
            upload_vault=self.vault,
            activations=self.activations,
            certificates=self.certificates,
            removals=self.removals,
            removal_vault=self.vault,
            event_bus=self.events,
            seconds_left=lambda: 300.0,
            on_failure=self.failed_items,
            now=now,
        )

    def hands_out(self, number: int) -> bool:
        """Whether consumers get the value of this version."""
        version = self.version(number)
        return self.vault.is_current(version.certificate_id, version.order_id)
