"""Containers of keys and certificates, each as a program writes it: the rows of the matrix.

Those of OpenSSL are written by the program itself while the tests run, those of Java by the one run of `judges`.
"""

from __future__ import annotations

import os
import subprocess
from base64 import encodebytes
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import NoEncryption, PrivateFormat, load_der_private_key, pkcs12
from cryptography.hazmat.primitives.serialization.pkcs12 import PBES
from cryptography.x509 import load_der_x509_certificate

from certkeeper.x509.der import SET
from tests.unit.x509.origins.table import LEGACY, WINDOWS, WINDOWS_AES
from tests.unit.x509.origins.writer import Style, by_aes, by_aes_sha256, in_pieces, write
from tests.unit.x509.pki import INTERMEDIATE
from tests.unit.x509.upload import crafted

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.unit.x509.matrix.kinds import Kind

PASSWORD = "correct-horse"
ENVIRONMENT = os.environ | {"PASSWORD": PASSWORD}
CHAIN = INTERMEDIATE.der


class Container(NamedTuple):
    """A container: who writes it and how, whether it is PKCS#12, its password, and which kinds of key it can hold.

    `is_plain` if no password protects anything in it; `is_slow` if a program has to be started to write it.
    """

    name: str
    pack: Callable[[Kind], bytes]
    is_pfx: bool = True
    password: str = PASSWORD
    holds: Callable[[Kind], bool] = lambda kind: True  # noqa: ARG005 - all of them
    is_slow: bool = False
    is_plain: bool = False

    def pieces(self, kind: Kind) -> tuple[bytes, ...]:
        """Return the files of an upload: a PKCS#12 file has all, a key comes with its certificate and the issuer."""
        packed = packed_in(self, kind)
        return (packed,) if self.is_pfx else (packed, pem("CERTIFICATE", kind.leaf), pem("CERTIFICATE", CHAIN))


@cache
def packed_in(container: Container, kind: Kind) -> bytes:
    """Return the container with a key; it is written once."""
    return container.pack(kind)


def pem(label: str, encoded: bytes) -> bytes:
    """Write PEM."""
    return b"-----BEGIN %b-----\n%b-----END %b-----\n" % (label.encode(), encodebytes(encoded), label.encode())


def pkcs7(*certificates: bytes) -> bytes:
    """Write certificates in PKCS#7."""
    data = crafted.sequence(crafted.oid(crafted.DATA))
    parts = (crafted.integer(1), crafted.tlv(SET), data, crafted.tlv(0xA0, *certificates), crafted.tlv(SET))
    return crafted.typed(crafted.SIGNED_DATA, crafted.sequence(*parts))


def version_2(kind: Kind, *behind: bytes) -> bytes:
    """Write PKCS#8 version 2 (RFC 5958 section 2)."""
    _, algorithm, secret, *_ = crafted.parts(kind.pkcs8)
    return crafted.sequence(crafted.integer(1), algorithm, secret, *behind)


def has_old_form(kind: Kind) -> bool:
    """Whether the key can be written in PKCS#1 or SEC1."""
    return not kind.name.startswith(("Ed", "DSA", "RSA-PSS"))


def old_pem(kind: Kind) -> bytes:
    """Write a key in the old form: PKCS#1 for RSA, and SEC1 with the name of its curve for the others."""
    if kind.name.startswith("RSA"):
        return pem("RSA PRIVATE KEY", kind.old_form)
    version, number, *public = crafted.parts(kind.old_form)
    curve = crafted.parts(crafted.parts(kind.pkcs8)[1])[1]
    return pem("EC PRIVATE KEY", crafted.sequence(version, number, crafted.tlv(0xA0, curve), *public))


def openssl(*arguments: str, given: bytes) -> bytes:
    """Return what OpenSSL writes for an input; it reads the password from its environment."""
    with_old_ciphers = ("-provider", "legacy", "-provider", "default")
    command = ("openssl", arguments[0], *with_old_ciphers, *arguments[1:])
    return subprocess.run(command, input=given, env=ENVIRONMENT, capture_output=True, check=True, timeout=60).stdout


def by_openssl(*options: str) -> Callable[[Kind], bytes]:
    """Write PKCS#12 with the `openssl` program."""

    def pack(kind: Kind) -> bytes:
        given = pem("PRIVATE KEY", kind.pkcs8) + pem("CERTIFICATE", kind.leaf) + pem("CERTIFICATE", CHAIN)
        return openssl("pkcs12", "-export", "-passout", "env:PASSWORD", *options, given=given)

    return pack


