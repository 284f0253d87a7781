"""A secret's document is read as it was written, whatever is in it."""

from __future__ import annotations

from hypothesis import given

from certkeeper.adapters.secretsmanager.layout import bundle_document, key_document, read_bundle, read_key
from certkeeper.domain.certificates.certificate import Bundle
from tests.unit.adapters.drawn import drawn, texts


@given(drawn(Bundle))
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
