"""The reader of BER: what it finds, and that nothing makes it stumble."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.x509.der import INTEGER, OCTET_STRING, SEQUENCE, Node, read_node
from tests.unit.x509.upload import crafted

if TYPE_CHECKING:
    from collections.abc import Callable


def test_an_element_has_a_tag_a_content_and_what_follows() -> None:
    """Short and long lengths."""
    for size in (0, 1, 127, 128, 255, 256, 70_000):
        encoded = crafted.octets(bytes(size))
        assert read_node(encoded + b"rest") == (Node(OCTET_STRING, bytes(size), encoded), b"rest")


def test_an_end_mark_may_take_the_place_of_a_length() -> None:
    """Nested as well, and with zeroes in the content that are no end mark."""
    inner = crafted.indefinite(SEQUENCE, crafted.octets(b"\0\0\0"), crafted.integer(7))
    node, rest = read_node(crafted.indefinite(SEQUENCE, inner, crafted.integer(0)) + b"rest")
    assert rest == b"rest"
    first, second = node.children()
    assert [part.tag for part in first.children()] == [OCTET_STRING, INTEGER]
    assert (first.encoded, second.number()) == (inner, 0)


def test_octets_in_pieces_are_one() -> None:
    """X.690 section 8.7.3, nested or not."""
    pieces = crafted.tlv(0x24, crafted.octets(b"one"), crafted.tlv(0x24, crafted.octets(b"two")), crafted.octets(b""))
    assert read_node(pieces)[0].octets() == b"onetwo"


@pytest.mark.parametrize("number", [0, 1, -1, 127, 128, -128, 2**31 - 1, -(2**63), 1 << 4096])
def test_numbers_have_signs(number: int) -> None:
    """Rounds that are negative are no rounds."""
    assert read_node(crafted.integer(number))[0].number() == number


@pytest.mark.parametrize(
    "encoded",
    [
        b"",
        b"\x30",
        b"\x30\x05\x00",
        b"\x30\x81",
        b"\x30\x89" + bytes(8) + b"\x01\x00",
        b"\x30\x84\xff\xff\xff\xff",
        b"\x04\x80\x00\x00",
        b"\x30\x80",
        b"\x30\x80\x02\x01",
        b"\x1f\x81",
        b"\x1f\x81\x81\x81\x81\x81\x00\x00",
        b"\x3f" + b"\xff" * 100_000,
        b"\x30\x80" * 100_000,
        b"\x24\x80" * 32 + b"\0\0" * 31,
    ],
    ids=lambda encoded: encoded[:6].hex(),
)
def test_what_is_no_element_is_refused_at_once(encoded: bytes) -> None:
    """Cut off, endless, nested without end, or with tags that nobody needs."""
    started = time.process_time()
    with pytest.raises(UploadRefusedError) as caught:
        read_node(encoded)
    assert caught.value.refusal is Refusal.UNREADABLE
    assert time.process_time() - started < 0.5


def test_children_are_counted() -> None:
    """A primitive element has none, and none has thousands."""
    for encoded in (crafted.octets(b""), crafted.sequence(*[crafted.NULL] * 300)):
        with pytest.raises(UploadRefusedError):
            read_node(encoded)[0].children()


@given(st.binary(max_size=200))
def test_noise_is_an_element_or_refused(content: bytes) -> None:
    """Whatever the bytes, all of them are accounted for."""
    try:
        node, rest = read_node(content)
    except UploadRefusedError:
        return
    assert node.encoded + rest == content


elements = st.recursive(
    st.binary(max_size=6).map(crafted.octets),
    lambda inside: (
        st.lists(inside, max_size=4).map(lambda parts: crafted.sequence(*parts))
        | st.lists(inside, max_size=4).map(lambda parts: crafted.indefinite(SEQUENCE, *parts))
    ),
    max_leaves=12,
)


@given(elements | st.binary(max_size=40), st.binary(max_size=3))
def test_tags_are_those_of_the_children(content: bytes, rest: bytes) -> None:
    """Whatever is inside: both are reported, or both are refused."""
    node = Node(SEQUENCE, content + rest, b"")
    assert _or_refused(node.tags) == _or_refused(lambda: tuple(child.tag for child in node.children()))


@given(elements | st.binary(max_size=40), st.binary(max_size=3))
def test_the_first_extent_is_that_of_the_first_element(content: bytes, rest: bytes) -> None:
    """Wherever there is a first element; an end mark belongs to it."""
    node = Node(SEQUENCE, content + rest, b"")
    try:
        first = node.first()
    except UploadRefusedError:
        return
    inside, after = node.first_extent()
    assert node.content[:after] == first.encoded
    assert node.content[inside:after] in {first.content, first.content + b"\0\0"}


def test_a_repr_shows_no_content() -> None:
    """It may be a key."""
    assert repr(Node(OCTET_STRING, b"hunter2", b"\x04\x07hunter2")) == "Node(tag=0x4, 9 bytes)"


def _or_refused(read: Callable[[], tuple[int, ...]]) -> object:
    try:
        return read()
    except UploadRefusedError as error:
        return error.refusal
