"""The rules for names from libraries, and the time that hostile names take."""

from __future__ import annotations

import time

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
def test_what_is_no_name_by_idna_is_refused(text: str) -> None:
    """Punycode that does not come back, reserved labels, forbidden code points, giants; nothing of it is repeated."""
    with pytest.raises(ValueError, match=r"^(too long for a name|not a name by IDNA 2008)$"):
        RULES.to_a_labels(text)


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
    with pytest.raises(ValueError):  # noqa: PT011 - the sentence is tried above
        RULES.to_a_labels(text)
    assert time.process_time() - started < 0.5


def test_the_list_is_read_as_the_library_reads_it() -> None:
    """Every rule: the name itself, a name in a wildcard's place, an exception, a name below; in A-labels."""
    library = PublicSuffixList()
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
