"""What is pasted is sent as it is: the API says what is a key and what a certificate."""

from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkeeper_cli.commands.certificates.upload_forms import as_paste

PEM = "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n"


@given(st.binary().filter(lambda noise: b"-" not in noise), st.sampled_from([b"", PEM.encode()]))
def test_nothing_of_what_is_pasted_is_lost(noise: bytes, text: bytes) -> None:
    """Text as text, anything else in base64; none of it is read."""
    pasted = text + noise
    sent = as_paste(pasted, None)["certificate"]
    is_text = sent.startswith("-----BEGIN")
    assert pasted == (sent.encode() if is_text else b64decode(sent))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "cp1252"])
def test_text_in_any_encoding_is_sent(encoding: str) -> None:
    """PEM in UTF-8 can be read in the request; the API decodes the others."""
    pasted = f"für den Laden\n{PEM}".encode(encoding)
    sent = as_paste(pasted, None)["certificate"]
    assert sent == pasted.decode() if encoding == "utf-8" else b64decode(sent) == pasted
