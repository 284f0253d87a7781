"""The trust in a chain: RFC 5280 section 6, as the library's verifier checks it for today's clients (ADR 45)."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.x509.verification import Criticality, ExtensionPolicy, PolicyBuilder, Store, VerificationError

from certkeeper.domain.printable import printable
from certkeeper.domain.uploads.limits import MAX_DEPTH
from certkeeper.domain.uploads.verdicts import Trust
from certkeeper.x509.facts import is_for_servers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from cryptography.x509.verification import Policy

    from certkeeper.x509.upload.judging.assembly import Assembly


class PublicRoots:
    """The roots that browsers trust, from a PEM bundle; read at the first use, and found by their subject."""

    def __init__(self, pem: bytes) -> None:
        self._pem = pem

    @cached_property
    def _by_subject(self) -> dict[str, list[x509.Certificate]]:
        found: dict[str, list[x509.Certificate]] = {}
        for root in x509.load_pem_x509_certificates(self._pem):
            found.setdefault(printable(root.subject.rfc4514_string()), []).append(root)
        return found

    def named(self, subject: str) -> Sequence[x509.Certificate]:
        """Return the roots with this subject, written as facts have it."""
        return self._by_subject.get(subject, ())


def trust_of(assembly: Assembly, roots: PublicRoots, now: datetime) -> Trust:
    """Return who trusts the chain of an assembly, given the public roots.

    An expired or future leaf is judged as of its own time, not of `now`: the dates have warnings of their own.
    """
    facts = assembly.leaf.facts
    moment = min(max(now, facts.not_before), facts.not_after)
    public = [root for read in assembly.path for root in roots.named(read.facts.issuer)]
    if _is_verified(assembly, public, moment):
        return Trust.PUBLIC
    if assembly.root is assembly.leaf:
        return Trust.PRIVATE  # clients trust it if they have this very certificate in their store
    if assembly.root and _is_verified(assembly, [assembly.root.certificate], moment):
        return Trust.PRIVATE
    return Trust.INCOMPLETE


def _is_verified(assembly: Assembly, roots: list[x509.Certificate], moment: datetime) -> bool:
    """Return whether there is a path to one of the roots that clients accept.

    It is verified as a client's certificate, since a server's verification also checks a name.
    """
    if not roots:
        return False
    verifier = (
        PolicyBuilder()
        .store(Store(roots))
        .time(moment)
        .max_chain_depth(MAX_DEPTH)
        .extension_policies(ca_policy=_ISSUERS, ee_policy=ExtensionPolicy.permit_all())
        .build_client_verifier()
    )
    try:
        verifier.verify(assembly.leaf.certificate, [read.certificate for read in assembly.path[1:]])
    except (VerificationError, ValueError):
        return False
    return True


def _must_be_ca(_policy: Policy, _certificate: x509.Certificate, extension: x509.BasicConstraints) -> None:
    if not extension.ca:
        raise ValueError("an issuer that is no CA")


def _must_sign(_policy: Policy, _certificate: x509.Certificate, extension: x509.KeyUsage | None) -> None:
    if extension and not extension.key_cert_sign:
        raise ValueError("an issuer that may not sign certificates")


def _must_serve(_policy: Policy, _certificate: x509.Certificate, extension: x509.ExtendedKeyUsage | None) -> None:
    if not is_for_servers(extension):
        raise ValueError("an issuer of other certificates than those of servers")


_ISSUERS = (
    ExtensionPolicy.permit_all()
    .require_present(x509.BasicConstraints, Criticality.AGNOSTIC, _must_be_ca)
    .may_be_present(x509.KeyUsage, Criticality.AGNOSTIC, _must_sign)
    .may_be_present(x509.ExtendedKeyUsage, Criticality.AGNOSTIC, _must_serve)
)
