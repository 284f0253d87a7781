"""RC2 with keys of which 40 or 64 bits count: the RFC's vectors, and the library where it has the cipher."""

from __future__ import annotations

import pytest
from cryptography.hazmat.decrepit.ciphers.algorithms import RC2
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.modes import CBC
from hypothesis import given
from hypothesis import strategies as st

from certkeeper.x509.upload.opening.rc2 import rc2_cbc_decrypted

VECTORS = (
    ("0000000000000000", 63, "0000000000000000", "ebb773f993278eff"),
    ("ffffffffffffffff", 64, "ffffffffffffffff", "278b27e42e2f0d49"),
    ("3000000000000000", 64, "1000000000000001", "30649edf9be7d2c2"),
    ("88", 64, "0000000000000000", "61a8a244adacccf0"),
    ("88bca90e90875a", 64, "0000000000000000", "6ccf4308974c267f"),
    ("88bca90e90875a7f0f79c384627bafb2", 64, "0000000000000000", "1a807d272bbe5db1"),
    ("88bca90e90875a7f0f79c384627bafb2", 128, "0000000000000000", "2269552ab0f85ca6"),
    (
        "88bca90e90875a7f0f79c384627bafb216f80a6f85920584c42fceb0be255daf1e",
        129,
        "0000000000000000",
        "5b78d3a43dfff1f1",
    ),
)
"""RFC 2268 section 5: key, bits that count, plain text and cipher text."""


@pytest.mark.parametrize(("key", "bits", "plain", "encrypted"), VECTORS)
def test_the_vectors_of_the_rfc(key: str, bits: int, plain: str, encrypted: str) -> None:
    """One block each."""
    assert rc2_cbc_decrypted(bytes.fromhex(encrypted), bytes.fromhex(key), bits, bytes(8)).hex() == plain


@given(st.binary(min_size=16, max_size=16), st.binary(min_size=8, max_size=8), st.binary(min_size=8, max_size=400))
def test_many_blocks_are_what_the_library_makes_of_them(key: bytes, iv: bytes, content: bytes) -> None:
    """The library has the cipher with 128 bits: all blocks at once, in CBC."""
    whole = content[: len(content) // 8 * 8]
    decryptor = Cipher(RC2(key), CBC(iv)).decryptor()
    assert rc2_cbc_decrypted(whole, key, 128, iv) == decryptor.update(whole) + decryptor.finalize()
