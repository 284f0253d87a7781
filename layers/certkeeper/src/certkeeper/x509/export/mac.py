"""The MAC of a PKCS#12 file with as many rounds as its encryption has.

The library always takes 2,048 rounds for it. Whoever tries passwords tries them on the weakest part, so that this
one must not be weaker than the others.
"""

from __future__ import annotations

import hmac

from certkeeper.x509.der import INTEGER, OCTET_STRING, SEQUENCE, read_node
from certkeeper.x509.pkcs12_mac import mac_key


def with_rounds(encoded: bytes, password: str, *, digest: str, rounds: int, salt: bytes) -> bytes:
    """The same PKCS#12 file, whose MAC is of this digest, made again with so many rounds."""
    version, contents, mac = read_node(encoded)[0].children()
    authenticated = contents.children()[1].children()[0].octets()
    key = mac_key(password, salt, digest, rounds)
    algorithm, _ = mac.children()[0].children()
    value = _write(OCTET_STRING, hmac.digest(key, authenticated, digest))
    count = _write(INTEGER, rounds.to_bytes(rounds.bit_length() // 8 + 1, "big"))
    renewed = _write(SEQUENCE, _write(SEQUENCE, algorithm.encoded + value) + _write(OCTET_STRING, salt) + count)
    return _write(SEQUENCE, version.encoded + contents.encoded + renewed)


def _write(tag: int, content: bytes) -> bytes:
    """One element in DER: ITU-T X.690 section 10.1."""
    size = len(content)
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, size] if size < 128 else [tag, 128 | len(octets), *octets]) + content  # noqa: PLR2004
