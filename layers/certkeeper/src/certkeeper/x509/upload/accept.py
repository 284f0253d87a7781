"""`read_upload`: from an upload to a certificate that can be stored and served, or the reason why not."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from cryptography.x509.oid import PublicKeyAlgorithmOID

from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.domain.uploads.upload import SoundUpload
from certkeeper.domain.uploads.verdicts import Verdicts
from certkeeper.x509.upload.gathering import gather
from certkeeper.x509.upload.judging.acm import acm_obstacles
from certkeeper.x509.upload.judging.assembly import assemble
from certkeeper.x509.upload.judging.remarks import remarks_on
from certkeeper.x509.upload.judging.trust import trust_of
from certkeeper.x509.upload.judging.unread import check_left_out, remarks_on_reading
from certkeeper.x509.upload.opening.child import ONE_FILE

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.uploads.upload import Upload
    from certkeeper.x509.upload.judging.roots import PublicRoots
    from certkeeper.x509.upload.opening.child import Confinement
    from certkeeper.x509.upload.reading.certificate import ReadCertificate


_PANIC = "PanicException"
"""The exception of pyo3 if Rust panics. It cannot be imported, and it is no Exception, so most handlers miss it."""

_BROKEN_DIGESTS = ("md2", "md4", "md5", "sha1", "1.3.36.3.3.1")
"""Digests that nobody may sign with any more. The last is TeleTrusT's arc of RSA with RIPEMD, which the library does
not name."""


def read_upload(
    upload: Upload, *, roots: PublicRoots, now: datetime, confinement: Confinement = ONE_FILE
) -> SoundUpload:
    """Return what is to be stored of an upload; raise UploadRefusedError, and nothing else, whatever was sent.

    `roots` are those that browsers trust. Takes at most 5 s of CPU. What is encrypted is opened in a child process,
    within its `confinement`.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library warns of oddities in certificates, which are the uploader's
        try:
            return _read(upload, roots, now, confinement)
        except BaseException as error:
            if type(error).__name__ != _PANIC:
                raise
    raise UploadRefusedError(Refusal.UNREADABLE)


def _read(upload: Upload, roots: PublicRoots, now: datetime, confinement: Confinement) -> SoundUpload:
    material = gather(upload, confinement=confinement)
    key = material.only_key()
    leaf = material.leaf(key)
    _check_leaf(leaf, now, expired_allowed=upload.expired_allowed)
    assembly = assemble(leaf, material.certificates.values(), roots, now)
    trust = trust_of(assembly)
    check_left_out(assembly, material, trust)
    obstacles = tuple(acm_obstacles(assembly, key.pem, now))
    return SoundUpload(
        facts=leaf.facts,
        certificate_pem=leaf.pem,
        chain_pem="".join(read.pem for read in assembly.issuers),
        root_pem=assembly.root.pem if assembly.root else "",
        private_key_pem=key.pem,
        verdicts=Verdicts(
            trust, obstacles, (*remarks_on(assembly, material, trust, now), *remarks_on_reading(assembly, material))
        ),
    )


def _check_leaf(leaf: ReadCertificate, now: datetime, *, expired_allowed: bool) -> None:
    """Return if clients accept the leaf.

    Raise UploadRefusedError if it has a broken digest, can never be valid, or has expired. A key that
    may sign with PSS only is refused too: keys are stored in the form for all RSA, which does not fit its certificate.
    """
    if leaf.certificate.public_key_algorithm_oid == PublicKeyAlgorithmOID.RSASSA_PSS:
        raise UploadRefusedError(Refusal.PSS_KEY, leaf.pointer)
    if _has_broken_digest(leaf):
        raise UploadRefusedError(Refusal.WEAK_SIGNATURE, leaf.pointer)
    if leaf.facts.not_after < leaf.facts.not_before:
        raise UploadRefusedError(Refusal.NEVER_VALID, leaf.pointer)
    if leaf.facts.not_after < now and not expired_allowed:
        raise UploadRefusedError(Refusal.EXPIRED, leaf.pointer)


def _has_broken_digest(leaf: ReadCertificate) -> bool:
    """Whether the leaf is signed with a broken digest, by the name.

    For a digest that it does not know the library has no object.
    """
    name = leaf.facts.signature_algorithm.lower().replace("-", "")
    return any(digest in name for digest in _BROKEN_DIGESTS)
