"""The reading of orders and certificates while another process writes."""

from __future__ import annotations

from dataclasses import replace

from certkeeper.services.reading import get_certificate
from tests.contracts.examples import a_version, an_order, pending_certificate
from tests.fakes.rows.certificates import FakeCertificates
from tests.fakes.rows.table import FakeTable


def versions_shown(current: int, stored: tuple[int, ...]) -> list[int]:
    """The numbers of the versions that are shown of a certificate, with these versions stored."""
    order = an_order()
    certificate = replace(pending_certificate(order), version=current)
    table = FakeTable(certificates={(certificate.scope, certificate.certificate_id): certificate})
    for number in stored:
        table.versions[certificate.certificate_id, number] = a_version(order, number)
    _, versions, _ = get_certificate(
        certificate.scope, certificate.certificate_id, certificates=FakeCertificates(table), events_of=lambda _: ()
    )
    return [version.version for version in versions]


def test_a_version_is_shown_from_when_it_is_the_current_one() -> None:
    """It is stored a moment before, and until then the newest one that is shown is not what consumers get."""
    assert versions_shown(1, (1, 2)) == [1]
    assert versions_shown(2, (1, 2)) == [2, 1]


def test_a_certificate_whose_first_order_runs_has_no_versions() -> None:
    """Also where the first one is stored already."""
    assert versions_shown(0, (1,)) == []
