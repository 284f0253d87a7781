"""`read_upload`: from what a stranger sent to a certificate that can be kept and served, or the reason why not."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.domain.uploads.upload import SoundUpload
from certkeeper.domain.uploads.verdicts import Verdicts
from certkeeper.x509.upload.acm import acm_obstacles
from certkeeper.x509.upload.assembly import assemble
from certkeeper.x509.upload.gathering import gather
from certkeeper.x509.upload.leaf import check_leaf
from certkeeper.x509.upload.remarks import remarks_on
from certkeeper.x509.upload.trust import trust_of

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.uploads.upload import Upload
    from certkeeper.x509.upload.trust import PublicRoots

_PANIC = "PanicException"
"""What pyo3 raises when Rust panics. It cannot be imported, and it is no Exception, so that few handlers hold it."""


def read_upload(upload: Upload, *, roots: PublicRoots, now: datetime) -> SoundUpload:
    """What is to be kept of an upload. Raises UploadRefusedError, and nothing else, whatever was sent.

    Takes at most 5 s of CPU; what is encrypted is opened in a child process.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library warns of oddities in certificates: the uploader's, not ours
        try:
            return _read(upload, roots, now)
        except BaseException as error:
            if type(error).__name__ != _PANIC:
                raise
    raise UploadRefusedError(Refusal.UNREADABLE)


def _read(upload: Upload, roots: PublicRoots, now: datetime) -> SoundUpload:
    material = gather(upload)
    key = material.only_key()
    leaf = material.leaf(key)
    check_leaf(leaf, now, expired_allowed=upload.expired_allowed)
    assembly = assemble(leaf, material.certificates.values(), now)
    trust = trust_of(assembly, roots, now)
    obstacles = tuple(acm_obstacles(assembly, key, now))
    return SoundUpload(
        facts=leaf.facts,
        certificate_pem=leaf.pem,
        chain_pem="".join(read.pem for read in assembly.issuers),
        root_pem=assembly.root.pem if assembly.root else "",
        private_key_pem=key.pem,
        verdicts=Verdicts(trust, obstacles, remarks_on(assembly, material, trust, now)),
    )
