"""Certificates that clients read and the library does not, and the readable copy that facts are read from."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import time
from base64 import encodebytes
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from hypothesis import given, settings
from hypothesis import strategies as st

from certkeeper.domain.uploads.parts import Part
from certkeeper.x509.facts import UnreadableCertificateError, facts_of
from certkeeper.x509.lenient.certificates import read
from certkeeper.x509.lenient.copying import copy_of
from certkeeper.x509.lenient.elements import UnreadablePartError
from certkeeper.x509.lenient.shell import UNREADABLE
from certkeeper.x509.upload.reading.certificate import subject_and_key_bits
from tests.unit.x509.lenient.kinds import LENIENT, REFUSED, Kind
from tests.unit.x509.odd import NAMES, Odd, attribute, dates, extension, name
from tests.unit.x509.pki import INTERMEDIATE, LEAF, NOW, ROOT
from tests.unit.x509.upload.crafted import octets, oid, sequence, tlv

if TYPE_CHECKING:
    from pathlib import Path

quiet = pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
"""The library warns of serials of 0 and the like, which are the file's."""


def is_read_by_the_library(encoded: bytes) -> bool:
    """Whether the library alone reads all facts."""
    try:
        facts_of(x509.load_der_x509_certificate(encoded))
    except (*UNREADABLE, UnreadableCertificateError):
        return False
    return True


@pytest.mark.parametrize("kind", LENIENT.values(), ids=LENIENT.keys())
def test_an_odd_certificate_is_read_and_its_oddities_are_named(kind: Kind) -> None:
    """The digests, the signed part and the signature are those of the bytes as they came."""
    encoded = kind.odd.der()
    assert not is_read_by_the_library(encoded)
    found = read(encoded)
    assert list(found.oddities) == list(kind.parts)
    assert found.facts.sha256 == hashlib.sha256(encoded).hexdigest()
    assert found.facts.sha1 == hashlib.sha1(encoded, usedforsecurity=False).hexdigest()
    assert found.tbs in encoded
    assert encoded.endswith(found.signature)
    assert found.facts.key_algorithm == "EC P-256"


@pytest.mark.parametrize(("odd", "part"), REFUSED.values(), ids=REFUSED.keys())
def test_what_no_client_takes_is_refused_with_the_part(odd: Odd, part: Part) -> None:
    """The person learns what to ask the CA for."""
    with pytest.raises(UnreadableCertificateError, match=part) as caught:
        read(odd.der())
    assert caught.value.part is part


@pytest.mark.parametrize(
    ("odd", "text"),
    [
        (LENIENT["* in PrintableString"].odd, "CN=*.example.test"),
        (LENIENT["Latin-1 in TeletexString"].odd, "O=Müller"),
        (LENIENT["Latin-1 in UTF8String"].odd, "O=Müller"),
        (LENIENT["a set in another order"].odd, "CN=a+CN=zz"),
        (LENIENT["a BIT STRING"].odd, "O=\\#0307004d756c6c6572"),
    ],
)
def test_an_odd_subject_is_shown_as_it_was_meant(odd: Odd, text: str) -> None:
    """In Unicode; what is no text at all is shown in hex, as RFC 4514 has it."""
    assert read(odd.der()).facts.subject == text


@pytest.mark.parametrize(
    ("odd", "since"),
    [
        (Odd(dates=dates(b"2605011030Z")), datetime(2026, 5, 1, 10, 30, tzinfo=UTC)),
        (Odd(dates=dates(b"260501103005+0230")), datetime(2026, 5, 1, 8, 0, 5, tzinfo=UTC)),
        (Odd(dates=dates(b"2605011030-0100")), datetime(2026, 5, 1, 11, 30, tzinfo=UTC)),
        (Odd(dates=dates(b"491231235900", b"20491231235959.25Z", 0x18)), datetime(2049, 12, 31, 23, 59, tzinfo=UTC)),
        (Odd(dates=dates(b"5001010000Z")), datetime(1950, 1, 1, tzinfo=UTC)),
    ],
)
def test_odd_dates_are_the_moments_that_they_mean(odd: Odd, since: datetime) -> None:
    """In UTC; fractions of seconds are cut off."""
    assert read(odd.der()).facts.not_before == since


def test_the_version_is_the_one_that_the_certificate_says() -> None:
    """ACM imports version 3 only, and the copy is always of version 1 or 3."""
    assert [read(LENIENT[kind].odd.der()).facts.x509_version for kind in ("version 1 written out", "version 2")] == [
        1,
        2,
    ]


def test_names_beside_one_that_cannot_be_read_are_kept() -> None:
    """Forms that no client asks for are not shown."""
    strange = (tlv(0xA3, sequence()), tlv(0x87, b"\x01"), tlv(0x81, b"m\xfc@example.test"), tlv(0x82, b"m\xfc.test"))
    names = sequence(tlv(0x82, b"shop.example.test"), *strange, tlv(0x87, b"\1\2\3\4"))
    found = read(Odd(extensions=[extension("551d11", names)]).der())
    assert found.facts.names == ("shop.example.test", "mü.test", "1.2.3.4")


def test_names_without_number_are_read() -> None:
    """One odd name among thousands does not make all of them unreadable."""
    many = [tlv(0x82, b"a%d.example.test" % number) for number in range(3000)]
    found = read(Odd(extensions=[extension("551d11", sequence(*many, tlv(0xA3, sequence())))]).der())
    assert len(found.facts.names) == 3000


