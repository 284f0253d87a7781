"""A ZIP archive of certificate files is read as its files are, within bounds, and no name in it is a path."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING
from zipfile import ZIP_BZIP2, ZIP_LZMA, ZIP_STORED

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, pkcs7, pkcs12

from certkeeper.domain.uploads import limits
from certkeeper.domain.uploads.refusals import Refusal
from tests.unit.x509.pki import INTERMEDIATE, LEAF, ROOT
from tests.unit.x509.upload.containers.archives import with_declared_size, with_flag, zipped
from tests.unit.x509.upload.uploading import codes, read, refusal, refused

if TYPE_CHECKING:
    from pathlib import Path

P7B = pkcs7.serialize_certificates([LEAF.certificate, INTERMEDIATE.certificate, ROOT.certificate], Encoding.PEM)
PFX = pkcs12.serialize_key_and_certificates(
    b"", LEAF.key, LEAF.certificate, [INTERMEDIATE.certificate], BestAvailableEncryption(b"of the provider")
)
REQUEST = (
    x509.CertificateSigningRequestBuilder()
    .subject_name(LEAF.certificate.subject)
    .sign(LEAF.key, hashes.SHA256())
    .public_bytes(Encoding.PEM)
)
DOWNLOADS: dict[str, dict[str, str | bytes]] = {
    "GoDaddy": {"0f1e2d3c.crt": LEAF.pem, "0f1e2d3c.pem": LEAF.pem, "gd_bundle-g2-g1.crt": INTERMEDIATE.pem + ROOT.pem},
    "Sectigo": {
        "www_shop.ca-bundle": INTERMEDIATE.pem + ROOT.pem,
        "www_shop.crt": LEAF.pem.replace("\n", "\r\n"),
        "www_shop.p7b": P7B,
    },
    "a folder for each kind of server": {
        "shop/": b"",
        "shop/Nginx/shop_bundle.crt": LEAF.pem + INTERMEDIATE.pem,
        "shop/IIS/shop.cer": LEAF.der,
        "shop/Tomcat/shop.jks": b"\xfe\xed\xfe\xed" + bytes(40),
        "shop/readme.txt": "Paste from -----BEGIN CERTIFICATE----- to the end.",
        "shop/shop.csr": REQUEST,
    },
    "zipped on a Mac": {
        "shop.crt": LEAF.pem,
        "chain.crt": INTERMEDIATE.der,
        "__MACOSX/._shop.crt": b"\0\5\x16\7 not a certificate",
        ".DS_Store": b"\0\0\0\1Bud1",
    },
    "names that want to be paths": {"../../etc/cron.d/shop.crt": LEAF.pem, "C:\\chain.crt": INTERMEDIATE.pem},
    "with guidelines as large as a PDF is": {
        "shop.crt": LEAF.pem + INTERMEDIATE.pem,
        "Guide.pdf": b"%PDF" + bytes(limits.MAX_FILE_BYTES + 9),
    },
}


@pytest.mark.parametrize("files", DOWNLOADS.values(), ids=DOWNLOADS.keys())
def test_what_a_ca_hands_out_is_read_with_the_key_beside_it(files: dict[str, str | bytes]) -> None:
    """As bytes, and as the base64 that a request carries."""
    archive = zipped(files)
    for sent in (archive, b64encode(archive)):
        sound = read(sent, LEAF.key_pem)
        assert (sound.certificate_pem, sound.chain_pem) == (LEAF.pem, INTERMEDIATE.pem)


def test_an_archive_may_hold_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Certificate, chain and key, stored or deflated; nothing is written to the disk."""
    monkeypatch.chdir(tmp_path)
    files: dict[str, str | bytes] = {
        "../certificate.crt": LEAF.pem,
        "ca_bundle.crt": INTERMEDIATE.pem,
        "private.key": LEAF.key_pem,
    }
    for archive in (zipped(files), zipped(files, ZIP_STORED)):
        assert read(archive).private_key_pem == LEAF.key_pem
    in_windows_text: dict[str, str | bytes] = {
        "generated-private-key.txt": LEAF.key_pem.encode("utf-16"),
        "shop.crt": LEAF.pem,
    }
    assert read(zipped(in_windows_text)).private_key_pem == LEAF.key_pem
    assert not list(tmp_path.parent.rglob("certificate.crt"))


def test_what_is_left_out_is_said() -> None:
    """A read-me and a key store are; an operating system's own files are not worth a word."""
    plain: dict[str, str | bytes] = {"a.crt": LEAF.pem, "a.key": LEAF.key_pem}
    assert "files_left_out" not in codes(read(zipped({**plain, "__MACOSX/._a.crt": b"x", "Thumbs.db": b"x"})))
    others: list[dict[str, str | bytes]] = [
        {"LIESMICH.txt": "Vielen Dank!"},
        {"a.jks": b"\xce\xce\xce\xce" + bytes(30)},
        {"b.zip": zipped({})},
    ]
    for other in others:
        assert "files_left_out" in codes(read(zipped({**plain, **other})))