def key_by_openssl(*options: str) -> Callable[[Kind], bytes]:
    """Write an encrypted key with the `openssl` program."""
    return lambda kind: openssl(*options, "-passout", "env:PASSWORD", given=pem("PRIVATE KEY", kind.pkcs8))


def by_library(encryption: Callable[[], object], name: bytes | None = b"shop") -> Callable[[Kind], bytes]:
    """Write PKCS#12 with the library."""

    def pack(kind: Kind) -> bytes:
        key = load_der_private_key(kind.pkcs8, None, unsafe_skip_rsa_key_validation=True)
        leaf, issuer = map(load_der_x509_certificate, (kind.leaf, CHAIN))
        return pkcs12.serialize_key_and_certificates(name, key, leaf, [issuer], encryption())  # type: ignore[arg-type]

    return pack


def is_written_by_library(kind: Kind) -> bool:
    """Whether the library loads it and writes PKCS#12 with it."""
    return kind.name not in {"RSA with three primes", "RSA-PSS"}


def as_written(style: Style, pieces: int = 0) -> Callable[[Kind], bytes]:
    """Write PKCS#12 in the style of a program, in BER if there are pieces."""

    def pack(kind: Kind) -> bytes:
        encoded = write(style, secret=kind.pkcs8, chain=[kind.leaf, CHAIN])
        return in_pieces(encoded, pieces) if pieces else encoded

    return pack


def _locked(kind: Kind, *, by_default: bool) -> bytes:
    algorithm, content = (by_aes if by_default else by_aes_sha256)(kind.pkcs8, PASSWORD)
    return crafted.sequence(algorithm, crafted.octets(content))


def _builder(pbes: PBES, mac: hashes.HashAlgorithm) -> object:
    builder = PrivateFormat.PKCS12.encryption_builder().kdf_rounds(2048)
    return builder.key_cert_algorithm(pbes).hmac_hash(mac).build(PASSWORD.encode())


