"""The table: a row for each program, and how its file was made. Files by real programs are in `files`.

`SOURCES` says where the structure of those comes from that no program on a developer's machine writes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from certkeeper.x509.der import read_node
from tests.unit.x509.origins.writer import (
    FILES,
    LOCAL_KEY_ID,
    MICROSOFT_CSP,
    MICROSOFT_LOCAL_MACHINE,
    PASSWORD,
    Style,
    attribute,
    by_3des,
    by_aes,
    by_aes_sha256,
    friendly_name,
    in_pieces,
    write,
)
from tests.unit.x509.upload import crafted

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Origin:
    """One row: the program, how its file is made here, the password, and the warnings of how the file is protected."""

    program: str
    made: str
    encoded: Callable[[], bytes]
    password: str = PASSWORD
    warnings: frozenset[str] = frozenset()
    name: str = "shop"


def file(name: str) -> Callable[[], bytes]:
    """The file that a real program wrote."""
    return (FILES / f"{name}.p12").read_bytes


def written(style: Style, pieces: int = 0) -> Callable[[], bytes]:
    """A file in this style, in BER if there are pieces of so many octets."""
    return lambda: in_pieces(write(style), pieces) if pieces else write(style)


def without_mac_parameters(name: str) -> Callable[[], bytes]:
    """A real program's file whose MAC's digest has lost its NULL; the MAC still holds."""

    def bare() -> bytes:
        version, contents, mac = read_node(file(name)())[0].children()
        digest_info, salt, rounds = mac.children()
        algorithm, value = digest_info.children()
        digest = crafted.sequence(crafted.sequence(algorithm.children()[0].encoded), value.encoded)
        return crafted.sequence(
            version.encoded, contents.encoded, crafted.sequence(digest, salt.encoded, rounds.encoded)
        )

    return bare


def provider(name: str) -> bytes:
    """The attribute with the name of Microsoft's key storage provider."""
    return attribute(MICROSOFT_CSP, crafted.tlv(0x1E, name.encode("utf-16-be")))


_KEY_ID = attribute(LOCAL_KEY_ID, crafted.octets(b"\1\0\0\0"))
_WINDOWS_KEY = (_KEY_ID, friendly_name("te-1b2c"), provider("Microsoft Enhanced Cryptographic Provider v1.0"))
WINDOWS = Style(
    by_3des,
    by_3des,
    mac="sha1",
    mac_parameters=b"",
    mac_rounds=2000,
    key_first=True,
    key_attributes=(attribute(MICROSOFT_LOCAL_MACHINE), *_WINDOWS_KEY),
    leaf_attributes=(_KEY_ID, friendly_name("shop")),
)
WINDOWS_AES = replace(WINDOWS, encryption=by_aes_sha256, key_encryption=by_aes_sha256, mac="sha256")
LEGACY = Style(by_3des, by_3des, mac="sha1")
_PLAIN = Style(None, None, mac="")

OLD, NO_MAC, OPEN_KEY = frozenset({"legacy_encryption"}), frozenset({"without_mac"}), frozenset({"key_not_encrypted"})
REAL_3, REAL_1 = "OpenSSL 3.0.19", "OpenSSL 3.0.19 -legacy, which writes what 0.9.8 to 1.1 wrote"
BY_STRUCTURE = "by structure"

