"""Chains: found by key and signature whatever the order, and refused where a link does not hold."""

from __future__ import annotations

import time
from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from certkeeper.domain.uploads.refusals import Refusal
from tests.unit.x509.pki import INTERMEDIATE, LEAF, NOW, ROOT, STRANGER, YEAR, Signed, sign
from tests.unit.x509.upload.uploading import codes, read, refused

if TYPE_CHECKING:
    from certkeeper.domain.uploads.upload import SoundUpload

DAY = YEAR / 365


def pems(*signed: Signed) -> str:
    """The chain that is served of these."""
    return "".join(one.pem for one in signed)


def upload(leaf: Signed, *others: Signed) -> SoundUpload:
    """Upload a leaf with its key and a heap."""
    return read(leaf.key_pem, leaf.pem + pems(*others))


def refusal(leaf: Signed, *others: Signed) -> tuple[Refusal, str]:
    """Why that is refused, and at which piece."""
    error = refused(leaf.key_pem, leaf.pem, pems(*others))
    return error.refusal, error.pointer


@pytest.mark.parametrize("heap", list(permutations([LEAF, INTERMEDIATE, ROOT])))
def test_any_order_leads_to_the_same_chain(heap: tuple[Signed, ...]) -> None:
    """The leaf is the certificate of the key; the root is kept apart and not served."""
    sound = read(LEAF.key_pem + pems(*heap))
    assert (sound.certificate_pem, sound.chain_pem, sound.root_pem) == (LEAF.pem, INTERMEDIATE.pem, ROOT.pem)
    assert ("reordered" in codes(sound)) is (heap != (LEAF, INTERMEDIATE, ROOT))


def test_what_the_chain_does_not_need_is_left_out_and_named() -> None:
    """Duplicates are taken once, strangers not at all."""
    sound = upload(LEAF, INTERMEDIATE, INTERMEDIATE, STRANGER)
    assert sound.chain_pem == INTERMEDIATE.pem
    assert codes(sound) >= {"duplicate_certificate", "unrelated_certificate"}


def test_a_self_signed_leaf_is_its_own_root() -> None:
    """Nothing is served beside it."""
    leaf = sign("shop.example.test")
    sound = upload(leaf)
    assert (sound.chain_pem, sound.root_pem) == ("", leaf.pem)


def test_the_issuers_name_is_not_enough() -> None:
    """An intermediate of the right name and another key is the wrong one."""
    namesake = sign("Test Intermediate", ROOT, ca=True)
    assert refusal(LEAF, namesake) == (Refusal.BROKEN_CHAIN, "/1")
    assert upload(LEAF, namesake, INTERMEDIATE).chain_pem == INTERMEDIATE.pem


def test_a_certificate_that_was_tampered_with_is_refused() -> None:
    """Its own signature, or its issuer's, does not hold."""
    leaf = sign("shop.example.test")
    tampered = bytearray(leaf.der)
    tampered[-1] ^= 1
    error = refused(leaf.key_pem, bytes(tampered))
    assert error.refusal is Refusal.BROKEN_CHAIN


def test_paths_in_date_come_before_short_ones() -> None:
    """A CA renews its certificate and keeps name and key; or another one signs it too."""
    key = ec.generate_private_key(ec.SECP256R1())
    old = sign("CA", ROOT, key=key, ca=True, since=NOW - YEAR, until=NOW - DAY)
    new = sign("CA", ROOT, key=key, ca=True, until=NOW + YEAR)
    leaf = sign("shop.example.test", new)
    assert upload(leaf, old, new, ROOT).chain_pem == new.pem
    crossed = sign("CA", INTERMEDIATE, key=key, ca=True, until=NOW + YEAR)
    assert upload(leaf, crossed, INTERMEDIATE, old, ROOT).chain_pem == pems(crossed, INTERMEDIATE)
    assert upload(leaf, crossed, INTERMEDIATE, new, ROOT).chain_pem == new.pem


