"""A real CA that refuses three nonces of ten."""

import pytest

from certkeeper.adapters.acme.authority import AcmeAuthority
from certkeeper.domain.certificates.key_types import KeyType
from certkeeper.domain.errors import AcmeDirectoryError, TransientError
from certkeeper.x509.keys import new_key
from tests.contracts.certificate_authority import CertificateAuthorityContract
from tests.integration.acme.conftest import PebbleWorld


class TestAcmeAuthority(CertificateAuthorityContract):
    """The contract, kept against Pebble."""


def test_refused_nonces_do_no_harm(world: PebbleWorld) -> None:
    """A hundred signed requests all succeed, with the nonces of the refusals: hardly a HEAD among them."""
    ca = world.authority()
    key_pem = new_key(KeyType.P_256)
    session = ca.session(ca.register(key_pem).url, key_pem)
    order = session.new_order(["shop.example.test"])
    before = ca.request_counts["HEAD"]
    for _ in range(100):
        assert session.order(order.url).status == "pending"
    assert ca.request_counts["POST"] > 110
    assert ca.request_counts["HEAD"] == before


def test_a_session_asks_nothing_before_it_must_and_the_directory_once(world: PebbleWorld) -> None:
    """Sessions are made at each task's start; the process asks for the directory once."""
    ca = world.authority()
    key_pem = new_key(KeyType.P_256)
    account = ca.register(key_pem)
    request_counts = ca.request_counts.copy()
    sessions = [ca.session(account.url, key_pem) for _ in range(3)]
    assert ca.request_counts == request_counts
    for session in sessions:
        session.new_order(["shop.example.test"])
    assert ca.request_counts["GET"] == 1
    assert ca.request_counts["HEAD"] == 4


def test_a_directory_that_cannot_be_verified_is_not_talked_to(world: PebbleWorld) -> None:
    """Without its root the CA is a stranger: no request is sent, and trying again would not help."""
    with pytest.raises(AcmeDirectoryError, match="does not lead to a public root"):
        AcmeAuthority(world.directory_url).register(new_key(KeyType.P_256))


def test_a_directory_over_plain_http_is_refused() -> None:
    """RFC 8555 section 6.1: https, always."""
    with pytest.raises(TransientError, match="https"):
        AcmeAuthority("http://127.0.0.1:1/dir").register(new_key(KeyType.P_256))
