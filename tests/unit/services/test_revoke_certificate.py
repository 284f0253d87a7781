"""Revoking what was issued, on ports in memory and a CA that remembers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from certkeeper.domain.certificates.revocations import RevocationReason
from certkeeper.domain.errors import (
    AcmeDirectoryError,
    AcmeProblemError,
    CaUnavailableError,
    CertificateChangedError,
    ConflictError,
    NotFoundError,
    TransientError,
)
from certkeeper.domain.events import Event, EventType
from certkeeper.domain.renewal.sweep_events import expired
from certkeeper.services.certificates.revoke_certificate import RevocationRequest, revoke_certificate
from tests.contracts.rows.uploads import a_successor, done
from tests.fakes.ca.certificate_authority import FakeSession
from tests.fakes.rows.certificate_changes import FakeCertificateChanges
from tests.fakes.rows.removals import FakeRemovals
from tests.unit.services.world import SCOPE, World

if TYPE_CHECKING:
    from certkeeper.domain.certificates.certificate import Certificate

STOLEN = RevocationReason.KEY_COMPROMISE


@pytest.fixture
def world() -> World:
    """A CA and all else."""
    return World()


@pytest.fixture
def certificate(world: World) -> Certificate:
    """One that was issued."""
    order = world.ready()
    world.finalize(order)
    world.retrieve(order)
    return world.certificates.get(SCOPE, order.certificate_id)


def revoke(
    world: World, certificate: Certificate, version: int | None = None, reason: RevocationReason = STOLEN
) -> Certificate:
    """As an administrator does it."""
    return revoke_certificate(
        RevocationRequest(SCOPE, certificate.certificate_id, reason, version, "arn:ada"),
        certificates=world.certificates,
        stored=FakeCertificateChanges(world.table),
        account=world.account(),
        event_bus=world.events,
        now=world.clock(),
    )


def out_of_reach(*_: object) -> None:
    """AWS, for a moment."""
    raise TransientError("throttled")


def reported(world: World) -> list[Event]:
    """The events of revocations, repeats included."""
    return [event for event in world.events.published if event.type is EventType.CERTIFICATE_REVOKED]


def another(certificate: Certificate) -> Event:
    """What a sweep has to report."""
    assert certificate.facts
    return expired(certificate, certificate.facts, certificate.facts.not_after)


def leave(world: World, certificate: Certificate, *events: Event) -> None:
    """What a sweep does that writes the certificate, and dies before it has reported what is to be published."""
    stored = world.table.certificates[SCOPE, certificate.certificate_id]
    world.renewals.save(replace(stored, outbox=(*stored.outbox, *events)), world.clock())


def test_what_is_revoked_at_the_ca_is_shown_so_and_reported(world: World, certificate: Certificate) -> None:
    """With the reason, the caller, and under an id that does not change."""
    revoked = revoke(world, certificate)
    assert revoked.status(world.clock()) == "revoked"
    assert revoked.revocation_reason is STOLEN
    (pem,) = world.ca.revoked
    assert pem == world.certificates.version(certificate.certificate_id, 1).certificate_pem
    event = world.events.published[-1]
    assert event.type is EventType.CERTIFICATE_REVOKED
    assert dict(event.detail) == {
        "name": certificate.name,
        "version": "1",
        "caller": "arn:ada",
        "reason": "keyCompromise",
    }


def test_what_was_reported_is_left_to_nobody(world: World, certificate: Certificate) -> None:
    """But the next sweep checks it: what is revoked wants a successor."""
    revoked = revoke(world, certificate)
    assert revoked == world.certificates.get(SCOPE, certificate.certificate_id)
    assert revoked.outbox == ()
    swept = world.sweep()
    assert (swept.published, swept.renewed) == (0, 1)
    assert len(reported(world)) == 1


@pytest.mark.parametrize("succeeded", [False, True])
def test_what_no_event_bus_takes_is_reported_by_the_next_sweep(
    world: World, certificate: Certificate, monkeypatch: pytest.MonkeyPatch, *, succeeded: bool
) -> None:
    """Though nobody repeats it, and though it is not the current version any more."""
    if succeeded:
        done(world.uploads, a_successor(certificate))
    with monkeypatch.context() as patch:
        patch.setattr(world.events, "publish", out_of_reach)
        with pytest.raises(TransientError):
            revoke(world, certificate, 1)
    assert world.certificates.version(certificate.certificate_id, 1).revocation_reason is STOLEN
    assert not reported(world)
    world.sweep()
    world.sweep()
    (event,) = reported(world)
    assert dict(event.detail)["version"] == "1"


def test_who_repeats_it_has_reported_what_the_first_one_left(
    world: World, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the reason of then, which is the one that is stored; and nothing is left for a sweep."""
    with monkeypatch.context() as patch:
        patch.setattr(world.events, "publish", out_of_reach)
        with pytest.raises(TransientError):
            revoke(world, certificate)
    world.clock.forward(timedelta(minutes=1))
    revoked = revoke(world, certificate, reason=RevocationReason.SUPERSEDED)
    assert revoked.outbox == ()
    (event,) = reported(world)
    assert (event.occurred_at, dict(event.detail)["reason"]) == (revoked.revoked_at, STOLEN)
    world.sweep()
    assert reported(world) == [event]