def test_a_path_to_a_root_comes_before_one_that_ends_in_the_air() -> None:
    """Two CAs signed the issuer; the root of one is here."""
    key = ec.generate_private_key(ec.SECP256R1())
    elsewhere = sign("CA", sign("Root Elsewhere", ca=True), key=key, ca=True)
    here = sign("CA", INTERMEDIATE, key=key, ca=True)
    leaf = sign("shop.example.test", here)
    assert upload(leaf, elsewhere, here, INTERMEDIATE, ROOT).chain_pem == pems(here, INTERMEDIATE)


def test_certificates_that_signed_each_other_in_a_ring_end_somewhere() -> None:
    """Two CAs that certify each other, and no root."""
    one_key, other_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    one, other = sign("One", key=one_key, ca=True), sign("Other", key=other_key, ca=True)
    one_by_other, other_by_one = sign("One", other, key=one_key, ca=True), sign("Other", one, key=other_key, ca=True)
    again = sign("One", other, key=one_key, ca=True)
    leaf = sign("shop.example.test", one)
    sound = upload(leaf, one_by_other, other_by_one, again)
    assert sound.chain_pem in {pems(one_by_other, other_by_one), pems(again, other_by_one)}
    assert sound.root_pem == ""


def test_a_chain_of_ten_is_taken_and_of_eleven_is_not() -> None:
    """Real ones have four."""
    chain = [sign("CA 0", ca=True)]
    for place in range(1, 10):
        chain.insert(0, sign(f"CA {place}", chain[0], ca=True))
    assert upload(sign("shop.example.test", chain[1]), *chain[1:]).chain_pem == pems(*chain[1:-1])
    assert refusal(sign("shop.example.test", chain[0]), *chain)[0] is Refusal.CHAIN_TOO_LONG


def test_namesakes_that_all_might_have_signed_cost_a_bounded_number_of_trials() -> None:
    """Nineteen certificates of one name and nineteen keys: 361 pairs."""
    mesh = [sign("CA", sign("CA", ca=True), ca=True) for _ in range(19)]
    leaf = sign("shop.example.test", mesh[0])
    started = time.process_time()
    error = refused(leaf.key_pem, leaf.pem, pems(*mesh))
    assert error.refusal in {Refusal.TOO_MUCH_WORK, Refusal.BROKEN_CHAIN}
    assert time.process_time() - started < 1


def test_certificates_that_all_signed_each_other_cost_no_more() -> None:
    """Nineteen certificates of one name and one key: the number of all paths has seventeen digits."""
    key = ec.generate_private_key(ec.SECP256R1())
    mesh = [sign("CA", key=key, ca=True) for _ in range(19)]
    started = time.process_time()
    assert upload(sign("shop.example.test", mesh[0]), *mesh).root_pem
    assert time.process_time() - started < 1


def test_several_certificates_of_one_key_are_refused() -> None:
    """Which one is meant is for a person to say."""
    renewed = sign("shop.example.test", INTERMEDIATE, key=LEAF.key)
    assert refusal(LEAF, renewed, INTERMEDIATE) == (Refusal.SEVERAL_LEAVES, "/2")


def test_a_key_that_belongs_to_no_certificate_is_refused() -> None:
    """Also where it belongs to another one of the same name."""
    other = sign("shop.example.test", INTERMEDIATE)
    error = refused(LEAF.pem, INTERMEDIATE.pem, other.key_pem)
    assert (error.refusal, error.pointer) == (Refusal.KEY_MISMATCH, "/2")


def test_twenty_certificates_are_taken_and_more_are_not() -> None:
    """Duplicates do not count."""
    strangers = [sign(f"Stranger {place}", ca=True) for place in range(19)]
    assert "unrelated_certificate" in codes(upload(LEAF, *strangers, LEAF))
    assert refusal(LEAF, *strangers, STRANGER)[0] is Refusal.TOO_MANY_CERTIFICATES
