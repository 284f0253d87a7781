"""The way up from a leaf through a heap of certificates that may have signed each other in any fashion."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.x509.upload.certificate import ReadCertificate
    from certkeeper.x509.upload.signatures import Signatures

    Path = tuple[ReadCertificate, ...]


def best_path(leaf: ReadCertificate, pool: tuple[ReadCertificate, ...], signatures: Signatures, now: datetime) -> Path:
    """The path with the fewest certificates that are out of date, to a root rather than not, and short.

    Dijkstra's way: among certificates that signed each other the number of all paths is beyond counting.
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
        is_root = signatures.hold(top, top)
        above = [] if is_root else [read for read in pool if read not in path and signatures.hold(top, read)]
        found.append((bool(above), outdated, not is_root, -length if above else length, path))
        for read in above:
            pushed += 1
            heappush(waiting, (outdated + _outdated(read, now), length + 1, pushed, (*path, read)))
    return min(found, key=lambda one: one[:4])[4]  # in a ring of issuers no path ends: then the longest


def _outdated(read: ReadCertificate, now: datetime) -> int:
    return 0 if read.facts.not_before <= now <= read.facts.not_after else 1
