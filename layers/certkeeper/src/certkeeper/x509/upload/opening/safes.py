"""The keys and certificates of a PKCS#12 file and of encrypted PKCS#8, as the bytes that they are (ADR 108).

Certkeeper reads the structure itself, so that a key or certificate is judged as if it had come plain: the library hands
out a key in another form, and refuses a whole file for one certificate or attribute that it does not read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from certkeeper.domain.uploads.limits import MAX_CERTIFICATES
from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.x509.der import INTEGER, OCTET_STRING, SEQUENCE, der, in_der, read_node
from certkeeper.x509.upload.opening.ciphers import LeftToLibraryError, NotDecryptedError
from certkeeper.x509.upload.opening.pfx_inspection import Bag, Locked

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from certkeeper.x509.derivations import Password
    from certkeeper.x509.pkcs12_mac import Mac
    from certkeeper.x509.upload.opening.derivation_cost import DerivationCost
    from certkeeper.x509.upload.opening.pfx_inspection import PfxOutline

MAX_INTERPRETED_ROUNDS = 500_000
"""The most rounds that are left to Python, a third of a second. The library needs a fifth of the time."""


class Entry(NamedTuple):
    """A key (PKCS#8) or a certificate as it is in the file, and its friendly name, which may be empty."""

    is_key: bool
    encoded: bytes
    name: str

    def __repr__(self) -> str:
        """Return a text without the content, which may be a key: a repr ends up in logs."""
        return f"Entry({len(self.encoded)} bytes)"


def entries_of(outline: PfxOutline, forms: Sequence[Password]) -> tuple[Entry, ...]:
    """Return all keys and certificates of a file, each once; certificates that name a key come first.

    `outline` is the file, and more is added to it; `forms` are those of the password. Raises UploadRefusedError: if the
    password is wrong, if there is too much, or if something is in the way that the library may know.
    """
    if outline.mac:
        forms = forms_that_fit(outline.mac, outline.authenticated, forms, outline.cost)
    check_interpreted(outline.interpreted_rounds)
    was_proved = outline.mac is not None
    for safe in outline.safes:
        reason = Refusal.CONTENT_UNREADABLE if was_proved else Refusal.WRONG_PASSWORD_OR_DAMAGED
        content, forms = _decrypted(safe, forms, outline.cost, _is_safe, reason)
        outline.add_bags(content, is_decrypted=True)
        was_proved = True
    check_interpreted(outline.interpreted_rounds)
    found: dict[bytes, Entry] = {}
    for bag in sorted(outline.bags, key=lambda bag: not bag.has_key_id):
        reason = Refusal.KEY_NOT_DECRYPTED if was_proved else Refusal.WRONG_PASSWORD_OR_DAMAGED
        entry = _entry(bag, forms, outline.cost, reason)
        found.setdefault(entry.encoded, entry)
    if sum(not entry.is_key for entry in found.values()) > MAX_CERTIFICATES:
        raise UploadRefusedError(Refusal.TOO_MANY_CERTIFICATES)
    return tuple(found.values())


def forms_that_fit(
    mac: Mac, authenticated: bytes, forms: Sequence[Password], cost: DerivationCost
) -> Sequence[Password]:
    """Return the forms of the password, those first under which the MAC of the authenticated bytes holds.

    `cost` counts the tries. Raises UploadRefusedError if it holds under none: the MAC decides about the password.
    """
    by_secret: dict[bytes, list[Password]] = {}
    for form in forms:
        by_secret.setdefault(mac.secret_of(form), []).append(form)
    for number, fitting in enumerate(by_secret.values()):
        if number and not cost.allows_retry(mac.derivation):
            break
        if mac.holds(authenticated, fitting[0]):
            return [*fitting, *(form for form in forms if form not in fitting)]
    raise UploadRefusedError(Refusal.WRONG_PASSWORD_OR_DAMAGED)


def opened_key(locked: Locked, forms: Sequence[Password], cost: DerivationCost, reason: Refusal) -> bytes:
    """Return an encrypted key (`locked`) as PKCS#8 in DER, under one of the forms of a password.

    `cost` counts the tries. Raises UploadRefusedError with the reason if it cannot be decrypted.
    """
    return _key_in_der(_decrypted(locked, forms, cost, is_key, reason)[0])


def check_interpreted(rounds: int) -> None:
    """Return if Python is fast enough for so many rounds; raise LeftToLibraryError if it is not."""
    if rounds > MAX_INTERPRETED_ROUNDS:
        raise LeftToLibraryError(Refusal.WRONG_PASSWORD_OR_DAMAGED)


def _entry(bag: Bag, forms: Sequence[Password], cost: DerivationCost, reason: Refusal) -> Entry:
    if isinstance(bag.content, Locked):
        return Entry(bag.is_key, opened_key(bag.content, forms, cost, reason), bag.name)
    return Entry(bag.is_key, _key_in_der(bag.content) if bag.is_key else bag.content, bag.name)


def _decrypted(
    locked: Locked,
    forms: Sequence[Password],
    cost: DerivationCost,
    is_right: Callable[[bytes], bool],
    reason: Refusal,
) -> tuple[bytes, Sequence[Password]]:
    """Return the content under the first form that decrypts it to what is expected, and all forms, that one first."""
    for number, form in enumerate(forms):
        if number and not cost.allows_retry(locked.scheme.derivation):
            break
        try:
            content = locked.scheme.decrypted(locked.content, form)
        except NotDecryptedError:
            continue
        if is_right(content):
            return content, [form, *(other for other in forms if other is not form)]
    raise UploadRefusedError(reason)


def _is_safe(content: bytes) -> bool:
    """Whether a content begins as SafeContents do: a wrong password may leave a padding that fits, once in 256."""
    return _begins(content, {SEQUENCE})


def is_key(content: bytes) -> bool:
    """Return whether a content begins as keys do, in each of their forms: with a version."""
    return _begins(content, {INTEGER})


def _begins(content: bytes, tags: set[int]) -> bool:
    """Whether a content is a SEQUENCE that is empty or begins with one of these tags."""
    try:
        node = read_node(content)[0]
        return node.tag == SEQUENCE and (not node.content or node.first().tag in tags)
    except UploadRefusedError:
        return False


def _key_in_der(encoded: bytes) -> bytes:
    """Return a key in PKCS#8 with the lengths of DER, also inside: libraries read no other.

    What is none stays as it is, and is refused where plain keys are.
    """
    try:
        parts = [in_der(part) for part in read_node(encoded)[0].children()]
        inside = read_node(parts[2])[0].octets()
        if inside[:1] == bytes([SEQUENCE]):
            parts[2] = der(OCTET_STRING, in_der(read_node(inside)[0]))
        return der(SEQUENCE, b"".join(parts))
    except (UploadRefusedError, IndexError):
        return encoded
