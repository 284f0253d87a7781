"""Ways in which a file goes wrong: by accident, or on purpose."""

from __future__ import annotations

from base64 import encodebytes
from itertools import starmap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    from tools.fuzz.seeds import Seed

    Mutation = Callable[[Random, bytes], bytes]

_TOKENS = (
    b"-----BEGIN CERTIFICATE-----\n",
    b"-----END CERTIFICATE-----\n",
    b"-----BEGIN ENCRYPTED PRIVATE KEY-----\n",
    b"Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n",
    b"\\n",
    b"\xff\xfe",
    b"\0",
    b"\x30\x80",
    b"\x30\x84\xff\xff\xff\xff",
    b"\x02\x04\x7f\xff\xff\xff",
    b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0d",
    b"\x1f\xff\xff\xff\xff\x7f",
    b"\x24\x80\x04\x01\x00\x00\x00",
)
"""What readers search for."""
_LONGEST = 64
_OFTEN, _SELDOM = 0.8, 0.1


def mutated(random: Random, seeds: Sequence[Seed]) -> bytes:
    """Return one of the seeds with an element of it changed inside, seldom with the text around it changed, too.

    What is changed outside of its elements is mostly refused before it is read. `random` decides.
    """
    seed = random.choice(seeds)
    elements = list(seed.elements)
    place = random.randrange(len(elements))
    label, encoded = elements[place]
    elements[place] = (label, _changed_inside(random, encoded))
    if random.random() < _SELDOM:
        elements.append(random.choice(random.choice(seeds).elements))
    content = b"".join(starmap(_armoured, elements)) + seed.text
    if len(elements) == 1 and random.random() < _OFTEN:
        content = elements[0][1]
    return _changed(random, content, _MUTATIONS) if random.random() < _SELDOM else content


def _changed_inside(random: Random, encoded: bytes) -> bytes:
    """Mostly without changing lengths; where they change, mostly with an outer length that fits again."""
    if random.random() < _OFTEN:
        return _changed(random, encoded, _KEEPING_LENGTH)
    changed = _changed(random, encoded, _MUTATIONS)
    fits = len(changed) > 4 and changed[:2] == b"\x30\x82" and random.random() < _OFTEN
    return changed[:2] + (len(changed) - 4).to_bytes(2, "big") + changed[4:] if fits else changed


def _changed(random: Random, content: bytes, mutations: Sequence[Mutation]) -> bytes:
    for _ in range(random.randint(1, 4)):
        content = random.choice(mutations)(random, content)
    return content


def _armoured(label: str, encoded: bytes) -> bytes:
    return b"-----BEGIN %b-----\n%b-----END %b-----\n" % (label.encode(), encodebytes(encoded), label.encode())


def _flip(random: Random, content: bytes) -> bytes:
    changed = bytearray(content or b"\0")
    changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _replace(random: Random, content: bytes) -> bytes:
    changed = bytearray(content or b"\0")
    changed[random.randrange(len(changed))] = random.choice((0, 1, 0x30, 0x7F, 0x80, 0x84, 0xFF, random.randrange(256)))
    return bytes(changed)


def _cut(random: Random, content: bytes) -> bytes:
    start = random.randint(0, len(content))
    return content[:start] + content[start + random.randint(1, _LONGEST) :]


def _truncate(random: Random, content: bytes) -> bytes:
    return content[: random.randint(0, len(content))]


def _repeat(random: Random, content: bytes) -> bytes:
    start = random.randint(0, len(content))
    part = content[start : start + random.randint(1, _LONGEST)]
    return content[:start] + part * random.randint(2, 20) + content[start:]


def _insert(random: Random, content: bytes) -> bytes:
    start = random.randint(0, len(content))
    return content[:start] + random.choice(_TOKENS) + content[start:]


def _overwrite(random: Random, content: bytes) -> bytes:
    start = random.randint(0, len(content))
    token = random.choice(_TOKENS)
    return content[:start] + token + content[start + len(token) :]


_KEEPING_LENGTH: tuple[Mutation, ...] = (_flip, _replace, _overwrite)
_MUTATIONS: tuple[Mutation, ...] = (*_KEEPING_LENGTH, _cut, _truncate, _repeat, _insert)
