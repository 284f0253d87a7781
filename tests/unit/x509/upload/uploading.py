"""Helpers of tests that upload."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.domain.uploads.upload import Piece, SoundUpload, Upload
from certkeeper.x509.upload.accept import read_upload
from certkeeper.x509.upload.judging.roots import PublicRoots
from certkeeper.x509.upload.opening.child import Confinement
from tests.unit.x509.pki import NOW, STRANGER

if TYPE_CHECKING:
    from datetime import datetime

AMPLE_SECONDS = 300.0
"""By the clock, for a child that does honest work on a machine that does much else: no test is judged by that."""
NO_ROOTS = PublicRoots(STRANGER.pem.encode())


def read(
    *contents: str | bytes,
    password: str | None = None,
    roots: PublicRoots = NO_ROOTS,
    expired_allowed: bool = False,
    now: datetime = NOW,
) -> SoundUpload:
    """Upload these pieces; each stands at the pointer /0, /1 and so on."""
    pieces = tuple(
        Piece(f"/{place}", content.encode() if isinstance(content, str) else content)
        for place, content in enumerate(contents)
    )
    upload = Upload(pieces, password, "/password", expired_allowed)
    return read_upload(upload, roots=roots, now=now, confinement=Confinement(AMPLE_SECONDS))


def refusal(*contents: str | bytes, password: str | None = None) -> Refusal:
    """Why an upload is refused."""
    return refused(*contents, password=password).refusal


def refused(*contents: str | bytes, password: str | None = None) -> UploadRefusedError:
    """The error with which an upload is refused."""
    with pytest.raises(UploadRefusedError) as caught:
        read(*contents, password=password)
    return caught.value


def codes(sound: SoundUpload) -> set[str]:
    """The codes of the warnings."""
    return {remark.code for remark in sound.verdicts.warnings}
