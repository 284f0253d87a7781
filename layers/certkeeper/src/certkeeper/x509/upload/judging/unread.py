"""What is said about certificates that were read leniently, and about those that were not read and not needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError, place
from certkeeper.domain.uploads.verdicts import Remark, Trust
from certkeeper.x509.upload.judging.remarks import SENTENCES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certkeeper.x509.upload.judging.assembly import Assembly
    from certkeeper.x509.upload.material import Material

_KEY = {Refusal.KEY_ALGORITHM: "the kind of its key is {part}", Refusal.CURVE: "the curve of its key is {part}"}
"""Why a certificate cannot be used, by the refusal that it would have been."""
_UNREADABLE = "its {part} cannot be read"


def check_left_out(assembly: Assembly, material: Material, trust: Trust) -> None:
    """Return unless the chain needs a certificate that was left out, as the issuer of its last one.

    Raises UploadRefusedError with the reason why that cannot be used.
    """
    if trust is Trust.PUBLIC or assembly.root:
        return
    missing = assembly.path[-1].facts.issuer
    for one in material.left_out.values():
        if one.subject == missing:
            raise one.error


def remarks_on_reading(assembly: Assembly, material: Material) -> Iterator[Remark]:
    """Yield a remark about odd parts of the chain, and one about certificates that were left out, if there are any."""
    odd = [
        f"{place(read.number, read.pointer)} ({', '.join(read.oddities)})" for read in assembly.path if read.oddities
    ]
    if odd:
        yield _remark("read_leniently", odd)
    reasons = [_reason(one.error) for one in material.left_out.values()]
    if reasons:
        yield _remark("certificate_left_out", reasons)


def _remark(code: str, places: list[str]) -> Remark:
    return Remark(code, f"{SENTENCES[code]}: {'; '.join(places)}")


def _reason(error: UploadRefusedError) -> str:
    sentence = _KEY.get(error.refusal, _UNREADABLE).format(part=error.part)
    return f"{place(error.number, error.pointer)}: {sentence}"
