"""Succession: what clients and people lose when one version takes the place of another (ADR 105).

Each kind of loss is one small check of the version that is current against the one that is to become current.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING

from certkeeper.domain.certificates.certificate import Source
from certkeeper.domain.certificates.comparison import Comparison, Confirmation, FoundLoss, Loss
from certkeeper.domain.clock import to_text
from certkeeper.domain.errors import LossesNotConfirmedError, ReplacementNeedsAdministratorError
from certkeeper.domain.uploads.verdicts import Trust

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from certkeeper.domain.certificates.certificate import CertificateFacts, CertificateVersion


MAX_SHOWN_TEXTS = 20
"""The most texts on one side of a loss: a screen full of names. The last one counts those that are left out."""
MAX_SHOWN_CHARACTERS = 256
"""The most characters of such a text: a DNS name has at most 253 (RFC 1035 section 2.3.4), a subject may have more."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One of the two versions that are compared.

    `number` is the version's, `trust` says who trusts its chain: of an upload as it was judged then, of an issued
    version as it is judged for the comparison.
    """

    number: int
    facts: CertificateFacts
    source: Source
    trust: Trust

    @classmethod
    def of(cls, version: CertificateVersion, trust: Trust) -> Compared:
        """Return a version for a comparison. `trust` counts where the version has no verdicts of its own."""
        verdicts = version.verdicts
        return cls(version.version, version.facts, version.source, verdicts.trust if verdicts else trust)


def losses(before: Compared, after: Compared) -> tuple[FoundLoss, ...]:
    """Return what is lost when `after` takes the place of `before`, in the order of `Loss`; nothing for equal ones."""
    return tuple(found for code, check in _CHECKS.items() if (found := check(code, before, after)))


def compare(before: Compared, after: Compared) -> Comparison:
    """Return the comparison of the version that is current (`before`) with `after`, which is to take its place."""
    return Comparison(before.number, losses(before, after))


def require_confirmed(
    comparison: Comparison, confirmation: Confirmation | None, *, by_administrator: bool = False
) -> None:
    """Check that a person has confirmed exactly what the comparison found, against the version that is current.

    Without a loss no confirmation is needed, but one that is given must fit. Only an administrator can end automatic
    renewal. Raises ReplacementNeedsAdministratorError and LossesNotConfirmedError, both with the comparison.
    """
    if Loss.SOURCE_CHANGED in comparison.codes and not by_administrator:
        raise ReplacementNeedsAdministratorError(comparison)
    if confirmation is None and not comparison.losses:
        return
    if confirmation != Confirmation(comparison.version, comparison.codes):
        raise LossesNotConfirmedError(comparison)


def lost_names(before: CertificateFacts, after: CertificateFacts) -> tuple[str, ...]:
    """Return the names of `before` that `after` does not cover, ignoring case.

    A wildcard covers one label (RFC 6125 section 6.4.3), never a part of an IP address. Where `before` has no
    alternative names, its common name counts, since some clients read it then (RFC 6125 section 6.4.4); that of
    `after` counts only against such a one.
    """
    present = before.names or _common_name(before)
    covering = after.names or (() if before.names else _common_name(after))
    covered = {name.lower() for name in covering}
    return tuple(name for name in present if not _covers(covered, name.lower()))


def _common_name(facts: CertificateFacts) -> tuple[str, ...]:
    return (facts.common_name,) if facts.common_name else ()


def _covers(covered: Collection[str], name: str) -> bool:
    if name in covered:
        return True
    label, dot, parent = name.partition(".")
    return bool(label and dot) and label != "*" and f"*.{parent}" in covered and not _is_address(name)


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _names(code: Loss, before: Compared, after: Compared) -> FoundLoss | None:
    lost = lost_names(before.facts, after.facts)
    if not lost:
        return None
    detail = f"{len(lost)} of the names of version {before.number} would no longer be covered"
    return _found(code, detail, lost, after.facts.names or _common_name(after.facts))


def _end(code: Loss, before: Compared, after: Compared) -> FoundLoss | None:
    ends, end = before.facts.not_after, after.facts.not_after
    if end >= ends:
        return None
    return _found(code, "the certificate would end earlier", [to_text(ends)], [to_text(end)])


_RANKS: Mapping[Trust, int] = {Trust.PUBLIC: 2, Trust.PRIVATE: 1, Trust.INCOMPLETE: 0}
"""The kinds of trust: a chain with more of it is accepted by more clients."""


def _trust(code: Loss, before: Compared, after: Compared) -> FoundLoss | None:
    if _RANKS[after.trust] >= _RANKS[before.trust]:
        return None
    return _found(code, "fewer clients would trust the certificate", [before.trust.value], [after.trust.value])


_ATTRIBUTE = re.compile(r"([A-Za-z0-9.]+)=((?:\\.|[^\\,+])*)(?:[,+]|$)")
"""An attribute of a name as RFC 4514 writes it; a separator within a value has a backslash in front."""


def _organization(issuer: str) -> str:
    return next((found[2] for found in _ATTRIBUTE.finditer(issuer) if found[1] == "O"), "")


def _issuer(code: Loss, before: Compared, after: Compared) -> FoundLoss | None:
    """Return the loss, except where a public CA changed from one of its own issuers to another.

    Public CAs do so between any two certificates: https://letsencrypt.org/docs/profiles/ and
    https://letsencrypt.org/certificates/ say that which one signs must not be relied on.
    """
    old, new = before.facts.issuer, after.facts.issuer
    if old == new:
        return None
    both_public = before.trust is after.trust is Trust.PUBLIC
    if both_public and _organization(old) and _organization(old) == _organization(new):
        return None
    return _found(code, "clients that expect the issuer would refuse the certificate", [old], [new])


def _key_kind(code: Loss, before: Compared, after: Compared) -> FoundLoss | None:
    old, new = before.facts, after.facts
    if old.key_algorithm != new.key_algorithm:
        detail = "clients that know only the kind of key before would refuse the certificate"
        return _found(code, detail, [_key(old)], [_key(new)])
    if new.key_bits < old.key_bits:
        return _found(code, "the key would be smaller", [_key(old)], [_key(new)])
    return None


def _key(facts: CertificateFacts) -> str:
    return f"{facts.key_algorithm}, {facts.key_bits} bits"


def _source(code: Loss, before: Compared, after: Compared) -> FoundLoss | None:
    if (before.source, after.source) != (Source.ISSUED, Source.UPLOADED):
        return None
    detail = "automatic renewal would end: Certkeeper does not renew what was uploaded"
    return _found(code, detail, [before.source.value], [after.source.value])


def _purpose(code: Loss, before: Compared, after: Compared) -> FoundLoss | None:
    if after.facts.for_servers or not before.facts.for_servers:
        return None
    detail = "TLS clients would refuse the certificate: its extended key usage does not include serverAuth"
    return _found(code, detail, ["for TLS servers"], ["not for TLS servers"])


def _authority(code: Loss, before: Compared, after: Compared) -> FoundLoss | None:
    if before.facts.is_ca or not after.facts.is_ca:
        return None
    detail = "the certificate would be a CA's, which some clients refuse at a server; its key could sign others"
    return _found(code, detail, ["not a CA certificate"], ["a CA certificate"])


_CHECKS: Mapping[Loss, Callable[[Loss, Compared, Compared], FoundLoss | None]] = {
    Loss.NAMES_LOST: _names,
    Loss.ENDS_EARLIER: _end,
    Loss.TRUST_LOST: _trust,
    Loss.ISSUER_CHANGED: _issuer,
    Loss.KEY_KIND_CHANGED: _key_kind,
    Loss.SOURCE_CHANGED: _source,
    Loss.NOT_FOR_SERVERS: _purpose,
    Loss.CA_CERTIFICATE: _authority,
}
"""The check of each loss, in the order in which losses are shown."""


def _found(code: Loss, detail: str, before: Iterable[str], after: Iterable[str]) -> FoundLoss:
    return FoundLoss(code, detail, _shown(tuple(before)), _shown(tuple(after)))


def _shown(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the texts, shortened, and no more than MAX_SHOWN_TEXTS of them."""
    if len(texts) > MAX_SHOWN_TEXTS:
        left_out = len(texts) - MAX_SHOWN_TEXTS + 1
        texts = (*texts[: MAX_SHOWN_TEXTS - 1], f"and {left_out} more")
    return tuple(
        text if len(text) <= MAX_SHOWN_CHARACTERS else text[: MAX_SHOWN_CHARACTERS - 1] + "…" for text in texts
    )
