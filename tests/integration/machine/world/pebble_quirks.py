"""Rare behaviour of Pebble 2.10, once in a hundred or five hundred orders, that makes a renewal unrecognisable."""

from __future__ import annotations

from cryptography import x509

from certkeeper.adapters.acme.authority import AcmeAuthority
from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.dynamodb.accounts import DynamoAccounts
from certkeeper.adapters.secretsmanager.vault import SecretsManagerVault
from tests.integration.machine.aws.account_contents import PREFIX, TABLE
from tests.integration.machine.runs.issuance import Issuance


class UnusableSerialError(Exception):
    """DER puts a byte of zero before the certificate's serial number: then Pebble answers 500 to `replaces`."""


def prevent_reused_authorizations(order: Issuance) -> None:
    """Deactivates the authorizations of all orders (RFC 8555 section 7.5.2).

    `PEBBLE_AUTHZREUSE=0` still reuses one in a hundred: its wfe.go makes a new one where `rand.Intn(100) > percent`.
    """
    ca = AcmeAuthority(order.outside.pebble.directory_url, root_pem=order.outside.pebble.tls_root.read_text())
    known = DynamoAccounts(TABLE, client("dynamodb")).get(ca.directory_url)
    assert known
    key = SecretsManagerVault(client("secretsmanager"), PREFIX).account_key(ca.directory_url, str)
    session = ca.session(known.url, key)
    for row in order.account.rows("SCOPE#", "#ORDERS"):
        for url in session.order(row["url"]).authorization_urls:
            session._conversation.post(url, {"status": "deactivated"})  # noqa: SLF001 - nobody else has a use for it


def require_usable_serial(order: Issuance) -> None:
    """Raises UnusableSerialError."""
    for row in order.account.rows("CERTIFICATE#"):
        serial = x509.load_pem_x509_certificate(row["certificate_pem"].encode()).serial_number
        if serial.bit_length() % 8 == 0:
            raise UnusableSerialError
