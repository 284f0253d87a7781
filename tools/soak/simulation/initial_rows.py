"""The rows of the initial certificates, as a year of orders and uploads would have left them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from certkeeper.domain.certificates.certificate import Certificate, CertificateFacts, CertificateVersion, Source
from certkeeper.domain.renewal.state import RenewalState
from certkeeper.domain.uploads.verdicts import Trust, Verdicts
from certkeeper.ports.uploads import UploadIntent
from tools.soak.simulation.issuer import KEY_ID
from tools.soak.simulation.population import PLANS

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from random import Random

    from tests.fakes.rows.table import FakeTable
    from tests.fakes.rows.uploads import FakeUploads
    from tools.soak.results.recorded_history import History
    from tools.soak.simulation.population import SimulatedCertificate

SCOPE = "all"

VERDICTS = Verdicts(Trust.PUBLIC, (), ())
"""The verdicts on each upload."""


def facts_of(subject: SimulatedCertificate, not_before: datetime, random: Random) -> CertificateFacts:
    """Return the facts of a certificate of the subject from `not_before` on; nobody has signed it.

    `random` gives the serial.
    """
    serial = random.getrandbits(120) | 1
    return CertificateFacts(
        serial=str(serial),
        subject="",
        common_name="",
        issuer="CN=Soak Intermediate",
        names=subject.names,
        key_algorithm="EC P-256",
        key_bits=256,
        signature_algorithm="ecdsa-with-SHA256",
        x509_version=3,
        not_before=not_before,
        not_after=not_before + subject.lifetime,
        sha256=f"{serial:064x}",
        sha1=f"{serial:040x}"[:40],
        authority_key_id=KEY_ID.hex() if subject.has_renewal_info else "",
    )


def write_initial_rows(
    subject: SimulatedCertificate,
    table: FakeTable,
    history: History,
    *,
    new_id: Callable[[], str],
    now: datetime,
    random: Random,
) -> str:
    """Write the rows of the subject's first version into the table and its history; return the certificate's id.

    It is due at once.
    """
    certificate_id, order_id = new_id(), new_id()
    not_before = (now - (0 if subject.ordered_in_bulk else subject.age) * subject.lifetime).replace(microsecond=0)
    facts = facts_of(subject, not_before, random)
    plan = PLANS.get(subject.mode)
    certificate = Certificate(
        certificate_id=certificate_id,
        scope=SCOPE,
        name=subject.names[0],
        source=subject.source,
        names=subject.names,
        created_at=not_before,
        order_id=order_id,
        version=1,
        facts=facts,
        settings=subject.settings,
        plan=replace(plan, spread_renewal=subject.ordered_in_bulk) if plan else None,
        renewal=RenewalState(1),
    )
    table.certificates[SCOPE, certificate_id] = certificate
    table.names[SCOPE, certificate.name] = certificate_id
    version = CertificateVersion(certificate_id, 1, facts, "", "", not_before, order_id)
    verdicts = VERDICTS if subject.source is Source.UPLOADED else None
    table.versions[certificate_id, 1] = replace(version, plan=certificate.plan, verdicts=verdicts)
    table.make_due((SCOPE, certificate_id), now)
    history.begin(certificate_id, 1, facts, now)
    return certificate_id


def write_successor(
    subject: SimulatedCertificate,
    certificate_id: str,
    uploads: FakeUploads,
    history: History,
    *,
    new_id: Callable[[], str],
    now: datetime,
    random: Random,
) -> None:
    """Write what an upload of the subject's next version writes, into uploads and history, without reading a file.

    Reading files is tested elsewhere, and takes a process each. `certificate_id` names the certificate.
    """
    certificate = uploads.table.certificates[SCOPE, certificate_id]
    assert certificate.source is Source.UPLOADED
    facts = facts_of(subject, now, random)
    version = CertificateVersion(certificate_id, certificate.next_version, facts, "", "", now, new_id())
    version = replace(version, verdicts=VERDICTS)
    intent = UploadIntent(certificate, version, now)
    uploads.record_intent(intent)
    uploads.commit(intent)
    uploads.delete_intent(intent)
    history.begin(certificate_id, version.version, facts, now)
