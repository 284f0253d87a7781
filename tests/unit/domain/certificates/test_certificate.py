"""The validity of a certificate follows from the clock and its own dates, never from a constant of days."""

from datetime import UTC, datetime, timedelta

import pytest

from certkeeper.domain.certificates.certificate import Bundle, Certificate, CertificateFacts, CertificateStatus, Source

ISSUED_AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


def certificate(lifetime: timedelta) -> Certificate:
    """A certificate of some lifetime, issued at ISSUED_AT."""
    facts = CertificateFacts(
        serial="1",
        subject="",
        common_name="",
        issuer="CN=Test",
        names=("shop.example.test",),
        key_algorithm="EC",
        key_bits=256,
        signature_algorithm="ecdsa-with-SHA256",
        x509_version=3,
        not_before=ISSUED_AT,
        not_after=ISSUED_AT + lifetime,
        sha256="00",
        sha1="00",
    )
    return Certificate("c", "shop", "shop", Source.ISSUED, facts.names, ISSUED_AT, "o", 1, facts)


@pytest.mark.parametrize(
    ("lifetime", "left", "status"),
    [
        (timedelta(days=90), timedelta(days=15), CertificateStatus.ACTIVE),
        (timedelta(days=90), timedelta(days=14), CertificateStatus.EXPIRING),
        (timedelta(days=45), timedelta(days=14, seconds=1), CertificateStatus.ACTIVE),
        (timedelta(days=45), timedelta(days=14), CertificateStatus.EXPIRING),
        (timedelta(hours=160), timedelta(hours=54), CertificateStatus.ACTIVE),
        (timedelta(hours=160), timedelta(hours=53), CertificateStatus.EXPIRING),
        (timedelta(days=90), timedelta(seconds=1), CertificateStatus.EXPIRING),
        (timedelta(days=90), timedelta(0), CertificateStatus.EXPIRED),
        (timedelta(days=90), timedelta(days=-1), CertificateStatus.EXPIRED),
    ],
)
def test_the_status_follows_the_clock_for_every_lifetime(
    lifetime: timedelta, left: timedelta, status: CertificateStatus
) -> None:
    """Two weeks before the end it is expiring, a short-lived one in its last third; at its end it is expired."""
    assert certificate(lifetime).status(ISSUED_AT + lifetime - left) is status


def test_days_left_are_whole_days_and_go_below_zero() -> None:
    """A certificate that expired an hour ago has not 0 days left."""
    ninety = certificate(timedelta(days=90))
    assert ninety.days_left(ISSUED_AT) == 90
    assert ninety.days_left(ISSUED_AT + timedelta(days=89, hours=23)) == 0
    assert ninety.days_left(ISSUED_AT + timedelta(days=90, hours=1)) == -1


def test_a_certificate_whose_first_order_runs_is_pending() -> None:
    """Without a version there is nothing to count days of."""
    pending = Certificate("c", "shop", "shop", Source.ISSUED, ("shop.example.test",), ISSUED_AT)
    assert pending.status(ISSUED_AT) is CertificateStatus.PENDING
    assert pending.days_left(ISSUED_AT) is None


def test_a_bundle_does_not_show_its_private_key_in_a_log() -> None:
    """A repr ends in logs and tracebacks."""
    bundle = Bundle("leaf", "chain", "SECRET-KEY", ISSUED_AT, "ab")
    assert "SECRET-KEY" not in f"{bundle!r} {bundle}"
    assert bundle.fullchain == "leafchain"
