"""From a heap of certificates to the path from the leaf up: by signatures, not by names alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.x509.upload.limits import MOST_DEPTH
from certkeeper.x509.upload.paths import best_path
from certkeeper.x509.upload.signatures import Signatures

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from certkeeper.x509.upload.certificate import ReadCertificate


@dataclass(frozen=True, slots=True)
class Assembly:
    """`path` is all of the chain, the leaf first, `issuers` what is served behind it, without the root.

    `root` if it came; `unused` is the rest of the heap.
    """

    path: tuple[ReadCertificate, ...]
    issuers: tuple[ReadCertificate, ...]
    root: ReadCertificate | None
    unused: tuple[ReadCertificate, ...]

    @property
    def leaf(self) -> ReadCertificate:
        """The certificate that all others are for."""
        return self.path[0]


def assemble(leaf: ReadCertificate, heap: Iterable[ReadCertificate], now: datetime) -> Assembly:
    """The best path from the leaf up: certificates that are in date first, then to a root, then short.

    Raises UploadRefusedError where a link does not hold, and where the path is too long.
    """
    pool, signatures = tuple(heap), Signatures()
    path = best_path(leaf, pool, signatures, now)
    if len(path) > MOST_DEPTH:
        raise UploadRefusedError(Refusal.CHAIN_TOO_LONG)
    top = path[-1]
    is_root = signatures.hold(top, top)
    others = (read for read in pool if read is not top or top.claims_own_signature)
    named = [read for read in others if read.facts.subject == top.facts.issuer]
    if named and not any(signatures.hold(top, read) for read in named):
        raise UploadRefusedError(Refusal.BROKEN_CHAIN, top.pointer)
    issuers = path[1:-1] if is_root else path[1:]
    unused = tuple(read for read in pool if read not in path)
    return Assembly(path, issuers, top if is_root else None, unused)
