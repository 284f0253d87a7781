"""The end of an activation, for the process that began it and for the reconciler (ADR 106)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain import event_details
from certkeeper.domain.errors import CertificateChangedError
from certkeeper.domain.events import Event, EventType
from certkeeper.ports.receipts import ReceiptExistsError
from certkeeper.services.certificates.settle_secret import settle_secret

if TYPE_CHECKING:
    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.ports.certificates import Certificates
    from certkeeper.ports.events import EventBus
    from certkeeper.ports.uploads import Activation, Activations
    from certkeeper.ports.vaults import VersionVault


def finish_activation(
    activation: Activation,
    *,
    activations: Activations,
    certificates: Certificates,
    vault: VersionVault,
    event_bus: EventBus,
) -> Certificate:
    """Commit an activation whose value is current already, publish its event, and return the certificate.

    The event is in the outbox until it is published: a sweep publishes what a crash leaves. Raises what
    `Activations.commit` raises.
    """
    event = _event(activation)
    certificate = activations.commit(activation, event)
    settle_secret(certificate, certificates=certificates, vault=vault)
    event_bus.publish(event)
    return activations.mark_published(certificate, event)


def roll_back_activation(
    activation: Activation, *, activations: Activations, certificates: Certificates, vault: VersionVault
) -> None:
    """Undo an activation that was not committed: the secret follows the row again, and the intent goes last."""
    certificate = certificates.get(activation.certificate.scope, activation.certificate.certificate_id)
    settle_secret(certificate, certificates=certificates, vault=vault)
    activations.delete_intent(activation)


def reconcile_activation(
    activation: Activation,
    *,
    activations: Activations,
    certificates: Certificates,
    vault: VersionVault,
    event_bus: EventBus,
) -> str:
    """Finish an activation after a crash, or undo it, and return `finished` or `rolled_back`.

    It is finished where the secret hands out the version already, and nobody has changed the certificate since.
    """
    if vault.is_current(activation.version.certificate_id, activation.version.order_id):
        try:
            finish_activation(
                activation, activations=activations, certificates=certificates, vault=vault, event_bus=event_bus
            )
        except (CertificateChangedError, ReceiptExistsError):
            pass  # the certificate was changed since: that change stays
        else:
            return "finished"
    roll_back_activation(activation, activations=activations, certificates=certificates, vault=vault)
    return "rolled_back"


def _event(activation: Activation) -> Event:
    certificate, version = activation.certificate, activation.version
    return Event(
        event_id=activation.activation_id,
        type=EventType.CERTIFICATE_ACTIVATED,
        occurred_at=activation.started_at,
        scope=certificate.scope,
        certificate_id=certificate.certificate_id,
        order_id="",
        detail=event_details.activated(
            name=certificate.name,
            version=version.version,
            replaced=certificate.version,
            not_after=version.facts.not_after,
            sha256=version.facts.sha256,
            caller=activation.caller,
        ),
    )