def test_what_was_reported_before_the_process_died_is_reported_again_as_the_same(
    world: World, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It could not write down any more that it had reported."""
    with monkeypatch.context() as patch:
        patch.setattr(FakeCertificateChanges, "mark_published", out_of_reach)
        with pytest.raises(TransientError):
            revoke(world, certificate)
    world.sweep()
    first, again = reported(world)
    assert first == again


def test_what_a_sweep_has_left_to_publish_meanwhile_is_kept(
    world: World, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The certificate is read again, and both are reported."""
    monkeypatch.setattr(FakeSession, "revoke", lambda *_: leave(world, certificate, another(certificate)))
    revoked = revoke(world, certificate)
    assert (revoked.revocation_reason, revoked.outbox) == (STOLEN, (another(certificate),))
    world.sweep()
    assert another(certificate) in world.events.published
    assert len(reported(world)) == 1


def test_what_others_write_while_it_is_reported_stays_and_it_is_reported_again(
    world: World, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the sweep, under the same id; the answer is the certificate as the others have left it."""
    publish = world.events.publish

    def meanwhile(event: Event) -> None:
        publish(event)
        leave(world, certificate, another(certificate))

    with monkeypatch.context() as patch:
        patch.setattr(world.events, "publish", meanwhile)
        revoked = revoke(world, certificate)
    assert revoked == world.certificates.get(SCOPE, certificate.certificate_id)
    assert another(certificate) in revoked.outbox
    world.sweep()
    first, again = reported(world)
    assert first == again
    assert world.certificates.get(SCOPE, certificate.certificate_id).outbox == ()


def test_who_is_overtaken_again_and_again_is_refused(
    world: World, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is marked and nobody hears of it; the next try finds it revoked at the CA, which is no obstacle."""
    read = world.certificates.get

    def overtaken(scope: str, certificate_id: str) -> Certificate:
        found = read(scope, certificate_id)
        leave(world, certificate)
        return found

    with monkeypatch.context() as patch:
        patch.setattr(world.certificates, "get", overtaken)
        with pytest.raises(CertificateChangedError):
            revoke(world, certificate)
    assert not reported(world)
    assert world.certificates.version(certificate.certificate_id, 1).revoked_at is None
    assert revoke(world, certificate).revocation_reason is STOLEN
    assert len(reported(world)) == 1


def test_repeating_it_changes_nothing(world: World, certificate: Certificate) -> None:
    """Also where the first process died between the CA and the row; the event is the same one."""
    first = revoke(world, certificate)
    again = revoke(world, certificate, reason=RevocationReason.SUPERSEDED)
    assert again == first
    assert world.events.published[-1].event_id == world.events.published[-2].event_id


def test_what_was_uploaded_cannot_be_revoked(world: World, certificate: Certificate) -> None:
    """The CA is not even asked; the version before, which was issued, can be, and is not the current one."""
    successor = a_successor(certificate)
    named = replace(successor.version, order_id="an upload, not an order")
    uploaded = done(world.uploads, replace(successor, version=named))
    with pytest.raises(ConflictError) as caught:
        revoke(world, certificate)
    assert caught.value.code == "not_issued_here"
    assert not world.ca.revoked
    revoked = revoke(world, certificate, version=1)
    assert revoked == replace(uploaded, revision=revoked.revision)
    assert world.events.published[-1].type is EventType.CERTIFICATE_REVOKED
    assert world.certificates.version(certificate.certificate_id, 1).revocation_reason is STOLEN


def test_what_is_not_issued_yet_cannot_be_revoked(world: World) -> None:
    """There is nothing to take back."""
    order, _ = world.place()
    with pytest.raises(ConflictError) as caught:
        revoke(world, world.certificates.get(SCOPE, order.certificate_id))
    assert caught.value.code == "not_issued"


def test_a_version_that_never_was_is_not_found(world: World, certificate: Certificate) -> None:
    """Neither the next one."""
    with pytest.raises(NotFoundError):
        revoke(world, certificate, version=2)


def test_a_deleted_certificate_can_be_revoked(world: World, certificate: Certificate) -> None:
    """That its key was stolen may be known later; it stays deleted."""
    place = (SCOPE, certificate.certificate_id)
    world.table.certificates[place] = replace(certificate, deleted_at=world.clock())
    assert revoke(world, certificate).status(world.clock()) == "deleted"
    assert world.ca.revoked
    assert FakeRemovals(world.table).overdue_intents(world.clock()) == []


def test_another_account_has_nothing_to_say(world: World, certificate: Certificate) -> None:
    """Since the stack was led to another CA, or the account was made anew."""
    account = world.accounts.get(world.ca.directory_url)
    assert account
    world.accounts.put(replace(account, url="https://ca.example.test/accounts/77"))
    with pytest.raises(ConflictError) as caught:
        revoke(world, certificate)
    assert caught.value.code == "other_account"


def test_an_account_that_the_ca_has_forgotten_is_reported(world: World, certificate: Certificate) -> None:
    """With what can be done all the same."""
    world.ca.forget_accounts()
    with pytest.raises(ConflictError, match="own private key") as caught:
        revoke(world, certificate)
    assert caught.value.code == "account_unknown"


@pytest.mark.parametrize(
    ("trouble", "raised"),
    [
        (AcmeProblemError(403, "urn:ietf:params:acme:error:badRevocationReason", "not that"), AcmeProblemError),
        (AcmeDirectoryError("the directory names no revokeCert"), AcmeDirectoryError),
        (TransientError("the CA answered 503: maintenance"), CaUnavailableError),
    ],
)
def test_what_the_ca_refuses_is_not_marked(
    world: World,
    certificate: Certificate,
    monkeypatch: pytest.MonkeyPatch,
    trouble: Exception,
    raised: type[Exception],
) -> None:
    """Its sentence is handed on; what may pass can be tried again."""

    def refuse(*_: object) -> None:
        raise trouble

    monkeypatch.setattr(FakeSession, "revoke", refuse)
    reported = len(world.events.published)
    with pytest.raises(raised) as caught:
        revoke(world, certificate)
    assert str(caught.value) == str(trouble)
    assert world.certificates.get(SCOPE, certificate.certificate_id) == certificate
    assert len(world.events.published) == reported
