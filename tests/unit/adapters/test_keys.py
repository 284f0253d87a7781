"""Keys for accounts and orders."""

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from certkeeper.adapters.keys import LibraryKeys
from certkeeper.domain.certificates.key_types import KeyType
from certkeeper.domain.orders.order import Order, OrderStatus, Steps
from tests.fakes.clock import START

ORDER = Order(
    order_id="1",
    scope="all",
    certificate_id="2",
    name="shop",
    names=("shop.example.test",),
    key_type=KeyType.P_384,
    steps=Steps.AUTOMATIC,
    status=OrderStatus.PENDING,
    created_at=START,
    created_by="me",
)


def curve(key_pem: str) -> str:
    """The curve of a key."""
    key = load_pem_private_key(key_pem.encode(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key.curve.name


def test_accounts_and_orders_have_keys_of_their_own_kinds() -> None:
    """The account's is always P-256, a certificate's is what the order asks for."""
    keys = LibraryKeys()
    assert curve(keys.new_account_key()) == "secp256r1"
    assert curve(keys.new_key(ORDER)) == "secp384r1"


def test_a_request_is_signed_by_the_key() -> None:
    """The CSR carries the key's public part."""
    keys = LibraryKeys()
    key_pem = keys.new_key(ORDER)
    csr = x509.load_der_x509_csr(keys.csr(key_pem, ORDER.names))
    assert csr.public_key() == load_pem_private_key(key_pem.encode(), None).public_key()
