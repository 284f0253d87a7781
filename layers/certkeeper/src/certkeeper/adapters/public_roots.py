"""The root certificates that browsers trust: Mozilla's list, as botocore brings it for its own use (ADR 45).

In the layer botocore has only the roots that it needs itself, and the whole list lies beside it (`infra/layers`).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import botocore

from certkeeper.x509.upload.judging.roots import PublicRoots

ALL_ROOTS_FILE, BOTOCORE_ROOTS_FILE = "public-roots.pem", "cacert.pem"


@cache
def public_roots() -> PublicRoots:
    """Return the public roots, read once per process, at the first upload."""
    folder = Path(botocore.__file__).parent
    whole = folder / ALL_ROOTS_FILE
    return PublicRoots((whole if whole.exists() else folder / BOTOCORE_ROOTS_FILE).read_bytes())
