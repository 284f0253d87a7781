"""The rules for names from libraries, and the time that hostile names take."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from publicsuffixlist import PSLFILE, PublicSuffixList

from certkeeper.adapters.domain_names import LibraryNameRules

RULES = LibraryNameRules()
ALPHABET = st.sampled_from("aZ0-._*xn\u00e9\u3002\uff0e\u00df\u0660\u200d\u0300\ud800\0 ")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("shop.example.test", "shop.example.test"),
        ("Shop.Example.TEST.", "shop.example.test"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("*.BÜCHER.example", "*.xn--bcher-kva.example"),
        ("XN--BCHER-KVA.example", "xn--bcher-kva.example"),
        ("faß.example", "xn--fa-hia.example"),
        ("a\u3002b\uff0eexample", "a.b.example"),
        ("\uff11.2.3.4", "1.2.3.4"),
        ("i\u2764.example", "xn--i-7iq.example"),
        ("I\u2764\ufe0f.example", "xn--i-7iq.example"),
        ("*.\u2603.example", "*.xn--n3h.example"),
        ("\U0001f4a9.example.", "xn--ls8h.example"),
        ("\u221a.example", "xn--19g.example"),
    ],
)
def test_a_name_is_turned_into_a_labels(text: str, name: str) -> None:
    """Lower case, no final dot, full-width forms mapped, the wildcard kept."""
    assert RULES.to_a_labels(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "xn--a.example",
        "xn--bücher.example",
        "xn--.example",
        "xn--zzzzzzzzzzz.example",
        "XN--ASCII-.example",
        "ab--cd.example",
        "é..example",
        "\uff0a.example",
        "é_x.example",
        "\ud800.example",
        "\u0300a.example",
        "é" * 1024,
        "a" * 1025,
    ],
)
def test_what_cannot_become_a_labels_is_refused(text: str) -> None:
    """Punycode that does not come back, reserved labels, forbidden code points, giants; nothing of it is repeated."""
    with pytest.raises(ValueError, match=r"^(too long for a name|not a name by UTS 46)$"):
        RULES.to_a_labels(text)


@pytest.mark.parametrize("letters", ["i\u2764", "\U0001f4a9", "\u2603", "\u2764\ufe0f", "\U0001f468\u200d\U0001f469"])
def test_an_a_label_that_idna_2008_lacks_and_the_dns_has_passes(letters: str) -> None:
    """Emoji, with their variations and joiners: Let's Encrypt asks for valid punycode in NFC only."""
    name = f"xn--{letters.encode('punycode').decode()}.example"
    assert RULES.to_a_labels(name.upper()) == name


@pytest.mark.parametrize(
    "letters",
    ["\u00dc", "b\u00dccher", "\u01c5", "a\u0301", "\u1100\u1161", "\u0085", "a\u00a0b", "plain", "plain-"],
)
def test_a_fake_a_label_is_refused(letters: str) -> None:
    """Capitals, text that is not in NFC, controls and blanks, ASCII: no client would ask for such a name."""
    with pytest.raises(ValueError, match="not a name by UTS 46"):
        RULES.to_a_labels(f"xn--{letters.encode('punycode').decode()}.example")


@pytest.mark.parametrize("label", ["r3---sn-4g5e", "r1---x", "ab--", "xn---bbk"])
def test_a_reserved_label_is_refused(label: str) -> None:
    """Hyphens in the third and fourth place belong to A-labels (RFC 5890 section 2.3.1)."""
    with pytest.raises(ValueError, match="not a name by UTS 46"):
        RULES.to_a_labels(f"{label}.example")


@pytest.mark.parametrize("text", ["under_score.example", "a..b", "127.0.0.1", "", ".", "*", "a b", "-x.example", "\0"])
def test_the_rest_of_ascii_is_left_to_the_domains_checks(text: str) -> None:
    """They give better reasons than a library does."""
    assert RULES.to_a_labels(text) == text.removesuffix(".")


@given(st.text(ALPHABET, max_size=80))
@example("xn--" + "9" * 900)
@example("\u0660." * 500)
@example("...")
def test_any_text_becomes_ascii_or_a_value_error(text: str) -> None:
    """And what has become ASCII stays as it is, but for dots at its end: empty labels are refused by the domain."""
    try:
        name = RULES.to_a_labels(text)
    except ValueError:
        return
    assert name.isascii()
    assert RULES.to_a_labels(name).rstrip(".") == name.rstrip(".")


@pytest.mark.parametrize(
    "text", ["\u0660" * 1024, "a\u0300" * 512, "é." * 512, "\u0bcd\u200d" * 512, "xn--" + "a" * 1000]
)
def test_a_hostile_name_costs_little(text: str) -> None:
    """Bounded before any table is asked."""
    started = time.process_time()
    with suppress(ValueError):
        RULES.to_a_labels(text)
    assert time.process_time() - started < 0.5


def test_the_list_is_read_as_the_library_reads_it() -> None:
    """Rules of both sections, of which that of ICANN counts.

    The name itself, a name in a wildcard's place, an exception, a name below; in A-labels.
    """
    library = PublicSuffixList(only_icann=True)
    with open(PSLFILE, encoding="utf-8") as lines:  # noqa: PTH123 - the library's own constant is a text
        rules = [line.strip() for line in lines if line.strip() and not line.startswith("//")]
    for rule in rules[:: len(rules) // 1500] + [rule for rule in rules if rule[0] in "*!"]:
        bare = rule.lstrip("!*.")
        for name in {bare, rule.replace("*", "one").lstrip("!"), f"one.{bare}", f"two.one.{bare}"}:
            a_labels = name.encode("idna").decode()
            expected = library.is_public(a_labels, accept_unknown=False)
            assert RULES.is_public_suffix(a_labels) is expected, name


@pytest.mark.parametrize("name", ["example.com", "shop.example.test", "test"])
def test_what_is_not_on_the_list_is_no_public_suffix(name: str) -> None:
    """A top-level name that nobody listed is refused for being a single label."""
    assert not RULES.is_public_suffix(name)


@pytest.mark.parametrize(
    "name", ["github.io", "netlify.app", "cloudfront.net", "duckdns.org", "s3.amazonaws.com", "a.compute.amazonaws.com"]
)
def test_a_domain_of_the_private_section_is_no_public_suffix(name: str) -> None:
    """Its owner orders certificates for it, and CAs issue them (Baseline Requirements, section 3.2.2.6)."""
    assert PublicSuffixList().is_public(name)
    assert not RULES.is_public_suffix(name)
    assert RULES.has_public_suffix(name)


@pytest.mark.parametrize(
    ("name", "public"),
    [
        ("www.example.com", True),
        ("example.co.uk", True),
        ("one.two.ck", True),
        ("b\u00fccher.xn--p1ai".encode("idna").decode(), True),
        ("shop.internal", False),
        ("shop.local", False),
        ("a.b.acting", False),
        ("github.ioo", False),
    ],
)
def test_a_name_ends_with_a_public_suffix_or_not(name: str, public: bool) -> None:  # noqa: FBT001
    """By its top-level domain."""
    assert RULES.has_public_suffix(name) is public
