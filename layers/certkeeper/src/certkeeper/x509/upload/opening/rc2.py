"""RC2 with keys of which 40 or 64 bits count (RFC 2268), for decryption only: old Windows, OpenSSL and Java use it.

The library has RC2, but offers it with 128 bits only (ADR 108). CBC decrypts each block on its own, so all blocks are
decrypted at once: each of the four words of a block is a lane of 32 bits in one long number.
"""

from __future__ import annotations

_PI_TABLE = bytes.fromhex(
    "d978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2"
    "179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82"
    "54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626"
    "6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7"
    "08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ec"
    "c2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731"
    "2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a9"
    "0d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad"
)
"""The table of RFC 2268 section 2."""

_KEY_BYTES, _KEY_WORDS = 128, 64
"""The expanded key, in bytes and in words of 16 bits."""
_BLOCK_BYTES = 8
_ROTATIONS = (1, 2, 3, 5)
"""The bits by which each word is rotated in a mixing round (section 3.1)."""
_MIXING_ROUNDS = ("mixing",) * 5
_ROUNDS_BACKWARD = (*_MIXING_ROUNDS, "mashing", *_MIXING_ROUNDS, "mixing", "mashing", *_MIXING_ROUNDS)
"""The rounds of a decryption (section 4)."""


def rc2_cbc_decrypted(content: bytes, key: bytes, effective_bits: int, iv: bytes) -> bytes:
    """Decrypt a content of whole blocks of 8 bytes in CBC mode and return it, with its padding.

    `effective_bits` are those of the key that count (RFC 2268 section 2).
    """
    count = len(content) // _BLOCK_BYTES
    lanes = _Lanes(count)
    words = lanes.words_of(content)
    _decrypt(words, _expanded(key, effective_bits), lanes)
    plain = int.from_bytes(lanes.content_of(words), "big")
    previous = (iv + content)[: count * _BLOCK_BYTES]
    return (plain ^ int.from_bytes(previous, "big")).to_bytes(len(previous), "big")


class _Lanes:
    """The numbers with a lane of 32 bits for each of so many blocks; the lower 16 bits of a lane are its word."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.ones = int.from_bytes(b"\1\0\0\0" * count, "little")
        self.words = self.ones * 0xFFFF
        self.borrowed = self.ones << 17

    def words_of(self, content: bytes) -> list[int]:
        """Return four numbers: the first to the fourth word of all blocks (section 1.1: little-endian)."""
        words = []
        for place in range(0, _BLOCK_BYTES, 2):
            spread = bytearray(4 * self.count)
            spread[0::4], spread[1::4] = content[place::_BLOCK_BYTES], content[place + 1 :: _BLOCK_BYTES]
            words.append(int.from_bytes(spread, "little"))
        return words

    def content_of(self, words: list[int]) -> bytes:
        """Return the blocks that four such numbers are of."""
        content = bytearray(_BLOCK_BYTES * self.count)
        for place, word in enumerate(words):
            spread = word.to_bytes(4 * self.count, "little")
            content[2 * place :: _BLOCK_BYTES], content[2 * place + 1 :: _BLOCK_BYTES] = spread[0::4], spread[1::4]
        return bytes(content)

    def chosen(self, word: int, key: list[int]) -> int:
        """Return, for each block, the word of the key that the lower six bits of a word choose."""
        lanes = memoryview(word.to_bytes(4 * self.count, "little")).cast("I")
        table = [each.to_bytes(4, "little") for each in key]
        return int.from_bytes(b"".join([table[lane % _KEY_WORDS] for lane in lanes]), "little")


def _expanded(key: bytes, effective_bits: int) -> list[int]:
    """Expand the key to 64 words (section 2)."""
    expanded = bytearray(key)
    for place in range(len(key), _KEY_BYTES):
        expanded.append(_PI_TABLE[(expanded[place - 1] + expanded[place - len(key)]) % 256])
    size = (effective_bits + 7) // 8
    mask = 0xFF >> (8 * size - effective_bits)
    expanded[-size] = _PI_TABLE[expanded[-size] & mask]
    for place in range(_KEY_BYTES - 1 - size, -1, -1):
        expanded[place] = _PI_TABLE[expanded[place + 1] ^ expanded[place + size]]
    return [int.from_bytes(expanded[place : place + 2], "little") for place in range(0, _KEY_BYTES, 2)]


def _decrypt(words: list[int], key: list[int], lanes: _Lanes) -> None:
    """Decrypt all blocks in place: the four numbers of `_Lanes.words_of`."""
    next_key = _KEY_WORDS - 1
    for kind in _ROUNDS_BACKWARD:
        for place in (3, 2, 1, 0):
            before = words[place - 1]
            if kind == "mashing":
                taken = lanes.chosen(before, key)
                words[place] = (words[place] + lanes.borrowed - taken) & lanes.words
                continue
            word, bits = words[place], _ROTATIONS[place]
            word = ((word >> bits) | (word << (16 - bits))) & lanes.words
            taken = (before & words[place - 2]) + ((before ^ lanes.words) & words[place - 3])
            words[place] = (word + lanes.borrowed - taken - lanes.ones * key[next_key]) & lanes.words
            next_key -= 1
