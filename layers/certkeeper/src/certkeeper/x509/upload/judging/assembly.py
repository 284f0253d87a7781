"""From certificates in any order to the path from the leaf up: by signatures, not by names alone (ADR 40, 111)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

from certkeeper.domain.uploads.limits import MAX_DEPTH
from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.x509.upload.judging.path_checks import PathChecks
from certkeeper.x509.upload.judging.signatures import Signatures

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from certkeeper.x509.upload.judging.path_checks import Fault
    from certkeeper.x509.upload.judging.path_rules import PathRules
    from certkeeper.x509.upload.judging.roots import PublicRoots
    from certkeeper.x509.upload.reading.certificate import ReadCertificate

    Path = tuple[ReadCertificate, ...]

_MAX_WAYS = 3
"""The most paths that are tried to one certificate. Among certificates that signed each other there are too many to try
them all, and the best one to a certificate is nearly always the best one through it."""


@dataclass(frozen=True, slots=True)
class Assembly:
    """The ordered chain. `path` is all of it, the leaf first; `issuers` are served behind the leaf, without the root.

    `root` is the root if it came with the upload. `unused` are the other certificates; `outdated` are those of them
    that lead on from the path or from each other, but are out of date. `faults` are the reasons why clients refuse the
    path. `is_anchored` is whether browsers have a root for it. `leaf_rules` is what the leaf says about paths.
    """

    path: tuple[ReadCertificate, ...]
    issuers: tuple[ReadCertificate, ...]
    root: ReadCertificate | None
    unused: tuple[ReadCertificate, ...]
    outdated: tuple[ReadCertificate, ...]
    faults: tuple[Fault, ...]
    is_anchored: bool
    leaf_rules: PathRules

    @property
    def leaf(self) -> ReadCertificate:
        """The certificate that the upload is for."""
        return self.path[0]


def assemble(
    leaf: ReadCertificate, certificates: Iterable[ReadCertificate], roots: PublicRoots, now: datetime
) -> Assembly:
    """Return the best path from the leaf up through the certificates, given the public roots.

    Paths that clients accept come first, then those to a public root, then those to another one, then short ones. A
    path ends at a certificate that a public root signed, unless what lies above is good: older clients may need it.
    An expired or future leaf is judged as of its own time, not of `now`: the dates have warnings of their own.

    Raises UploadRefusedError if a link does not hold, or if the path is too long.
    """
    pool = sorted(certificates, key=lambda read: (-read.facts.not_after.timestamp(), read.facts.sha256))
    moment = min(max(now, leaf.facts.not_before), leaf.facts.not_after)
    search = _Search(leaf, pool, roots, moment)
    path, faults, is_anchored = search.best()
    if len(path) > MAX_DEPTH:
        raise UploadRefusedError(Refusal.CHAIN_TOO_LONG)
    top = path[-1]
    if not is_anchored:
        _check_top(top, pool, search.signatures)
    root = top if search.is_root(top) else None
    unused = tuple(read for read in pool if read not in path)
    outdated = _outdated(path, unused, moment)
    issuers = path[1:-1] if root else path[1:]
    return Assembly(path, issuers, root, unused, outdated, faults, is_anchored, search.checks.rules(leaf))


def _check_top(top: ReadCertificate, pool: Sequence[ReadCertificate], signatures: Signatures) -> None:
    """Return if no certificate has the name of the issuer of the last one, unless it signed it."""
    others = (read for read in pool if read is not top or top.appears_self_signed)
    named = [read for read in others if read.subject_key == top.issuer_key]
    if named and not any(signatures.is_signed_by(top, read) for read in named):
        raise UploadRefusedError(Refusal.BROKEN_CHAIN, top.pointer)


def _outdated(path: Path, unused: Path, moment: datetime) -> Path:
    issuers = {read.issuer_key for read in (*path, *unused)}
    return tuple(
        read
        for read in unused
        if read.subject_key in issuers and not read.facts.not_before <= moment <= read.facts.not_after
    )


class _Found(NamedTuple):
    """A path with its faults. `is_anchored` is whether a public root signed it, or one before its end."""

    path: Path
    faults: tuple[Fault, ...]
    is_anchored: bool


class _Search:
    """The search of one upload: Dijkstra's algorithm, where a fault costs more than any length."""

    def __init__(
        self, leaf: ReadCertificate, pool: Sequence[ReadCertificate], roots: PublicRoots, moment: datetime
    ) -> None:
        self.signatures, self.checks = Signatures(), PathChecks(moment)
        self._leaf, self._pool, self._roots = leaf, pool, roots

    def is_root(self, read: ReadCertificate) -> bool:
        """Return whether a certificate signed itself."""
        return self.signatures.is_signed_by(read, read)

    def best(self) -> _Found:
        """Return the best path."""
        start = _Found((self._leaf,), self.checks.of_leaf(self._leaf), is_anchored=False)
        waiting: list[tuple[int, int, int, _Found]] = [(len(start.faults), 1, 0, start)]
        ways: Counter[str] = Counter()
        ends: list[tuple[tuple[bool | int, ...], _Found]] = []
        pushed = 0
        while waiting:
            _, length, _, found = heappop(waiting)
            top = found.path[-1]
            if ways[top.facts.sha256] == _MAX_WAYS:
                continue
            ways[top.facts.sha256] += 1
            end, above = self._anchored(found), self._above(found.path)
            ends.append((self._rank(end, has_above=bool(above)), end))
            is_anchored = end.is_anchored and end.faults == found.faults
            for read in above:
                pushed += 1
                faults = self.checks.of_issuer(found.path, read, is_root=self.is_root(read))
                longer = _Found((*found.path, read), (*found.faults, *faults), is_anchored or found.is_anchored)
                heappush(waiting, (len(longer.faults), length + 1, pushed, longer))
        return min(ends, key=lambda one: one[0])[1]

    def _above(self, path: Path) -> list[ReadCertificate]:
        top = path[-1]
        if self.is_root(top):
            return []
        passed = {self._ca(read) for read in path}
        return [read for read in self._pool if self._ca(read) not in passed and self.signatures.is_signed_by(top, read)]

    def _ca(self, read: ReadCertificate) -> tuple[str, bytes]:
        """Return a name and a key, which no path needs twice, whatever the certificate."""
        return read.subject_key, self.checks.rules(read).public_key

    def _anchored(self, found: _Found) -> _Found:
        """Return a path as it ends at a public root, if one signed it: with the faults that the root adds."""
        if found.is_anchored:
            return found
        top = found.path[-1]
        ends = [
            self.checks.of_issuer(found.path, root, is_root=True)
            for root in self._roots.named(top.facts.issuer)
            if self.signatures.is_signed_by(top, root)
        ]
        if not ends:
            return found
        return _Found(found.path, (*found.faults, *min(ends, key=len)), is_anchored=True)

    def _rank(self, end: _Found, *, has_above: bool) -> tuple[bool | int, ...]:
        """Return what the ends of paths are compared by, the best first."""
        is_open = has_above and not end.is_anchored
        is_root, length = self.is_root(end.path[-1]), len(end.path)
        kind = 0 if end.is_anchored else 1 if is_root else 2
        is_too_long = length > MAX_DEPTH
        return is_open, is_too_long, len(end.faults), kind, has_above, not is_root, length
