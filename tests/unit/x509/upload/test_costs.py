"""The worst that stays within the bounds, or gets past the check from outside: seconds, and a code."""

from __future__ import annotations

import resource
import time
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.serialization import PrivateFormat, pkcs12

from certkeeper.domain.uploads import limits
from certkeeper.domain.uploads.refusals import Refusal
from certkeeper.x509.der import read_node
from tests.unit.x509.pki import LEAF, sign
from tests.unit.x509.upload import crafted
from tests.unit.x509.upload.hostile import TEXTS, all_rounds_file, huge_key, huge_key_file, locked_huge_key
from tests.unit.x509.upload.opening.test_passwords import UNKNOWN_CIPHER
from tests.unit.x509.upload.opening.test_pfx import PASSWORD
from tests.unit.x509.upload.uploading import read, refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_SECONDS = 5.0


@pytest.fixture(autouse=True)
def bounded() -> Iterator[None]:
    """No test here takes more CPU than an upload may, with what its children took."""
    before = cpu_seconds()
    yield
    assert cpu_seconds() - before < MAX_SECONDS


def cpu_seconds() -> float:
    """What this process and its children, which have ended, have used."""
    used = (resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def test_a_file_that_asks_for_all_that_is_allowed() -> None:
    """Three million rounds, of the slowest kind that the MAC may have."""
    packed = all_rounds_file()
    assert refusal(packed, password="wrong") is Refusal.WRONG_PASSWORD_OR_DAMAGED
    assert refusal(packed, password="") is Refusal.PASSWORD_MISSING


def test_a_huge_key_is_refused_by_its_size() -> None:
    """Plain or encrypted, before its primes are tested: that would take ten seconds."""
    assert refusal(LEAF.pem, huge_key()) is Refusal.RSA_TOO_LARGE
    assert refusal(LEAF.pem, locked_huge_key(), password="password") is Refusal.RSA_TOO_LARGE


def test_a_huge_key_in_pkcs12_is_refused_by_its_size() -> None:
    """As it is plain: Certkeeper takes it out of the file, and no prime is tested."""
    assert refusal(huge_key_file()) is Refusal.RSA_TOO_LARGE


def test_the_next_upload_is_served_as_if_nothing_had_been(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a child that was killed, in the same process."""

    def endless(*_: object) -> object:
        while True:
            pass

    monkeypatch.setattr(limits, "CHILD_CPU_SECONDS", 1)
    monkeypatch.setattr(pkcs12, "load_pkcs12", endless)
    assert refusal(UNKNOWN_CIPHER, password=PASSWORD) is Refusal.TOO_MUCH_WORK
    assert read(LEAF.pem, LEAF.key_pem).private_key_pem == LEAF.key_pem


def test_one_key_in_many_forms_is_loaded_twice_at_most() -> None:
    """Each loading of 4096 bits takes most of a second."""
    forms = [LEAF.key_der(PrivateFormat.PKCS8), LEAF.key_der(PrivateFormat.TraditionalOpenSSL)]
    assert read(LEAF.pem, *forms, *forms).private_key_pem == LEAF.key_pem
    with_attributes = crafted.sequence(read_node(forms[0])[0].content, crafted.tlv(0xA0))
    assert refusal(LEAF.pem, *forms, with_attributes) is Refusal.SEVERAL_KEYS


def test_certificates_full_of_names_cost_little() -> None:
    """A megabyte of them, none of which the chain needs."""
    crowds = [sign(f"crowd {n}", names=[f"host-{place}.example.test" for place in range(4000)]) for n in range(9)]
    assert read(LEAF.pem, LEAF.key_pem, *(crowd.der for crowd in crowds)).certificate_pem == LEAF.pem


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text[:20])
def test_texts_that_make_patterns_stumble_cost_little(text: str) -> None:
    """Half a megabyte, read in one pass."""
    started = time.process_time()
    assert refusal(text) in {Refusal.PARTLY_READ, Refusal.UNREADABLE, Refusal.TOO_MANY_CERTIFICATES, Refusal.EMPTY}
    assert time.process_time() - started < MAX_SECONDS
