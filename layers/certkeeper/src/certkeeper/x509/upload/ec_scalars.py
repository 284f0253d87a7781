"""Keys on curves whose private number was written with more or fewer octets than RFC 5915 section 3 wants.

PuTTY leaves leading zeroes away, others add one. OpenSSL reads both, the library neither.
"""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric import ec

from certkeeper.x509.der import CONTEXT_0, SEQUENCE, Node, read_node
from certkeeper.x509.upload.key_inspection import CURVES


def key_of_any_length(encoded: bytes) -> ec.EllipticCurvePrivateKey:
    """The key in DER: SEC1 or PKCS#8, of a kind that `inspect_key` has let pass.

    Raises UploadRefusedError, ValueError or LookupError where it is no key on a curve, or on two, where its number is
    none of the curve, and where the number has the length that it should have: then the library had another reason.
    """
    parts = read_node(encoded)[0].children()
    curves: list[Node] = []
    if parts[1].tag == SEQUENCE:
        curves += parts[1].children()[1:]
        parts = read_node(parts[2].octets())[0].children()
    curves += (curve for part in parts[2:] if part.tag == CONTEXT_0 for curve in part.children())
    (curve,) = {each.content for each in curves}
    scalar, named = parts[1].octets(), CURVES[curve]
    if len(scalar) == (named.key_size + 7) // 8:
        raise ValueError("a key of the right length")
    return ec.derive_private_key(int.from_bytes(scalar, "big"), named)