def test_a_broken_extension_that_is_critical_stays_critical() -> None:
    """Clients refuse an unknown critical extension, so the copy must not look harmless."""
    found = read(Odd(extensions=[NAMES, extension("2b06010505070101", b"0", b"\x01\x01\xff")]).der())
    assert [(each.critical, type(each.value)) for each in found.certificate.extensions if each.critical] == [
        (True, x509.UnrecognizedExtension)
    ]


def test_an_odd_purpose_is_not_read_as_any_purpose() -> None:
    """An extended key usage that names nothing is for nothing, and none at all is for everything."""
    found = read(LENIENT["an extended key usage for nothing"].odd.der())
    (usage,) = (each.value for each in found.certificate.extensions if isinstance(each.value, x509.ExtendedKeyUsage))
    assert [purpose.dotted_string for purpose in usage] == ["2.999.0"]


SOUND = (ROOT.der, INTERMEDIATE.der, LEAF.der, Odd().der(), Odd(version=b"", extensions=()).der())
SEEDS = (*SOUND, *(kind.odd.der() for kind in LENIENT.values()))


@quiet
@settings(max_examples=300)
@given(st.data())
def test_a_changed_certificate_is_read_or_refused_and_its_copy_is_the_same_where_the_library_reads_it(
    data: st.DataObject,
) -> None:
    """Nothing but the one error comes out, and the copy of what the library reads is the same bytes."""
    changed = bytearray(data.draw(st.sampled_from(SEEDS)))
    for _ in range(data.draw(st.integers(0, 3))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    encoded = bytes(changed[: data.draw(st.just(len(changed)) | st.integers(0, len(changed)))])
    try:
        found = read(encoded)
    except UnreadableCertificateError:
        return
    assert found.facts.subject.isprintable()
    if is_read_by_the_library(encoded):
        assert copy_of(encoded).encoded == encoded
        assert not found.oddities


@quiet
@given(st.binary(max_size=300))
def test_any_bytes_are_copied_or_refused(content: bytes) -> None:
    """Alone, and as each part of a certificate."""
    for encoded in (content, Odd(subject=content).der(), Odd(extensions=[content]).der(), Odd(dates=content).der()):
        with suppress(UnreadablePartError):
            copy_of(encoded)


MAX_SECONDS = 1.0
"""Of CPU; a hundred times what it takes."""
LARGE = {
    "one long value": Odd(subject=name(attribute("55040a", 0x13, b"&" * 200_000))),
    "deep nesting": Odd(subject=name(sequence(oid("55040a"), b"0\x80" * 100_000))),
    "many attributes": Odd(subject=name(*[attribute("55040a", 0x13, b"&")] * 15_000)),
    "many names": Odd(extensions=[extension("551d11", sequence(*[tlv(0xA3, sequence())] * 60_000))]),
    "many extensions": Odd(extensions=[extension("2b06010505070101", b"0")] * 15_000),
    "one long extension": Odd(extensions=[extension("2b06010505070101", octets(b"0" * 200_000))]),
    "one long serial": Odd(serial=tlv(2, bytes(200_000) + b"\1")),
    "one long identifier": Odd(subject=name(attribute("55" * 100_000, 0x0C, b"x"))),
}


@pytest.mark.parametrize("odd", LARGE.values(), ids=LARGE.keys())
def test_large_parts_cost_little(odd: Odd) -> None:
    """A file has 256 KB at most; each part of it is passed over a few times, however it is made."""
    encoded = odd.der()
    started = time.process_time()
    with suppress(UnreadableCertificateError):
        read(encoded)
    subject_and_key_bits(encoded)
    assert time.process_time() - started < MAX_SECONDS


def test_somebody_else_takes_what_is_read_leniently() -> None:
    """OpenSSL or Java; the next two tests ask them."""
    assert all(kind.openssl or kind.java for kind in LENIENT.values())


@pytest.mark.skipif(shutil.which("openssl") is None, reason="the openssl program is not on PATH")
def test_openssl_verifies_what_the_table_says(tmp_path: Path) -> None:
    """By its library, at the tests' moment."""
    (tmp_path / "ca.pem").write_text(ROOT.pem + INTERMEDIATE.pem)
    files = {kind: f"{at}.der" for at, kind in enumerate(LENIENT)}
    for kind, file in files.items():
        (tmp_path / file).write_bytes(LENIENT[kind].odd.der())
    command = ["openssl", "verify", "-attime", str(int(NOW.timestamp())), "-trusted", "ca.pem", *files.values()]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False).stdout
    assert {kind for kind, file in files.items() if f"{file}: OK" in said.splitlines()} == {
        kind for kind in LENIENT if LENIENT[kind].openssl
    }


@pytest.mark.skipif(shutil.which("keytool") is None, reason="the keytool program is not on PATH")
def test_java_reads_what_the_table_says(tmp_path: Path) -> None:
    """All of them in one file, and so in one start of Java."""
    readable = [kind.odd.der() for kind in LENIENT.values() if kind.java]
    blocks = (b"-----BEGIN CERTIFICATE-----\n%b-----END CERTIFICATE-----\n" % encodebytes(each) for each in readable)
    (tmp_path / "all.pem").write_bytes(b"".join(blocks))
    command = ["keytool", "-printcert", "-file", "all.pem"]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout
    assert said.count(b"SHA256:") == len(readable)
