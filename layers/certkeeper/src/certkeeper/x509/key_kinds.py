"""The kinds of keys and curves by their object identifiers, so that one that Certkeeper cannot use is named."""

from __future__ import annotations

_SLH_DSA = (
    *(f"SHA2-{bits}{speed}" for bits in (128, 192, 256) for speed in "sf"),
    *(f"SHAKE-{bits}{speed}" for bits in (128, 192, 256) for speed in "sf"),
)
"""The parameter sets of SLH-DSA in the order of their object identifiers: RFC 9909 section 3."""
_BRAINPOOL = [f"brainpoolP{bits}{letter}1" for bits in (160, 192, 224, 256, 320, 384, 512) for letter in "rt"]
"""The curves of RFC 5639 in the order of their object identifiers (section 4.1 and appendix A.1)."""
_NIST_ALGORITHMS = "2.16.840.1.101.3.4"

KEY_KINDS: dict[str, str] = {
    "1.2.840.113549.1.1.1": "RSA",  # RFC 3279 section 2.3.1
    "1.2.840.113549.1.1.7": "RSAES-OAEP",  # RFC 4055 section 1.2
    "1.2.840.113549.1.1.10": "RSASSA-PSS",  # RFC 4055 section 1.2
    "1.2.840.10040.4.1": "DSA",  # RFC 3279 section 2.3.2
    "1.3.14.3.2.12": "DSA",  # OIW's, before RFC 3279
    "1.2.840.113549.1.3.1": "Diffie-Hellman",  # PKCS#3
    "1.2.840.10046.2.1": "Diffie-Hellman",  # RFC 3279 section 2.3.3
    "1.2.840.10045.2.1": "elliptic curve",  # RFC 5480 section 2.1.1
    "1.3.132.1.12": "ECDH",  # RFC 5480 section 2.1.2
    "1.3.132.1.13": "ECMQV",  # RFC 5480 section 2.1.2
    "1.3.101.110": "X25519",  # RFC 8410 section 3, and the next three
    "1.3.101.111": "X448",
    "1.3.101.112": "Ed25519",
    "1.3.101.113": "Ed448",
    **{f"{_NIST_ALGORITHMS}.3.{17 + at}": f"ML-DSA-{size}" for at, size in enumerate((44, 65, 87))},  # RFC 9881
    **{f"{_NIST_ALGORITHMS}.3.{20 + at}": f"SLH-DSA-{name}" for at, name in enumerate(_SLH_DSA)},  # RFC 9909
    **{f"{_NIST_ALGORITHMS}.3.{32 + at}": f"HashML-DSA-{size}" for at, size in enumerate((44, 65, 87))},  # FIPS 204
    **{f"{_NIST_ALGORITHMS}.3.{35 + at}": f"HashSLH-DSA-{name}" for at, name in enumerate(_SLH_DSA)},  # RFC 9909
    **{f"{_NIST_ALGORITHMS}.4.{1 + at}": f"ML-KEM-{size}" for at, size in enumerate((512, 768, 1024))},  # RFC 9935
    "1.2.643.2.2.20": "GOST R 34.10-94",  # RFC 4491 section 2.3
    "1.2.643.2.2.19": "GOST R 34.10-2001",  # RFC 4491 section 2.3
    "1.2.643.7.1.1.1.1": "GOST R 34.10-2012 with 256 bits",  # RFC 9215 section 4
    "1.2.643.7.1.1.1.2": "GOST R 34.10-2012 with 512 bits",  # RFC 9215 section 4
    "1.2.804.2.1.1.1.1.3.1.1": "DSTU 4145",  # Ukraine's standard of 2002
    "1.2.156.10197.1.301": "SM2",  # GM/T 0006
    "1.2.156.10197.1.302": "SM9",  # GM/T 0006
    "1.2.410.200004.1.1": "KCDSA",  # TTAK.KO-12.0001
    "1.2.840.113549.1.9.16.3.17": "HSS/LMS",  # RFC 9802
    "1.3.6.1.5.5.7.6.34": "XMSS",  # RFC 9802
    "1.3.6.1.5.5.7.6.35": "XMSS^MT",  # RFC 9802
}
"""The names of kinds of keys by the object identifier of the algorithm."""

_SEC2 = {
    6: "secp112r1",
    7: "secp112r2",
    28: "secp128r1",
    29: "secp128r2",
    8: "secp160r1",
    9: "secp160k1",
    30: "secp160r2",
    31: "secp192k1",
    32: "secp224k1",
    33: "P-224",
    10: "secp256k1",
    34: "P-384",
    35: "P-521",
    4: "sect113r1",
    5: "sect113r2",
    22: "sect131r1",
    23: "sect131r2",
    1: "sect163k1",
    2: "sect163r1",
    15: "sect163r2",
    24: "sect193r1",
    25: "sect193r2",
    26: "sect233k1",
    27: "sect233r1",
    3: "sect239k1",
    16: "sect283k1",
    17: "sect283r1",
    36: "sect409k1",
    37: "sect409r1",
    38: "sect571k1",
    39: "sect571r1",
}
"""The curves of SEC 2 versions 1 and 2 by the last arc of their object identifier, below 1.3.132.0."""
_PRIME = ("P-192", "prime192v2", "prime192v3", "prime239v1", "prime239v2", "prime239v3", "P-256")
"""The curves over prime fields of RFC 3279 section 2.3.5, in the order of their object identifiers."""

CURVES: dict[str, str] = {
    **{f"1.3.132.0.{arc}": name for arc, name in _SEC2.items()},
    **{f"1.2.840.10045.3.1.{arc}": name for arc, name in enumerate(_PRIME, start=1)},
    **{f"1.3.36.3.3.2.8.1.1.{arc}": name for arc, name in enumerate(_BRAINPOOL, start=1)},
    "1.2.156.10197.1.301": "SM2",  # RFC 8998 section 3.2.1
    "1.2.250.1.223.101.256.1": "FRP256v1",  # ANSSI, Journal officiel of 16 October 2011
}
"""The names of curves by their object identifier."""

THREE_PRIMES = "RSA with more than two primes"
"""The kind of RSA key that RFC 8017 section 3.2 calls multi-prime, which few programs read."""
UNKNOWN = "one that Certkeeper does not know"
"""What stands in place of a name that no table has: what an upload says is never repeated."""


_MAX_OCTETS = 64
"""The most octets of an object identifier that is put in dots; those of the tables have at most 10."""


def dotted(identifier: bytes) -> str:
    """Return the content of an OBJECT IDENTIFIER in dots: ITU-T X.690 section 8.19; "" where it is none."""
    arcs, arc = [], 0
    if len(identifier) > _MAX_OCTETS:
        return ""
    for octet in identifier:
        arc = arc << 7 | octet & 0x7F
        if not octet & 0x80:
            arcs.append(arc)
            arc = 0
    if not arcs or identifier[-1] & 0x80:
        return ""
    first = min(arcs[0] // 40, 2)
    return ".".join(map(str, (first, arcs[0] - 40 * first, *arcs[1:])))


def kind_named(identifier: bytes) -> str:
    """Return the name of a kind of key by the content of its OBJECT IDENTIFIER, or UNKNOWN."""
    return KEY_KINDS.get(dotted(identifier), UNKNOWN)


def curve_named(identifier: bytes) -> str:
    """Return the name of a curve by the content of its OBJECT IDENTIFIER, or UNKNOWN."""
    return CURVES.get(dotted(identifier), UNKNOWN)
