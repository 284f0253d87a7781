"""Root certificates as people can type or paste them, made into PEM (ADR 98).

A value that has to be one line has no line ends: they are missing, or blanks, or the two characters backslash and n.
They are stored in SSM's Parameter Store.
"""

from __future__ import annotations

import re
import ssl
import time
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

from certkeeper.adapters.aws.errors import translated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_ssm import SSMClient

    from certkeeper.adapters.deadline import Monotonic

FRESH_SECONDS = 300
"""How long stored roots count as current. A function's process may live for hours, and no deployment ends it."""

_BLOCK = re.compile(r"-----BEGIN CERTIFICATE-----(.+?)-----END CERTIFICATE-----", re.DOTALL)
"""A certificate in PEM (RFC 7468 section 5.1)."""
_LINE_ENDS = re.compile(r"\s|\\r|\\n")
_MARK = b"-----BEGIN"
"""What every text in PEM begins with (RFC 7468 section 2)."""


class StoredRoots:
    """The roots in the SSM parameter with this name, read again when they are older than FRESH_SECONDS."""

    def __init__(self, client: SSMClient, name: str, monotonic: Monotonic = time.monotonic) -> None:
        self._client = client
        self._name = name
        self._monotonic = monotonic
        self._pem = ""
        self._read_at: float | None = None

    @translated
    def __call__(self) -> str:
        """Return the roots in PEM (GetParameter). Raises ValueError if `pem_of` cannot read what is stored."""
        now = self._monotonic()
        if self._read_at is None or now - self._read_at > FRESH_SECONDS:
            self._pem = pem_of(self._client.get_parameter(Name=self._name)["Parameter"]["Value"])
            self._read_at = now
        return self._pem


def pem_of(text: str) -> str:
    """Return the certificates in a text as PEM, in their order.

    The text is PEM with any line ends, or base64 of PEM, or base64 of DER, also of several certificates one behind the
    other. What stands around certificates in PEM is left out. Raises ValueError, which does not repeat the text, if it
    has none of these forms.
    """
    return "".join(ssl.DER_cert_to_PEM_cert(each) for each in _certificates(text))


def one_line_of(pem: str) -> str:
    """Return certificates in PEM as base64 of DER, which is the shortest text that `pem_of` reads."""
    return b64encode(b"".join(_certificates(pem))).decode("ascii")


def _certificates(text: str) -> list[bytes]:
    """Each certificate in DER."""
    if blocks := _BLOCK.findall(text):
        return [_decoded(each) for each in blocks]
    content = _decoded(text)
    if _MARK in content:
        blocks = _BLOCK.findall(content.decode("ascii"))
        return [_decoded(each) for each in blocks]
    return list(_elements(content))


def _decoded(base64: str) -> bytes:
    """Raises ValueError, which binascii's error is one of."""
    return b64decode(_LINE_ENDS.sub("", base64), validate=True)


def _elements(der: bytes) -> Iterator[bytes]:
    """The DER elements that stand one behind the other, by their lengths (X.690 section 8.1.3)."""
    while der:
        if len(der) < 2:  # noqa: PLR2004 - the bytes of a type and a length
            raise ValueError("a DER element is cut off")
        more = der[1] & 0x7F if der[1] & 0x80 else 0
        size = 2 + more + (int.from_bytes(der[2 : 2 + more], "big") if more else der[1])
        if size > len(der):
            raise ValueError("a DER element is cut off")
        yield der[:size]
        der = der[size:]
