"""The certificates in a PKCS#7 file (.p7b): RFC 5652 section 5.1, of which only they are read."""

from __future__ import annotations

from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.x509.der import CONTEXT_0, SEQUENCE, read_node
from certkeeper.x509.upload.limits import MOST_CERTIFICATES

_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
"""1.2.840.113549.1.7.2: RFC 5652 section 5.1."""


def certificates_in_pkcs7(encoded: bytes) -> tuple[bytes, ...]:
    """The certificates, DER. Raises UploadRefusedError where there are none, or it is no signed data."""
    kind, explicit = read_node(encoded)[0].children()
    signed_data = explicit.children()
    if kind.content != _SIGNED_DATA or len(signed_data) != 1:
        raise UploadRefusedError(Refusal.CERTIFICATE_MISSING)
    sets = [part for part in signed_data[0].children() if part.tag == CONTEXT_0]
    found = [choice.encoded for part in sets for choice in part.children() if choice.tag == SEQUENCE]
    if not found:
        raise UploadRefusedError(Refusal.CERTIFICATE_MISSING)
    if len(found) > MOST_CERTIFICATES:
        raise UploadRefusedError(Refusal.TOO_MANY_CERTIFICATES)
    return tuple(found)
