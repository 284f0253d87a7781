"""Extensions are found by their kind."""

from __future__ import annotations

from cryptography import x509

from certkeeper.x509.facts import extension_of
from tests.unit.x509.pki import sign

LEAF = sign("shop.example.test", names=["shop.example.test"])


def test_an_extension_is_found_by_its_kind() -> None:
    """Wherever it stands among the others."""
    found = extension_of(LEAF.certificate, x509.SubjectAlternativeName)
    assert found == x509.SubjectAlternativeName([x509.DNSName("shop.example.test")])


def test_what_a_certificate_has_not_is_none() -> None:
    """It is no error."""
    assert extension_of(LEAF.certificate, x509.NameConstraints) is None
