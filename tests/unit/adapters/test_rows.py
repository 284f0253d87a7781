"""What is written into a row is what is read from it, whatever stands in it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from certkeeper.adapters.dynamodb.attributes import present
from certkeeper.adapters.dynamodb.certificate_rows import certificate_attributes, read_certificate
from certkeeper.adapters.dynamodb.history import event_attributes, read_event
from certkeeper.adapters.dynamodb.order_rows import order_attributes, read_order
from certkeeper.adapters.dynamodb.scopes import read_scope, scope_attributes
from certkeeper.adapters.dynamodb.version_rows import read_version, version_attributes
from certkeeper.adapters.secretsmanager.documents import bundle_document, key_document, read_bundle, read_key
from certkeeper.domain.certificates.certificate import (
    Bundle,
    Certificate,
    CertificateStatus,
    CertificateVersion,
    Source,
)
from certkeeper.domain.clock import to_text
from certkeeper.domain.events import Event
from certkeeper.domain.orders.order import Order
from certkeeper.domain.scopes import Scope
from tests.contracts.examples import an_order, some_facts, with_everything
from tests.unit.adapters.inventions import bundles, certificates, events, orders, scopes, texts, versions

if TYPE_CHECKING:
    from certkeeper.adapters.dynamodb.attributes import Row

FROM_THE_FUTURE: Row = {"colour": {"S": "blue"}, "wait_token": {"S": "t"}, "pk": {"S": "p"}, "sk": {"S": "s"}}


@given(orders)
def test_an_order_survives_its_row(order: Order) -> None:
    """Also one to which a newer version, the machine or a person has added something."""
    assert read_order({**present(order_attributes(order)), **FROM_THE_FUTURE}) == order


@given(certificates)
def test_a_certificate_survives_its_row(certificate: Certificate) -> None:
    """Also one to which a newer version has added something."""
    assert read_certificate({**present(certificate_attributes(certificate)), **FROM_THE_FUTURE}) == certificate


@given(versions)
def test_a_version_survives_its_row(version: CertificateVersion) -> None:
    """Also one to which a newer version of us has added something."""
    assert read_version({**present(version_attributes(version)), **FROM_THE_FUTURE}) == version


@given(scopes)
def test_a_scope_survives_its_row(scope: Scope) -> None:
    """Also one to which a newer version has added something; one from before there were notices leaves them open."""
    row = {**present(scope_attributes(scope)), **FROM_THE_FUTURE}
    assert read_scope(row) == scope
    before = read_scope({name: value for name, value in row.items() if name != "notices"})
    assert (before.notices_enabled, before.notice_days, before.administrators) == (None, (), ())


@given(events)
def test_an_event_survives_its_row(event: Event) -> None:
    """With whatever a stranger's sentence has in it."""
    assert read_event({**present(event_attributes(event)), **FROM_THE_FUTURE}) == event


@given(bundles)
def test_a_bundle_survives_its_secret(bundle: Bundle) -> None:
    """And its key is found in it."""
    document = bundle_document(bundle)
    assert read_bundle(document) == bundle
    assert read_key(document) == bundle.private_key


@given(texts)
def test_a_key_alone_is_no_bundle(key_pem: str) -> None:
    """It is a key."""
    assert read_key(key_document(key_pem)) == key_pem
    assert read_bundle(key_document(key_pem)) is None


def test_an_order_of_an_older_version_is_read() -> None:
    """What it does not say is what a new order begins with."""
    row = present(order_attributes(an_order()))
    needed = {"order_id", "scope", "certificate_id", "key_type", "steps", "status", "created_at"}
    order = read_order({name: value for name, value in row.items() if name in needed})
    assert (order.names, order.revision, order.authorizations, order.failure) == ((), 0, (), None)


def test_no_field_of_an_order_is_forgotten() -> None:
    """The mapping is written by hand; this is what holds it to the class."""
    assert set(order_attributes(an_order())) == set(Order.__slots__)
    assert None not in order_attributes(with_everything(an_order())).values()


@given(
    st.timedeltas(timedelta(seconds=1), timedelta(days=400)).map(
        lambda life: timedelta(seconds=int(life.total_seconds()))
    ),
    st.floats(0, 1.2),
)
def test_a_row_tells_the_status_as_the_domain_does(lifetime: timedelta, share: float) -> None:
    """To the second: the texts beside the facts are what filters compare."""
    certificate = Certificate(
        "c", "s", "n", Source.ISSUED, (), datetime(2026, 1, 1, tzinfo=UTC), facts=some_facts(lifetime=lifetime)
    )
    assert certificate.facts
    row = present(certificate_attributes(certificate))
    now = certificate.facts.not_before + timedelta(seconds=int(lifetime.total_seconds() * share))
    told = CertificateStatus.ACTIVE
    if to_text(now) >= row["expiring_at"]["S"]:
        told = CertificateStatus.EXPIRING
    if to_text(now) >= row["not_after"]["S"]:
        told = CertificateStatus.EXPIRED
    assert told is certificate.status(now)
