"""Runs of renewals and revocations by sweeps and people, and what must be true at the end of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.dynamodb.intents.uploads import DynamoUploads
from certkeeper.adapters.secretsmanager.uploads import SecretsManagerUploads
from certkeeper.domain.certificates.certificate import Settings
from certkeeper.domain.clock import utc_now
from tests.contracts.examples import NOW, a_bundle
from tests.contracts.rows.uploads import an_intent, done
from tests.integration.machine.aws.account_contents import PREFIX, TABLE
from tests.integration.machine.runs.assisted_records import PROVED, asked_for, remove_records, set_records
from tests.integration.machine.runs.issuance import FOR_GOOD, Issuance
from tests.integration.machine.runs.sweeps import broken_renewal, issued, renewable, reported, sweeps

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
LATER = timedelta(days=70)
"""Behind Pebble's window of two days, which begins with the last third of 90: any moment in it has passed."""
CertificateScenario = Callable[[Issuance], None]
Wrong = Callable[[Issuance], list[str]]


def renewed(order: Issuance) -> None:
    """Issued, and renewed when a third of its life is left."""
    issued(order)
    sweeps(order, utc_now() + LATER, 3)


def renewed_after_a_failure(order: Issuance) -> None:
    """The CA does not find the challenge of the first renewal; the next one goes well."""
    issued(order)
    order.outside.responder.hidden_from_ca = True
    try:
        sweeps(order, utc_now() + LATER, 1)
        sweep_again_unless_started(order)
    finally:
        order.outside.responder.hidden_from_ca = False
    sweeps(order, utc_now() + LATER + HOUR * 2, 3)


def sweep_again_unless_started(order: Issuance) -> None:
    """A sweep that died before it did anything is followed by the next, still in the bad time."""
    if len(order.account.machine.executions) < 2:
        sweeps(order, utc_now() + LATER + HOUR, 1)


def renewed_by_hand(order: Issuance) -> None:
    """Issued, and renewed long before its time, as somebody wants it; a sweep at once has nothing to mend."""
    issued(order)
    order.renew()
    order.advance()
    sweeps(order, utc_now(), 1)


def renewed_by_hand_without_waiting(order: Issuance) -> None:
    """Somebody wants it renewed, and does not wait for the answer: a sweep starts what was not started."""
    issued(order)
    order.renew_once()
    order.advance()
    sweeps(order, utc_now(), 2)


def assisted(order: Issuance) -> None:
    """A person sets the record of each order; for the one of the renewal they are asked to."""
    try:
        order.place(**PROVED)
        order.advance()
        set_records(order, order.order_id)
        renewable(order)
        sweeps(order, utc_now() + LATER, 1)
        set_records(order, *asked_for(order.account))
        sweeps(order, utc_now() + LATER + HOUR, 2)
    finally:
        remove_records(order)


def warned(order: Issuance) -> None:
    """Uploaded, and never succeeded: one letter at two weeks, one at the end."""
    uploads, vault = DynamoUploads(TABLE, client("dynamodb")), SecretsManagerUploads(client("secretsmanager"), PREFIX)
    intent = an_intent()
    brought = done(uploads, replace(intent, certificate=replace(intent.certificate, settings=Settings())))
    vault.store(brought.certificate_id, brought.order_id, a_bundle())
    for moment in (NOW + DAY * 76, NOW + DAY * 91):
        sweeps(order, moment, 2)


def revoked(order: Issuance) -> None:
    """Issued, and revoked by somebody who asks until there is an answer; then one sweep."""
    order.place(challenge="http-01")
    order.advance()
    order.revoke()
    sweeps(order, utc_now(), 1)


def revoked_without_waiting(order: Issuance) -> None:
    """Issued, and revoked by somebody who does not wait for the answer; then one sweep."""
    order.place(challenge="http-01")
    order.advance()
    order.revoke_once()
    sweeps(order, utc_now(), 1)


def wrong_after_renewal(order: Issuance) -> list[str]:
    """Two versions, two orders, each reported once."""
    found = list(broken_renewal(order.account, versions=2, orders=2))
    heard = {type_: len(ids) for type_, ids in reported(order.account).items()}
    if heard != {"Certificate Issued": 1, "Certificate Renewed": 1}:
        found.append(f"published was {heard}")
    return found


def wrong_after_failure(order: Issuance) -> list[str]:
    """One order more, and the failure reported once."""
    found = list(broken_renewal(order.account, versions=2, orders=3))
    heard = {type_: len(ids) for type_, ids in reported(order.account).items()}
    if heard != {"Certificate Issued": 1, "Renewal Failed": 1, "Certificate Renewed": 1}:
        found.append(f"published was {heard}")
    return found


def wrong_after_assistance(order: Issuance) -> list[str]:
    """Two versions, two orders, and a person who was asked once."""
    found = list(broken_renewal(order.account, versions=2, orders=2))
    heard = {type_: len(ids) for type_, ids in reported(order.account).items()}
    if heard != {"Certificate Issued": 1, "Action Required": 1, "Certificate Renewed": 1}:
        found.append(f"published was {heard}")
    return found


def wrong_after_revocation(order: Issuance) -> list[str]:
    """Certificate and version say so, somebody was notified, under one id, and nothing is still to come."""
    rows = (*order.account.rows("SCOPE#", "#CERTIFICATES"), *order.account.rows("CERTIFICATE#"))
    found = [f"{row['pk']} is not revoked" for row in rows if row.get("revocation_reason") != FOR_GOOD["reason"]]
    heard = {type_: len(ids) for type_, ids in reported(order.account).items()}
    if heard != {"Certificate Issued": 1, "Certificate Revoked": 1}:
        found.append(f"published was {heard}")
    return [*found, *(["something is left to do"] if {"outbox", "due_at"} & rows[0].keys() else [])]


def wrong_after_warnings(order: Issuance) -> list[str]:
    """Two notices, and nothing that is still to come."""
    (row,) = order.account.rows("SCOPE#", "#CERTIFICATES")
    heard = {type_: len(ids) for type_, ids in reported(order.account).items()}
    found = [] if heard == {"Certificate Expiring": 1, "Certificate Expired": 1} else [f"published was {heard}"]
    return [*found, *(["something is left to do"] if {"outbox", "due_at"} & row.keys() else [])]