KEYS = (
    Container("PKCS#8 in PEM", lambda kind: pem("PRIVATE KEY", kind.pkcs8), is_pfx=False, is_plain=True),
    Container("PKCS#8 in DER", lambda kind: kind.pkcs8, is_pfx=False, is_plain=True),
    Container("PKCS#8 version 2", lambda kind: pem("PRIVATE KEY", version_2(kind)), is_pfx=False, is_plain=True),
    Container(
        "PKCS#8 version 2 with a public key",
        lambda kind: version_2(kind, crafted.tlv(0x81, bytes(66))),
        is_pfx=False,
        is_plain=True,
    ),
    Container("PKCS#1 or SEC1", old_pem, is_pfx=False, is_plain=True, holds=has_old_form),
    Container(
        "all in one file",
        lambda kind: pem("CERTIFICATE", kind.leaf) + pem("PRIVATE KEY", kind.pkcs8),
        is_pfx=False,
        is_plain=True,
    ),
    Container(
        "PKCS#7 and the key",
        lambda kind: pem("PKCS7", pkcs7(CHAIN, kind.leaf)) + pem("PRIVATE KEY", kind.pkcs8),
        is_pfx=False,
        is_plain=True,
    ),
    Container("encrypted, AES-256, SHA-1", lambda kind: _locked(kind, by_default=True), is_pfx=False),
    Container(
        "encrypted, AES-256, SHA-256",
        lambda kind: pem("ENCRYPTED PRIVATE KEY", _locked(kind, by_default=False)),
        is_pfx=False,
    ),
)
_OLD_SCHEMES = ("PBE-SHA1-3DES", "PBE-SHA1-RC2-40", "PBE-SHA1-RC4-128", "PBE-MD5-DES", "PBE-SHA1-RC2-64")
_CIPHERS = (
    ("aes-128-cbc", "hmacWithSHA1"),
    ("aes-192-cbc", "hmacWithSHA512"),
    ("aes-256-cbc", "hmacWithSHA512-256"),
    ("aes-256-cbc", "hmacWithSHA224"),
    ("camellia-256-cbc", "hmacWithSHA384"),
    ("aria-256-cbc", "hmacWithSHA256"),
    ("seed-cbc", "hmacWithSHA256"),
    ("des3", "hmacWithSHA1"),
    ("des-cbc", "hmacWithMD5"),
    ("rc2-cbc", "hmacWithSHA1"),
)
_OF_PEM = ("aes-128-cbc", "aes-256-cbc", "des-ede3-cbc", "des-cbc", "camellia-128-cbc", "seed-cbc", "aria-128-cbc")
KEYS_OF_OPENSSL = (
    *(
        Container(f"pkcs8 -v1 {name}", key_by_openssl("pkcs8", "-topk8", "-v1", name), is_pfx=False, is_slow=True)
        for name in _OLD_SCHEMES
    ),
    *(
        Container(
            f"pkcs8 -v2 {cipher} -v2prf {function}",
            key_by_openssl("pkcs8", "-topk8", "-v2", cipher, "-v2prf", function),
            is_pfx=False,
            is_slow=True,
        )
        for cipher, function in _CIPHERS
    ),
    Container("pkcs8 -scrypt", key_by_openssl("pkcs8", "-topk8", "-scrypt"), is_pfx=False, is_slow=True),
    *(
        Container(
            f"DEK-Info, {cipher}",
            key_by_openssl("pkey", "-traditional", f"-{cipher}"),
            is_pfx=False,
            holds=has_old_form,
            is_slow=True,
        )
        for cipher in _OF_PEM
    ),
)
_OPTIONS = (
    "",
    "-legacy",
    "-legacy -descert",
    "-legacy -keypbe PBE-SHA1-RC2-128 -certpbe PBE-SHA1-RC2-128 -macalg sha1",
    "-legacy -keypbe PBE-SHA1-RC4-128 -certpbe PBE-SHA1-RC4-40 -macalg md5",
    "-keypbe aes-128-cbc -certpbe aes-192-cbc -macalg sha384",
    "-keypbe camellia-256-cbc -certpbe camellia-128-cbc -macalg sha512",
    "-keypbe aria-256-cbc -certpbe aria-256-cbc",
    "-legacy -keypbe rc2-cbc -certpbe des-cbc",
    "-keypbe NONE -certpbe NONE",
    "-keypbe NONE -certpbe NONE -nomac",
    "-nomac",
    "-certpbe NONE -macalg sha512-256",
    "-macalg sha512-224 -iter 1 -nomaciter",
    "-macalg sha3-256 -keysig",
    "-LMK -CSP provider -name läden -caname issuer",
)
_PLAIN_OPTIONS = ("-keypbe NONE -certpbe NONE -nomac",)
OF_OPENSSL = tuple(
    Container(f"pkcs12 {each}", by_openssl(*each.split()), is_slow=True, is_plain=each in _PLAIN_OPTIONS)
    for each in _OPTIONS
)
OF_LIBRARY = tuple(
    Container(f"library, {name}", by_library(encryption), password=password, holds=is_written_by_library)
    for name, encryption, password in (
        ("AES-256", lambda: _builder(PBES.PBESv2SHA256AndAES256CBC, hashes.SHA256()), PASSWORD),
        ("3DES", lambda: _builder(PBES.PBESv1SHA1And3KeyTripleDESCBC, hashes.SHA1()), PASSWORD),  # noqa: S303
        ("nothing", NoEncryption, ""),
    )
)
BY_STRUCTURE = (
    Container("Windows, 3DES", as_written(WINDOWS)),
    Container("Windows, AES-256", as_written(WINDOWS_AES)),
    Container("Azure Key Vault", as_written(replace(WINDOWS, password=None, root_first=True)), password=""),
    Container("macOS", as_written(replace(LEGACY, mac_rounds=1, in_one_safe=False))),
    Container("NSS", as_written(Style(key_first=True), 1000)),
    Container("Bouncy Castle", as_written(replace(LEGACY, mac_rounds=1024), 1)),
    Container("GnuTLS", as_written(Style(by_aes, by_aes, mac_parameters=b""))),
    Container("Go", as_written(Style(mac_parameters=b"", key_attributes=()))),
    Container("one encrypted safe", as_written(Style(key_encryption=None, in_one_safe=True))),
    Container("PBMAC1", lambda kind: crafted.with_pbmac1(as_written(Style())(kind), PASSWORD.encode())),
)
CONTAINERS = (*KEYS, *KEYS_OF_OPENSSL, *OF_OPENSSL, *OF_LIBRARY, *BY_STRUCTURE)
