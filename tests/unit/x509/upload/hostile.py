"""The worst uploads known, as bodies of upload_certificate: for costs, for memory, for the deployed stack."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_der_private_key,
)

from certkeeper.domain.uploads import limits
from certkeeper.x509.der import read_node
from tests.integration.api.certificate_files import leaf, paste, pem
from tests.unit.x509.pki import sign
from tests.unit.x509.upload import crafted
from tests.unit.x509.upload.containers.archives import zipped

if TYPE_CHECKING:
    from collections.abc import Callable

    Body = dict[str, Any]

SHA_512 = "608648016503040203"
P, Q, E = 2**4253 - 1, 2**4423 - 1, 65537
"""The nineteenth and twentieth Mersenne primes: an RSA key of 8,676 bits that nobody has to search for."""

TEXTS = (
    "-----BEGIN CERTIFICATE-----" * 18_000,
    "-" * 500_000,
    "BEGIN " * 80_000,
    "-----BEGIN " + "A" * 500_000,
    "-----BEGIN CERTIFICATE-----\n" + "DEK-Info: " * 40_000,
    "\\n" * 250_000,
    "-- " * 160_000 + "BEGIN",
    "A" * 500_001,
    "data:" + "a" * 400_000,
)
"""Half a megabyte each, on which patterns stumble."""


def huge_key() -> bytes:
    """Write it in PKCS#8."""
    d = pow(E, -1, (P - 1) * (Q - 1))
    numbers = (0, P * Q, E, d, P, Q, d % (P - 1), d % (Q - 1), rsa.rsa_crt_iqmp(P, Q))
    pkcs1 = crafted.sequence(*map(crafted.integer, numbers))
    algorithm = crafted.sequence(crafted.oid("2a864886f70d010101"), crafted.NULL)
    return crafted.sequence(crafted.integer(0), algorithm, crafted.octets(pkcs1))


def locked_huge_key() -> bytes:
    """Write it encrypted, with the password `password`."""
    key = load_der_private_key(huge_key(), None, unsafe_skip_rsa_key_validation=True)
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, BestAvailableEncryption(b"password"))


def of_file(content: bytes, password: str = "") -> Body:
    """As a PKCS#12 file."""
    return {"form": "pfx", "pfx": b64encode(content).decode(), "password": password}


def all_rounds_file() -> bytes:
    """Three million rounds, of the slowest kind that the MAC may have."""
    digest = crafted.sequence(crafted.sequence(crafted.oid(SHA_512), crafted.NULL), crafted.octets(bytes(64)))
    mac = crafted.sequence(digest, crafted.octets(b"saltsalt"), crafted.integer(limits.MAX_ROUNDS))
    safe = crafted.encrypted_safe(crafted.pbes2(crafted.pbkdf2(limits.MAX_ROUNDS)))
    return crafted.pfx([safe, safe], mac)


def huge_key_file() -> bytes:
    """An RSA key whose primes are tested for ten seconds, where nobody can check before."""
    return crafted.pfx([crafted.safe(crafted.typed(crafted.KEY_BAG, huge_key()))])


def all_rounds() -> Body:
    """Key derivation up to the last round that is allowed, twice, with a MAC of the slowest kind."""
    return of_file(all_rounds_file(), "wrong")


def endless_rounds() -> Body:
    """Two thousand million rounds: minutes with the interpreter's lock held."""
    return of_file(crafted.pfx([crafted.encrypted_safe(crafted.pbes2(crafted.pbkdf2(2**31 - 1)))]))


def endless_memory() -> Body:
    """Scrypt that asks for gigabytes."""
    return of_file(crafted.pfx([crafted.encrypted_safe(crafted.pbes2(crafted.scrypt(2**30)))]))


def all_memory() -> Body:
    """Scrypt that asks for all that is allowed, as often as it is allowed."""
    cost = limits.MAX_SCRYPT_BYTES // (128 * 8)
    key = crafted.encrypted(crafted.pbes2(crafted.scrypt(cost, passes=15)))
    return {**pem(leaf("hostile.example.test")), "private_key": b64encode(key).decode(), "private_key_password": "x"}


def huge_key_in_pfx() -> Body:
    """The huge key in PKCS#12."""
    return of_file(huge_key_file())


def huge_plain_key() -> Body:
    """The same key as it is."""
    return {**pem(leaf("hostile.example.test")), "private_key": b64encode(huge_key()).decode()}


def huge_locked_key() -> Body:
    """The same key encrypted."""
    key = b64encode(locked_huge_key()).decode()
    return {**pem(leaf("hostile.example.test")), "private_key": key, "private_key_password": "password"}


def many_forms() -> Body:
    """One key in three forms, so that it would be loaded three times."""
    signed = leaf("hostile.example.test")
    forms = [signed.key_der(PrivateFormat.PKCS8), signed.key_der(PrivateFormat.TraditionalOpenSSL)]
    with_attributes = crafted.sequence(read_node(forms[0])[0].content, crafted.tlv(0xA0))
    return {**pem(signed), "ca_bundle": [b64encode(form).decode() for form in (*forms, *forms, with_attributes)]}


def crowds() -> Body:
    """Almost a megabyte of certificates that are full of names, none of which the chain needs."""
    names = [f"host-{place}.example.test" for place in range(4000)]
    full = [b64encode(sign(f"crowd {n}", names=names).der).decode() for n in range(7)]
    return pem(leaf("hostile.example.test"), ca_bundle=[*full, "not a certificate"])


def deep_der() -> Body:
    """Sequences in sequences."""
    nested = b""
    for _ in range(5000):
        nested = crafted.sequence(nested)
    return of_file(nested)


def many_beginnings() -> Body:
    """PEM that begins again and again."""
    return paste(leaf("hostile.example.test"), certificate="-----BEGIN CERTIFICATE-----" * 9000)


def garbage() -> Body:
    """What is no file at all."""
    return of_file(b"\x30\x84\xff\xff\xff\xff" + bytes(range(256)) * 400)


def encrypted_garbage() -> Body:
    """An encrypted PEM key with a content of noise, and a password that must not come back."""
    key = "-----BEGIN ENCRYPTED PRIVATE KEY-----\n" + "QUJD" * 300 + "\n-----END ENCRYPTED PRIVATE KEY-----\n"
    return {**pem(leaf("hostile.example.test")), "private_key": key, "private_key_password": "CANARY\u0000\ud800"}


def archive_bomb() -> Body:
    """Thirty-six megabytes of zeros in an archive of forty kilobytes."""
    return of_file(zipped({f"{number}.crt": bytes(3_000_000) for number in range(12)}))


def yaml_bomb() -> Body:
    """A Secret whose parts multiply ninefold nine times, and one with as many levels as fit."""
    return of_file(("\n".join(laughs(9)) + "\nb: " + "[" * 300_000).encode())


def laughs(levels: int) -> list[str]:
    """The billion laughs in YAML, as the lines of a Secret."""
    lines = ["kind: Secret", "a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    return lines + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]


HOSTILE: tuple[Callable[[], Body], ...] = (
    all_rounds,
    endless_rounds,
    endless_memory,
    all_memory,
    huge_key_in_pfx,
    huge_plain_key,
    huge_locked_key,
    many_forms,
    crowds,
    deep_der,
    many_beginnings,
    garbage,
    encrypted_garbage,
    archive_bomb,
    yaml_bomb,
)