def test_an_encrypted_form_is_opened_only_where_the_key_is_missing() -> None:
    """Providers add a PKCS#12 file with a password of its own, which nobody gives where the key is there in plain."""
    plain: dict[str, str | bytes] = {"a.pfx": PFX, "nginx/a.crt": LEAF.pem, "nginx/a.key": LEAF.key_pem}
    assert "files_left_out" in codes(read(zipped(plain)))
    assert "files_left_out" in codes(read(zipped({"a.pfx": PFX, "a.crt": LEAF.pem}), LEAF.key_pem))
    assert read(zipped({"a.pfx": PFX, "pass.txt": "of the provider"}), password="of the provider").certificate_pem
    twice: dict[str, str | bytes] = {"iis/a.pfx": PFX, "tomcat/b.pfx": PFX}
    assert read(zipped(twice), password="of the provider").chain_pem == INTERMEDIATE.pem
    unprotected = pkcs12.serialize_key_and_certificates(b"", LEAF.key, LEAF.certificate, None, NoEncryption())
    assert read(zipped({"a.p12": unprotected})).private_key_pem == LEAF.key_pem


FILES = {"a.crt": LEAF.pem, "a.key": LEAF.key_pem}
WHOLE = zipped(FILES)
BAD: dict[str, tuple[bytes, Refusal]] = {
    "encrypted": (with_flag(WHOLE, 1), Refusal.ARCHIVE_ENCRYPTED),
    "cut off": (WHOLE[:-30], Refusal.ARCHIVE_UNREADABLE),
    "damaged inside": (WHOLE.replace(b"a.crt", b"b.crt", 1), Refusal.ARCHIVE_UNREADABLE),
    "bzip2 inside": (zipped(FILES, ZIP_BZIP2), Refusal.ARCHIVE_UNREADABLE),
    "LZMA inside": (zipped(FILES, ZIP_LZMA), Refusal.ARCHIVE_UNREADABLE),
    "no files": (zipped({}), Refusal.CERTIFICATE_MISSING),
    "only texts": (zipped({"readme.txt": "Dear customer"}), Refusal.CERTIFICATE_MISSING),
    "only an archive": (zipped({"inner.zip": WHOLE}), Refusal.ARCHIVE_NESTED),
    "only a key store": (zipped({"a.jks": b"\xfe\xed\xfe\xed" + bytes(30)}), Refusal.JAVA_KEYSTORE),
    "a certificate that is cut off": (
        zipped({**FILES, "chain.crt": INTERMEDIATE.pem[:-40]}),
        Refusal.PARTLY_READ,
    ),
    "too many files": (
        zipped({f"{number}.txt": "x" for number in range(limits.MAX_ARCHIVE_FILES + 1)}),
        Refusal.ARCHIVE_TOO_LARGE,
    ),
    "a bomb of one file": (zipped({"a.crt": bytes(20_000_000)}), Refusal.FILE_TOO_LARGE),
    "a bomb of many files": (zipped({f"{n}.bin": bytes(1_000_000) for n in range(20)}), Refusal.ARCHIVE_TOO_LARGE),
    "a size that is a lie": (
        with_declared_size(zipped({"a.crt": bytes(5_000_000)}), 10),
        Refusal.ARCHIVE_UNREADABLE,
    ),
    "7z": (b"7z\xbc\xaf\x27\x1c" + bytes(60), Refusal.ARCHIVE_KIND),
    "RAR": (b"Rar!\x1a\x07\x01\x00" + bytes(60), Refusal.ARCHIVE_KIND),
    "tar": (b"a.crt".ljust(257, b"\0") + b"ustar\x0000" + bytes(300), Refusal.ARCHIVE_KIND),
    "tar.gz": (b"\x1f\x8b\x08" + bytes(60), Refusal.ARCHIVE_KIND),
}


@pytest.mark.parametrize(("archive", "expected"), BAD.values(), ids=BAD.keys())
def test_what_cannot_be_read_is_named(archive: bytes, expected: Refusal) -> None:
    """And it is named at the field that it came in, unless it is about the upload."""
    error = refused(b64encode(archive))
    assert error.refusal is expected
    assert error.pointer in {"/0", ""}


def test_other_archives_hold_nothing_that_is_shown() -> None:
    """No name of an entry and nothing of its content is in a refusal."""
    error = refused(zipped({"canary-name.crt": "canary-content"}))
    assert error.refusal is Refusal.UNREADABLE
    assert "canary" not in f"{error!r}{error}{error.violations}"


def test_files_of_an_archive_count_as_certificates_do() -> None:
    """Twenty-one certificates are too many, in whatever they came."""
    many = {f"{n}.crt": INTERMEDIATE.pem for n in range(30)}
    assert read(zipped({**many, **FILES})).certificate_pem == LEAF.pem
    assert refusal(zipped({"a.crt": LEAF.pem})) is Refusal.KEY_MISSING
