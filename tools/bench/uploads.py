"""`python -m tools.bench.uploads`: certificates a second from bytes to stored items, beside the library alone.

Both do the same work in the same run, on one core. The library alone reads leaf and issuer with all stored facts, loads
the key, checks that it is the leaf's and that the issuer signed the leaf, and writes three PEM texts. The other is the
whole of an upload: forms, bounds, verdicts, the checks of the scope, and the rows as DynamoDB takes them. The network
is in neither. Each certificate is another one: what is cached of one upload does not help the next.

On a machine that others work on the ratio is more than it is: the library alone stays in the caches, all of
Certkeeper does not. And the library is compiled: it takes 2,780 opcodes of the interpreter, Certkeeper 11,324
(2026-11-26).
"""

from __future__ import annotations

import itertools
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, SECP384R1
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as generate_ec_key
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as generate_rsa_key

from certkeeper.adapters.dynamodb.intents.uploads import intent_key, intent_row, upload_writes
from certkeeper.adapters.dynamodb.rows.expressions import put
from certkeeper.adapters.public_roots import public_roots
from certkeeper.adapters.uuid7 import new_uuid7
from certkeeper.domain.scopes import BUILT_IN
from certkeeper.domain.uploads.upload import Piece, Upload
from certkeeper.services.uploads.checks import check
from certkeeper.services.uploads.request import UploadRequest
from certkeeper.services.uploads.upload_certificate import new_intent
from certkeeper.x509.upload.accept import read_upload
from tests.unit.x509.pki import NOW, Signed, rsa_key, sign
from tools.bench.baseline import read_with_cryptography
from tools.bench.tables import uploads_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Files = tuple[bytes, bytes, bytes]
    """Certificate, issuer and key in PEM."""

SECONDS = 4.0
"""For each kind: of the best of many short rounds, side by side, no other process has had a part."""
NAMES = ("shop.example.test", "www.shop.example.test")
LEAVES = 16
"""More than any cache of Certkeeper holds."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Seconds of CPU for one upload: Certkeeper's, and those of the library alone."""

    kind: str
    certkeeper: float
    library: float

    @property
    def ratio(self) -> float:
        """The time of Certkeeper, in times of the library alone."""
        return self.certkeeper / self.library


def count_uploads() -> list[Rate]:
    """Return the rates for three kinds of a leaf and its issuer.

    The first two are as Let's Encrypt has them (https://letsencrypt.org/certificates/).
    """
    root = sign("Bench Root", ca=True)
    p256, p384, rsa = (
        sign("Bench Intermediate", root, ca=True, key=key)
        for key in (generate_ec_key(SECP256R1()), generate_ec_key(SECP384R1()), generate_rsa_key(65537, 2048))
    )
    return [
        _rate("P-256 by P-384", [sign(NAMES[0], p384, names=NAMES) for _ in range(LEAVES)], p384),
        _rate("RSA-2048 by RSA-2048", [sign(NAMES[0], rsa, names=NAMES, key=rsa_key()) for _ in range(LEAVES)], rsa),
        _rate("P-256 by P-256", [sign(NAMES[0], p256, names=NAMES) for _ in range(LEAVES)], p256),
    ]


def _rate(kind: str, leaves: Sequence[Signed], issuer: Signed) -> Rate:
    files = [(leaf.pem.encode(), issuer.pem.encode(), leaf.key_pem.encode()) for leaf in leaves]
    certkeeper, library = _best(files, lambda each: _stored(*each), lambda each: read_with_cryptography(*each))
    return Rate(kind, certkeeper, library)


def _stored(certificate: bytes, chain: bytes, key: bytes) -> None:
    """What upload_certificate does between its calls to AWS."""
    pieces = (Piece("/certificate", certificate), Piece("/intermediates/0", chain), Piece("/private_key", key))
    upload = Upload(pieces)
    request = UploadRequest("all", upload, "arn:bench", None)
    sound = read_upload(upload, roots=_ROOTS, now=NOW)
    check(request, sound, BUILT_IN)
    intent = new_intent(request, sound, None, new_uuid7, NOW)
    note = intent_row(intent)
    put(intent_key(intent), note)
    upload_writes(intent, note)


def _best(files: Sequence[Files], *works: Callable[[Files], object]) -> list[float]:
    """The CPU seconds of each, in its best round."""
    best = [float("inf")] * len(works)
    turns = itertools.cycle(files)
    end = time.process_time() + SECONDS
    while time.process_time() < end:
        each = next(turns)
        for place, work in enumerate(works):
            began = time.process_time()
            work(each)
            best[place] = min(best[place], time.process_time() - began)
    return best


_ROOTS = public_roots()


if __name__ == "__main__":
    sys.stdout.write(uploads_table(count_uploads()) + "\n")
