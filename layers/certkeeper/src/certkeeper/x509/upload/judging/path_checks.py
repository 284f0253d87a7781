"""The checks of a path by RFC 5280 section 6, one small one each, as clients make them today (ADR 111)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512

from certkeeper.domain.printable import shown
from certkeeper.domain.uploads.limits import MIN_RSA_BITS
from certkeeper.x509.upload.judging.name_matching import first_forbidden
from certkeeper.x509.upload.judging.path_rules import rules_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import CertificateFacts
    from certkeeper.x509.upload.judging.path_rules import PathRules
    from certkeeper.x509.upload.reading.certificate import ReadCertificate

    Path = tuple[ReadCertificate, ...]

MAX_SHOWN = 100
"""The most characters of a subject or a name in a sentence."""

_KEYS = {"EC P-256", "EC P-384", "EC P-521", "Ed25519", "Ed448"}
"""Kinds of keys of CAs, besides RSA: OpenSSL verifies all of them, Go all but Ed448, browsers the first three."""
_ALGORITHMS_WITHOUT_DIGEST = {"ed25519", "ed448"}
_DIGESTS = (SHA256, SHA384, SHA512)
"""Digests of signatures that clients accept: CA/Browser Forum, Baseline Requirements, section 7.1.3.2."""


class Fault(NamedTuple):
    """One reason why clients refuse a path: a stable code, and which certificate and name it is about."""

    code: str
    about: str


class PathChecks:
    """The checks of the paths of one upload at a `moment`; what certificates say is read once each."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment
        self._rules: dict[str, PathRules] = {}
        self._own: dict[tuple[str, bool], tuple[Fault, ...]] = {}
        self._forbidden: dict[tuple[str, str], Fault | None] = {}

    def rules(self, read: ReadCertificate) -> PathRules:
        """Return what a certificate (`read`) says about paths."""
        if read.facts.sha256 not in self._rules:
            self._rules[read.facts.sha256] = rules_of(read)
        return self._rules[read.facts.sha256]

    def of_leaf(self, leaf: ReadCertificate) -> tuple[Fault, ...]:
        """Return why clients refuse a leaf in any path."""
        rules = self.rules(leaf)
        found = {
            "precertificate": rules.is_precertificate,
            "unknown_critical_extension": rules.has_unknown_critical,
            "unreadable_part": not rules.is_readable,
        }
        return tuple(Fault(code, _named(leaf)) for code, is_so in found.items() if is_so)

    def of_issuer(self, below: Path, issuer: ReadCertificate, *, is_root: bool) -> tuple[Fault, ...]:
        """Return why clients refuse a path because of the issuer above it, whose signature holds.

        `below` is the path so far, the leaf first. A root (`is_root`) need not say that it is a CA where certificates
        had no words for that: version 1.
        """
        key = issuer.facts.sha256, is_root
        if key not in self._own:
            self._own[key] = tuple(Fault(code, _named(issuer)) for code in self._codes_of(issuer, is_root=is_root))
        return (*self._own[key], *self._of_link(below, issuer))

    def _codes_of(self, issuer: ReadCertificate, *, is_root: bool) -> Iterator[str]:
        rules, facts = self.rules(issuer), issuer.facts
        may_be_silent = is_root and facts.x509_version == 1
        if not facts.not_before <= self._moment <= facts.not_after:
            yield "intermediate_expired"
        if not (rules.ca or (rules.ca is None and may_be_silent)):
            yield "issuer_not_ca"
        if not rules.may_sign:
            yield "issuer_may_not_sign"
        if not rules.for_servers:
            yield "issuer_not_for_servers"
        if not _has_strong_key(facts) or rules.has_written_curve:
            yield "issuer_weak_key"
        if rules.has_unknown_critical or rules.is_precertificate:
            yield "unknown_critical_extension"
        if not rules.is_readable:
            yield "unreadable_part"

    def _of_link(self, below: Path, issuer: ReadCertificate) -> Iterator[Fault]:
        signed, rules = below[-1], self.rules(issuer)
        if not _has_strong_signature(signed):
            yield Fault("issuer_weak_signature", _named(signed))
        if rules.path_length is not None and _cas(below) > rules.path_length:
            yield Fault("path_too_long", _named(issuer))
        forbidden = (self._forbidden_by(issuer, read, is_leaf=read is below[0]) for read in below)
        yield from (fault for fault in forbidden if fault)

    def _forbidden_by(self, issuer: ReadCertificate, read: ReadCertificate, *, is_leaf: bool) -> Fault | None:
        """Return the fault if a CA may not issue for a name of a certificate below it: RFC 5280 section 6.1.3 (b), (c).

        A CA's certificate of its own name is left out, for its names are the CA's.
        """
        constraints = self.rules(issuer).constraints
        if constraints is None or (_is_self_issued(read) and not is_leaf):
            return None
        pair = issuer.facts.sha256, read.facts.sha256
        if pair not in self._forbidden:
            name = first_forbidden(self.rules(read).names(is_leaf=is_leaf), constraints)
            about = f"{_named(issuer)}, name {shown(name.text, MAX_SHOWN)}" if name else ""
            self._forbidden[pair] = Fault("name_forbidden", about) if name else None
        return self._forbidden[pair]


def _named(read: ReadCertificate) -> str:
    return f"certificate {shown(read.facts.subject or read.facts.serial, MAX_SHOWN)}"


def _cas(below: Path) -> int:
    """Return how many CAs a path length counts: those of their own name are not counted, RFC 5280 section 6.1.4 (l)."""
    return sum(1 for read in below[1:] if not _is_self_issued(read))


def _is_self_issued(read: ReadCertificate) -> bool:
    return read.issuer_key == read.subject_key


def _has_strong_key(facts: CertificateFacts) -> bool:
    return facts.key_algorithm in _KEYS or (facts.key_algorithm == "RSA" and facts.key_bits >= MIN_RSA_BITS)


def _has_strong_signature(read: ReadCertificate) -> bool:
    if read.facts.signature_algorithm.lower() in _ALGORITHMS_WITHOUT_DIGEST:
        return True
    try:
        return isinstance(read.certificate.signature_hash_algorithm, _DIGESTS)
    except (UnsupportedAlgorithm, ValueError):
        return False
