"""First and last lines of PEM are found wherever they stand, and base64 is what the alphabet allows."""

from __future__ import annotations

import re
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.x509.upload.reading import pem
from certkeeper.x509.upload.reading.text import from_base64

PIECES = st.sampled_from(
    ["-", "--", "-----", "BEGIN ", "END ", "CERTIFICATE", "PRIVATE KEY", " ", "\n", "#", "QUJDREVGR0g=", "x", "\u00e9"]
)
TEXTS = st.lists(PIECES, max_size=14).map("".join)
ALPHABET = re.compile(r"[A-Za-z0-9+/_-]{8,}={0,2}")


@given(TEXTS)
def test_a_marker_is_found_wherever_dashes_begin(text: str) -> None:
    """The same ones that the pattern finds by itself, tried at every character."""
    found = [marker.span() for marker in pem._markers(text)]  # noqa: SLF001 - beside the pattern that it must agree with
    assert found == [marker.span() for marker in pem._MARKER.finditer(text)]  # noqa: SLF001


@given(TEXTS)
def test_any_text_is_blocks_or_a_refusal(text: str) -> None:
    """Nothing else."""
    try:
        blocks = pem.blocks_of(text)
    except UploadRefusedError:
        return
    assert all(block.label for block in blocks or ())


@given(TEXTS)
def test_a_text_with_a_first_line_is_never_taken_for_something_else(text: str) -> None:
    """No blocks is not the same as nothing of PEM."""
    begun = text + "-----BEGIN CERTIFICATE-----\n"
    try:
        blocks = pem.blocks_of(begun)
    except UploadRefusedError:
        return
    assert blocks is not None


@pytest.mark.parametrize("text", ["", "MIIB", "-----", "BEGIN", "begin certificate"])
def test_a_text_without_any_line_of_pem_has_none(text: str) -> None:
    """It is base64, or nothing that Certkeeper reads."""
    assert pem.blocks_of(text) is None


def test_a_repr_shows_no_content() -> None:
    """It may be a key."""
    assert repr(pem.Block("PRIVATE KEY", b"hunter2")) == "Block(label='PRIVATE KEY')"


STRICT = st.builds(
    "-----BEGIN {0}-----\n{1}\n-----END {0}-----{2}".format,
    st.sampled_from(["CERTIFICATE", "EC PRIVATE KEY", "EC  PRIVATE KEY", "PKCS7 ", "X509 CRL"]),
    st.sampled_from(["QUJDREVGR0g=", "QUJDREVG\nR0g="]) | st.text(st.sampled_from("ABab09+/=\n"), max_size=16),
    st.sampled_from(["\n", "\n", "\n", "", "\n\n"]),
)


@given((st.lists(STRICT, max_size=3) | st.lists(STRICT | PIECES, max_size=4)).map("".join))
def test_blocks_as_programs_write_them_are_read_as_all_others_are(text: str) -> None:
    """Sooner, and never otherwise."""
    strict = pem._strict_blocks(text)  # noqa: SLF001 - beside the way that it is short for
    assert not strict or strict == pem._lenient_blocks(text)  # noqa: SLF001


def test_too_many_blocks_as_programs_write_them_are_too_many() -> None:
    """However they are read."""
    with pytest.raises(UploadRefusedError) as error:
        pem.blocks_of("-----BEGIN CERTIFICATE-----\nQUJDREVGR0g=\n-----END CERTIFICATE-----\n" * 65)
    assert error.value.refusal is Refusal.TOO_MANY_CERTIFICATES


@given(st.text(st.sampled_from("ABab09+/-_=\n \u00e9"), max_size=16))
def test_what_is_of_the_alphabet_is_base64_and_nothing_else(text: str) -> None:
    """In either alphabet, in any lines, with its padding or without."""
    packed = "".join(text.split())
    is_base64 = bool(ALPHABET.fullmatch(packed)) and len(packed.rstrip("=")) % 4 != 1
    assert (from_base64(text) is not None) == is_base64


@given(st.binary(min_size=6, max_size=80))
def test_what_was_encoded_is_read(content: bytes) -> None:
    """Byte for byte."""
    assert from_base64(b64encode(content).decode()) == content
