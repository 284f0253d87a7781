"""A name is read with the letters that its A-labels stand for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkeeper.domain.dns.u_labels import MAX_LABEL_CHARACTERS, decoded, in_u_labels


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("xn--mnchen-3ya.example.test", "m\u00fcnchen.example.test"),
        ("*.XN--BCHER-KVA.Example", "*.b\u00fccher.example"),
        ("xn--i-7iq.xn--p1ai", "i\u2764.\u0440\u0444"),
        ("Shop.Example", "shop.example"),
        ("xn--.example", "xn--.example"),
        ("xn--zzzzzzzzzzz.example", "xn--zzzzzzzzzzz.example"),
        ("xn--ascii-.example", "xn--ascii-.example"),
        ("axn--bcher-kva.example", "axn--bcher-kva.example"),
        ("", ""),
    ],
)
def test_a_label_that_cannot_be_read_stays_as_it_is(name: str, letters: str) -> None:
    """The others are in small letters."""
    assert in_u_labels(name) == letters


@given(st.text(min_size=1, max_size=20))
def test_what_an_encoder_writes_is_read_again(text: str) -> None:
    """Unless it was ASCII, which no A-label stands for, or is too long for a label."""
    try:
        label = "xn--" + text.encode("punycode").decode()
    except UnicodeError:
        return
    assert decoded(label) in {text, None}
    assert (decoded(label) is None) is (text.isascii() or len(label) > MAX_LABEL_CHARACTERS)


@given(st.text(st.sampled_from("xn-a9.\u00fc\ud800*"), max_size=80))
def test_any_text_is_read(text: str) -> None:
    """Names of uploads may be anything."""
    assert in_u_labels(text).count(".") == text.count(".")