ORIGINS = (
    Origin("OpenSSL 3", REAL_3, file("openssl-3")),
    Origin("OpenSSL 0.9.8, 1.0, 1.1", REAL_1, file("openssl-1"), warnings=OLD),
    Origin("OpenSSL -descert", REAL_1, file("openssl-3des"), warnings=OLD),
    Origin("OpenSSL -nomac", REAL_3, file("openssl-without-mac"), warnings=NO_MAC),
    Origin("OpenSSL -macalg sha512", REAL_3, file("openssl-mac-sha512")),
    Origin("OpenSSL -certpbe NONE", REAL_3, file("openssl-certificates-plain")),
    Origin("OpenSSL, nothing protected", REAL_3, file("openssl-nothing-protected"), "", NO_MAC | OPEN_KEY),
    Origin("OpenSSL, empty password", REAL_3, file("empty-password"), ""),
    Origin("keytool 17", "OpenJDK 17.0.15", file("keytool-17")),
    Origin("keytool 8", "OpenJDK 17.0.15 with keystore.pkcs12.legacy", file("keytool-17-as-8"), warnings=OLD),
    Origin("keytool, from JKS", "OpenJDK 17.0.15", file("keytool-from-jks")),
    Origin(
        "Windows and IIS, 3DES",
        f"{REAL_1} -LMK -CSP, NULL taken out",
        without_mac_parameters("windows-3des"),
        warnings=OLD,
    ),
    Origin("Windows and IIS, AES-256", f"{REAL_3} -LMK -CSP, NULL taken out", without_mac_parameters("windows-aes256")),
    Origin("Windows, key first, 3DES", BY_STRUCTURE, written(WINDOWS), warnings=OLD, name="te-1b2c"),
    Origin("Windows, key first, AES-256", BY_STRUCTURE, written(WINDOWS_AES), name="te-1b2c"),
    Origin(
        "Azure Key Vault", BY_STRUCTURE, written(replace(WINDOWS, password=None, root_first=True)), "", OLD, "te-1b2c"
    ),
    Origin(
        ".NET, 3DES", BY_STRUCTURE, written(replace(LEGACY, key_first=True, key_attributes=())), warnings=OLD, name=""
    ),
    Origin(".NET, AES-256", BY_STRUCTURE, written(Style(key_first=True, key_attributes=())), name=""),
    Origin(
        "macOS Keychain, security export",
        BY_STRUCTURE,
        written(replace(LEGACY, mac_rounds=1, in_one_safe=False)),
        warnings=OLD,
    ),
    Origin(
        "NSS pk12util, Firefox before 2018", BY_STRUCTURE, written(replace(LEGACY, key_first=True), 1000), warnings=OLD
    ),
    Origin("NSS pk12util, Firefox", BY_STRUCTURE, written(Style(key_first=True), 1000)),
    Origin(
        "GnuTLS certtool, 3DES",
        BY_STRUCTURE,
        written(replace(LEGACY, mac_rounds=10240, mac_parameters=b"")),
        warnings=OLD,
    ),
    Origin("GnuTLS certtool, AES-256", BY_STRUCTURE, written(Style(by_aes, by_aes, mac_parameters=b""))),
    Origin("Bouncy Castle", BY_STRUCTURE, written(replace(LEGACY, mac_rounds=1024), 1000), warnings=OLD),
    Origin("Bouncy Castle before 1.47", BY_STRUCTURE, written(replace(LEGACY, mac_rounds=1024), 1), warnings=OLD),
    Origin("Go, legacy", BY_STRUCTURE, written(replace(LEGACY, mac_parameters=b"", mac_rounds=1)), warnings=OLD),
    Origin("Go, modern", BY_STRUCTURE, written(Style(mac_parameters=b"", key_attributes=())), name=""),
    Origin("Go, passwordless", BY_STRUCTURE, written(replace(_PLAIN, key_attributes=())), "", NO_MAC | OPEN_KEY, ""),
    Origin("one safe for all", BY_STRUCTURE, written(Style(in_one_safe=True))),
    Origin("plain key in an encrypted safe", BY_STRUCTURE, written(Style(key_encryption=None, in_one_safe=True))),
    Origin("plain key under a MAC", BY_STRUCTURE, written(Style(None, None)), warnings=OPEN_KEY),
)

SOURCES = {
    "Windows": "public issues about exports of MMC and IIS: the digest of the MAC without parameters, 2,000 rounds, "
    "the safe with the key first, the attributes of Microsoft's providers (OpenSSL's -LMK and -CSP write them too)",
    "Azure Key Vault": "Azure/notation-azure-kv#124 and #136: the MAC is under no password at all, the root is first",
    "Bouncy Castle": "bcgit/bc-java, PKCS12StoreTest: BER, and in old versions strings in pieces of one octet",
    "NSS": "BER with strings in pieces; cases of public reports (openssl/openssl issues about pk12util)",
    "others": "RFC 7292 with what each program leaves out: NULL, rounds, attributes, the PRF of PBKDF2",
}
"""Where the structure comes from of what is written by structure."""
