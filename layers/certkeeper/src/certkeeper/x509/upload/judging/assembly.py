"""From certificates in any order to the path from the leaf up: by signatures, not by names alone (ADR 40)."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from certkeeper.domain.uploads.limits import MAX_DEPTH
from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.x509.upload.judging.signatures import Signatures

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from certkeeper.x509.upload.reading.certificate import ReadCertificate

    Path = tuple[ReadCertificate, ...]


@dataclass(frozen=True, slots=True)
class Assembly:
    """The ordered chain. `path` is all of it, the leaf first; `issuers` are served behind the leaf, without the root.

    `root` is the root if it came with the upload; `unused` are the other certificates.
    """

    path: tuple[ReadCertificate, ...]
    issuers: tuple[ReadCertificate, ...]
    root: ReadCertificate | None
    unused: tuple[ReadCertificate, ...]

    @property
    def leaf(self) -> ReadCertificate:
        """The certificate that the upload is for."""
        return self.path[0]


def assemble(leaf: ReadCertificate, certificates: Iterable[ReadCertificate], now: datetime) -> Assembly:
    """Return the best path from the leaf up through the certificates.

    Paths with certificates in date come first, then those to a root, then short ones; `now` decides which are in date.
    Raises UploadRefusedError if a link does not hold, or if the path is too long.
    """
    pool, signatures = tuple(certificates), Signatures()
    path = _best_path(leaf, pool, signatures, now)
    if len(path) > MAX_DEPTH:
        raise UploadRefusedError(Refusal.CHAIN_TOO_LONG)
    top = path[-1]
    is_root = signatures.is_signed_by(top, top)
    others = (read for read in pool if read is not top or top.appears_self_signed)
    named = [read for read in others if read.facts.subject == top.facts.issuer]
    if named and not any(signatures.is_signed_by(top, read) for read in named):
        raise UploadRefusedError(Refusal.BROKEN_CHAIN, top.pointer)
    issuers = path[1:-1] if is_root else path[1:]
    unused = tuple(read for read in pool if read not in path)
    return Assembly(path, issuers, top if is_root else None, unused)


def _best_path(leaf: ReadCertificate, pool: tuple[ReadCertificate, ...], signatures: Signatures, now: datetime) -> Path:
    """Return the path with the fewest certificates that are out of date, to a root rather than not, and short.

    Dijkstra's algorithm: among certificates that signed each other there are too many paths to try them all.
    """
    waiting: list[tuple[int, int, int, Path]] = [(_outdated(leaf, now), 1, 0, (leaf,))]
    reached: set[str] = set()
    found: list[tuple[bool, int, bool, int, Path]] = []
    pushed = 0
    while waiting:
        outdated, length, _, path = heappop(waiting)
        top = path[-1]
        if top.facts.sha256 in reached:
            continue
        reached.add(top.facts.sha256)
        is_root = signatures.is_signed_by(top, top)
        above = [] if is_root else [read for read in pool if read not in path and signatures.is_signed_by(top, read)]
        found.append((bool(above), outdated, not is_root, -length if above else length, path))
        for read in above:
            pushed += 1
            heappush(waiting, (outdated + _outdated(read, now), length + 1, pushed, (*path, read)))
    return min(found, key=lambda one: one[:4])[4]  # in a ring of issuers no path ends: then the longest


def _outdated(read: ReadCertificate, now: datetime) -> int:
    return 0 if read.facts.not_before <= now <= read.facts.not_after else 1
