"""Whether AWS Certificate Manager would import a certificate, and if not, why.

https://docs.aws.amazon.com/acm/latest/userguide/import-certificate-prerequisites.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.uploads.verdicts import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from certkeeper.x509.upload.assembly import Assembly
    from certkeeper.x509.upload.private_key import LoadedKey

_CURVES = {"EC P-256", "EC P-384", "EC P-521"}
_RSA_BITS = range(1024, 4096 + 1)
_MOST_KEY_BYTES = 5120
_MOST_CERTIFICATE_BYTES = 32 * 1024
_MOST_CHAIN_BYTES = 2 * 1024 * 1024


def acm_obstacles(assembly: Assembly, key: LoadedKey, now: datetime) -> Iterator[Remark]:
    """What stands against it, each with its code."""
    facts = assembly.leaf.facts
    is_rsa = facts.key_algorithm == "RSA" and facts.key_bits in _RSA_BITS
    if not is_rsa and facts.key_algorithm not in _CURVES:
        yield Remark("acm_key_algorithm", "ACM takes RSA keys of 1024 to 4096 bits, and keys on P-256, P-384 and P-521")
    if not facts.not_before <= now <= facts.not_after:
        yield Remark("acm_not_in_date", "ACM takes certificates that are valid at the moment of the import")
    if len(key.pem) > _MOST_KEY_BYTES:
        yield Remark("acm_key_size", "ACM takes private keys of at most 5,120 bytes")
    if len(assembly.leaf.pem) > _MOST_CERTIFICATE_BYTES:
        yield Remark("acm_certificate_size", "ACM takes certificates of at most 32 KB")
    if sum(len(read.pem) for read in assembly.issuers) > _MOST_CHAIN_BYTES:
        yield Remark("acm_chain_size", "ACM takes chains of at most 2 MB")
