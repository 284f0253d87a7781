"""Which keys are made for an account and for an order."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509 import load_pem_x509_certificate

from certkeeper.domain.certificates.key_types import KeyType
from certkeeper.domain.orders.order import Order
from tests.unit.services.world import World


@pytest.fixture
def world() -> World:
    """A CA and all else."""
    return World()


@pytest.fixture
def order(world: World) -> Order:
    """One that asks for a P-384 key, with its names verified."""
    return world.ready(replace(world.request(), key_type=KeyType.P_384))


def curve(key_pem: str) -> str:
    """The curve of a private key."""
    key = load_pem_private_key(key_pem.encode(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key.curve.name


def test_accounts_and_orders_have_keys_of_their_own_kinds(world: World, order: Order) -> None:
    """The account's is always P-256, a certificate's is what the order asks for."""
    assert [curve(key) for key in world.vault.account_keys.values()] == ["secp256r1"]
    assert curve(world.vault.order_key(order.certificate_id, order.order_id)) == "secp384r1"


def test_the_certificate_is_for_the_key_of_its_order(world: World, order: Order) -> None:
    """The request that goes to the CA is signed by the order's key, so that is what the certificate holds."""
    world.finalize(order)
    world.retrieve(order)
    bundle = world.vault.bundle(order.certificate_id)
    key = load_pem_private_key(world.vault.order_key(order.certificate_id, order.order_id).encode(), None)
    assert load_pem_x509_certificate(bundle.certificate.encode()).public_key() == key.public_key()
