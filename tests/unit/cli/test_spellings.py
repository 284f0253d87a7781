"""The command line and the API mean the same by a name and by a number."""

from hypothesis import example, given
from hypothesis import strategies as st

from certkeeper.domain.certificates.search import SEPARATOR, Search, folded
from certkeeper.domain.dns import u_labels
from certkeeper_cli.api.spellings import in_u_labels, number, spelled

NAMES = st.lists(
    st.text(max_size=12).map(lambda text: "xn--" + text.encode("punycode", "replace").decode("ascii", "replace"))
    | st.text(st.sampled_from("xn-aB9.\u00fc\u00df*"), max_size=12),
    max_size=4,
).map(".".join)


@given(NAMES)
@example("xn--mnchen-3ya.example.test")
@example("XN--BCHER-KVA.example")
@example("xn--ascii-.example")
def test_a_name_has_the_same_letters(name: str) -> None:
    """In whatever case it is."""
    assert in_u_labels(name).lower() == u_labels.in_u_labels(name).lower()
    assert spelled(name) == folded(u_labels.in_u_labels(name.strip().removesuffix(".")))


@given(st.text(st.sampled_from("0123456789abcdefABCDEF:- xg="), max_size=40))
@example("sha256 Fingerprint=AB:CD:EF:01")
@example("serial=04AB")
@example("0x04ab")
@example("000000")
def test_a_number_has_the_same_digits(text: str) -> None:
    """And what is no number is none for both."""
    searched = Search.of(text).numbers
    assert number(text) == (searched[0].strip(SEPARATOR) if searched else "")
