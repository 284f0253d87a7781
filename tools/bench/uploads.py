"""`python -m tools.bench.uploads`: certificates a second from bytes to stored items, beside the library alone.

Both do the same work in the same run, on one core. The library alone reads leaf and issuer with all stored facts, loads
the key, checks that it is the leaf's and that the issuer signed the leaf, and writes three PEM texts. The other is the
whole of an upload: forms, bounds, verdicts, the checks of the scope, and the rows as DynamoDB takes them. The network
is in neither. Each certificate is another one: what is cached of one upload does not help the next.

A PKCS#12 file is opened in a child process: its processor time is counted as well.

On a machine that others work on the ratio is more than it is: the library alone stays in the caches, all of
Certkeeper does not. And the library is compiled: it takes 2,780 opcodes of the interpreter, Certkeeper 11,324
(2026-11-26).
"""

from __future__ import annotations

import itertools
import resource
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, SECP384R1
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as generate_ec_key
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as generate_rsa_key
from cryptography.hazmat.primitives.serialization import PrivateFormat
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

from certkeeper.adapters.dynamodb.intents.uploads import intent_key, intent_row, upload_writes
from certkeeper.adapters.dynamodb.rows.expressions import put
from certkeeper.adapters.public_roots import public_roots
from certkeeper.adapters.uuid7 import new_uuid7
from certkeeper.domain.scopes import BUILT_IN
from certkeeper.domain.uploads.limits import MAX_FILES_OF_A_CHILD
from certkeeper.domain.uploads.upload import Piece, Upload
from certkeeper.services.uploads.checks import check
from certkeeper.services.uploads.request import UploadRequest
from certkeeper.services.uploads.upload_certificate import new_intent
from certkeeper.x509.upload.accept import read_upload
from certkeeper.x509.upload.opening.child import Confinement
from tests.unit.x509.pki import NOW, Signed, rsa_key, sign
from tools.bench.baseline import open_with_cryptography, read_with_cryptography
from tools.bench.tables import uploads_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Case = TypeVar("Case")

SECONDS = 4.0
"""For each kind: of the best of many short rounds, side by side, no other process has had a part."""
MAX_RATIO = 1.8
"""From bytes to stored items an upload may take so many times what the library alone takes to parse it (ADR 74)."""
MAX_PFX_RATIO = 3
"""The same for a PKCS#12 file, which is opened in a child process (ADR 109)."""
PASSWORD = "correct horse"
NAMES = ("shop.example.test", "www.shop.example.test")
LEAVES = 16
"""More than any cache of Certkeeper holds."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Seconds for one upload: Certkeeper's, and those of the library alone, and how many times as many they may be."""

    kind: str
    certkeeper: float
    library: float
    max_ratio: float

    @property
    def ratio(self) -> float:
        """The time of Certkeeper, in times of the library alone."""
        return self.certkeeper / self.library


def count_uploads() -> list[Rate]:
    """Return the rates for three kinds of a leaf and its issuer in PEM, and for two in PKCS#12.

    The first two are as Let's Encrypt has them (https://letsencrypt.org/certificates/).
    """
    root = sign("Bench Root", ca=True)
    p256, p384, rsa = (
        sign("Bench Intermediate", root, ca=True, key=key)
        for key in (generate_ec_key(SECP256R1()), generate_ec_key(SECP384R1()), generate_rsa_key(65537, 2048))
    )
    ec_leaves = [sign(NAMES[0], p256, names=NAMES) for _ in range(LEAVES)]
    rsa_leaves = [sign(NAMES[0], rsa, names=NAMES, key=rsa_key()) for _ in range(LEAVES)]
    return [
        _pem_rate("P-256 by P-384", [sign(NAMES[0], p384, names=NAMES) for _ in range(LEAVES)], p384),
        _pem_rate("RSA-2048 by RSA-2048", rsa_leaves, rsa),
        _pem_rate("P-256 by P-256", ec_leaves, p256),
        _pfx_rate("PFX, P-256 by P-256", ec_leaves, p256),
        _pfx_rate("PFX, RSA-2048", rsa_leaves, rsa),
    ]


def _pem_rate(kind: str, leaves: Sequence[Signed], issuer: Signed) -> Rate:
    files = [(leaf.pem.encode(), issuer.pem.encode(), leaf.key_pem.encode()) for leaf in leaves]
    pointers = ("/certificate", "/intermediates/0", "/private_key")
    certkeeper, library = _best(
        files,
        lambda each: _stored(Upload(tuple(map(Piece, pointers, each)))),
        lambda each: read_with_cryptography(*each),
    )
    return Rate(kind, certkeeper, library, MAX_RATIO)


def _pfx_rate(kind: str, leaves: Sequence[Signed], issuer: Signed) -> Rate:
    """A round has as many files as one child process opens, so that its fork and its end are counted."""
    files = list(itertools.islice(itertools.cycle([_pfx(leaf, issuer) for leaf in leaves]), MAX_FILES_OF_A_CHILD))
    certkeeper, library = _best(
        [files],
        _each(lambda file: _stored(Upload((Piece("/pfx", file),), PASSWORD, "/password"))),
        _each(lambda file: open_with_cryptography(file, PASSWORD.encode())),
    )
    return Rate(kind, certkeeper / len(files), library / len(files), MAX_PFX_RATIO)


def _each(work: Callable[[bytes], object]) -> Callable[[Sequence[bytes]], object]:
    """Return the work on one file as work on many."""

    def on_all(files: Sequence[bytes]) -> None:
        for file in files:
            work(file)

    return on_all


def _pfx(leaf: Signed, issuer: Signed) -> bytes:
    """The file with AES-256 and 2,048 rounds, as OpenSSL 3 writes it."""
    encryption = PrivateFormat.PKCS12.encryption_builder().kdf_rounds(2048).build(PASSWORD.encode())
    return serialize_key_and_certificates(b"bench", leaf.key, leaf.certificate, [issuer.certificate], encryption)


def _stored(upload: Upload) -> None:
    """What upload_certificate does between its calls to AWS."""
    request = UploadRequest("all", upload, "arn:bench", None)
    sound = read_upload(upload, roots=_ROOTS, now=NOW, confinement=Confinement(tenant=request.scope))
    check(request, sound, BUILT_IN)
    intent = new_intent(request, sound, None, new_uuid7, NOW)
    note = intent_row(intent)
    put(intent_key(intent), note)
    upload_writes(intent, note)


def _best(cases: Sequence[Case], *works: Callable[[Case], object]) -> list[float]:
    """The seconds of CPU of each, in its best round."""
    best = [float("inf")] * len(works)
    turns = itertools.cycle(cases)
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        each = next(turns)
        for place, work in enumerate(works):
            began = processor_seconds()
            work(each)
            best[place] = min(best[place], processor_seconds() - began)
    return best


def processor_seconds() -> float:
    """Return the seconds of CPU of this process and of its children, those that run and those that have ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    children = Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text("ascii").split()  # proc(5)
    running = sum(time.clock_gettime(~int(child) << 3 | _PROCESS_CLOCK) for child in children)
    return time.process_time() + ended.ru_utime + ended.ru_stime + running


_PROCESS_CLOCK = 2
"""The clock of a process's CPU time by its id, as clock_getcpuclockid(3) makes it on Linux: CPUCLOCK_SCHED."""
_ROOTS = public_roots()


if __name__ == "__main__":
    sys.stdout.write(uploads_table(count_uploads()) + "\n")
