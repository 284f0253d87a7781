"""Certificates come as people and programs mangle them; what can be understood is."""

from __future__ import annotations

import json
from base64 import b64encode, urlsafe_b64encode
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from certkeeper.domain.uploads.refusals import Refusal
from certkeeper.domain.uploads.upload import Piece
from tests.unit.x509.pki import INTERMEDIATE, LEAF, ROOT
from tests.unit.x509.upload.uploading import read, refusal, refused

if TYPE_CHECKING:
    from collections.abc import Callable

CHAIN = LEAF.pem + INTERMEDIATE.pem
ALL = CHAIN + LEAF.key_pem
PARAMETERS = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"


def one_line(pem: str) -> str:
    """PEM with its base64 in one line."""
    first, *body, last = pem.strip().split("\n")
    return f"{first}\n{''.join(body)}\n{last}\n"


MANGLED: dict[str, Callable[[str], str | bytes]] = {
    "as OpenSSL writes it": lambda text: text,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "a byte order mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "UTF-16 with a mark": lambda text: text.encode("utf-16"),
    "UTF-16, big end first, with a mark": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "UTF-16 without a mark": lambda text: text.encode("utf-16-le"),
    "UTF-16, big end first, without a mark": lambda text: text.encode("utf-16-be"),
    r"literal \n": lambda text: text.replace("\n", "\\n"),
    r"literal \r\n": lambda text: text.replace("\n", "\\r\\n"),
    "a JSON string": json.dumps,
    "spaces for line ends": lambda text: text.replace("\n", " "),
    "no line ends": lambda text: text.replace("\n", ""),
    "blank lines in blocks": lambda text: text.replace("\n", "\n\n"),
    "indented": lambda text: "".join(f"    {line}  \n" for line in text.split("\n")),
    "text around": lambda text: f"Certificate of the shop, n° 1:\n{text}\nKind regards",
    "text around, not in UTF-8": lambda text: "für den Laden\n".encode("latin-1") + text.encode(),
    "Bag Attributes": lambda text: text.replace(
        "-----BEGIN", "Bag Attributes\n    friendlyName: shop\nKey Attributes: <No Attributes>\n-----BEGIN"
    ),
    "headers in blocks": lambda text: text.replace("CERTIFICATE-----\nMI", "CERTIFICATE-----\nX-Owner: me\n\nMI"),
    "no line between blocks": lambda text: text.replace("-----\n-----", "----------"),
    "lost dashes": lambda text: text.replace("-----BEGIN", "---BEGIN"),
    "a word processor's dashes": lambda text: text.replace("-----", "——-"),
    "in Windows' own encoding, with its dashes": lambda text: text.replace("-----", "\u2013" * 3).encode("cp1252"),
    "direction marks at line ends": lambda text: text.replace("\n", "\u200e\n\u202a"),
    "quotes around": lambda text: f"“{text}”",
    "UTF-32 with a mark": lambda text: text.encode("utf-32"),
    "Unicode's line separators": lambda text: text.replace("\n", "\u2028"),
    "letters of full width": lambda text: text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)}),
    "a JSON string of .NET and PHP": lambda text: json.dumps(text).replace("+", "\\u002B").replace("/", "\\/"),
    "zero-width and hard spaces": lambda text: text.replace("\n", "\u200b\n\u00a0"),
    "old labels": lambda text: text.replace("CERTIFICATE-----", "X509 CERTIFICATE-----"),
    "base64 of the file": lambda text: b64encode(text.encode()),
    "a data URL": lambda text: b"data:application/x-pem-file;base64," + b64encode(text.encode()),
    "base64 as in URLs": lambda text: urlsafe_b64encode(text.encode()).rstrip(b"="),
    "a mail that is signed": lambda text: f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{text}",
    "a line that begins something": lambda text: f"--- BEGIN OF FILE ---\n{text}",
    "parameters of the curve": lambda text: (
        f"-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n{text}"
    ),
}


@pytest.mark.parametrize("mangle", MANGLED.values(), ids=MANGLED.keys())
def test_a_mangled_file_reads_like_the_plain_one(mangle: Callable[[str], str | bytes]) -> None:
    """Key and certificates in one file, whatever happened to the text on its way."""
    sound = read(mangle(ALL))
    assert (sound.certificate_pem, sound.chain_pem) == (LEAF.pem, INTERMEDIATE.pem)
    assert sound.private_key_pem == LEAF.key_pem


@pytest.mark.parametrize("mangle", [one_line, lambda text: text])
def test_one_long_line_of_base64_is_as_good_as_many(mangle: Callable[[str], str]) -> None:
    """RFC 7468 asks readers to take lines of any length."""
    assert read(mangle(LEAF.pem), mangle(LEAF.key_pem)).certificate_pem == LEAF.pem


@pytest.mark.parametrize(
    "pieces",
    [
        (LEAF.der, LEAF.key_pem),
        (b64encode(LEAF.der), LEAF.key_pem),
        (LEAF.der + b"\r\n", LEAF.key_pem),
        (LEAF.key_pem, LEAF.der),
        (LEAF.key_pem + LEAF.pem,),
        (LEAF.key_pem, LEAF.key_pem, LEAF.pem),
    ],
)
def test_der_and_any_order_are_fine(pieces: tuple[str | bytes, ...]) -> None:
    """What a piece holds is read from its content, not from the field that it came in."""
    assert read(*pieces).certificate_pem == LEAF.pem


@pytest.mark.parametrize("encoding", [Encoding.PEM, Encoding.DER])
def test_a_chain_comes_out_of_pkcs7(encoding: Encoding) -> None:
    """Windows and many CAs hand out .p7b."""
    bundle = pkcs7.serialize_certificates([ROOT.certificate, LEAF.certificate, INTERMEDIATE.certificate], encoding)
    sound = read(bundle, LEAF.key_pem)
    assert (sound.certificate_pem, sound.chain_pem, sound.root_pem) == (LEAF.pem, INTERMEDIATE.pem, ROOT.pem)


def test_netscapes_label_for_pkcs7_is_known() -> None:
    """Some CAs still write it."""
    bundle = pkcs7.serialize_certificates([LEAF.certificate], Encoding.PEM).decode()
    assert read(bundle.replace("PKCS7", "PKCS #7 SIGNED DATA"), LEAF.key_pem).certificate_pem == LEAF.pem


TRUNCATED = INTERMEDIATE.pem[: len(INTERMEDIATE.pem) // 2]
UNREADABLE = {
    "nothing": ("", Refusal.EMPTY),
    "blanks": (" \r\n\t", Refusal.EMPTY),
    "prose": ("the certificate is attached", Refusal.UNREADABLE),
    "noise": (bytes(range(128, 256)), Refusal.UNREADABLE),
    "DER of something else": (b"\x30\x82\x01\x00" + b"\x05\x00" * 128, Refusal.UNREADABLE),
    "DER cut off": (LEAF.der[:-1], Refusal.CUT_OFF),
    "DER with more behind it": (LEAF.der + LEAF.der, Refusal.PARTLY_READ),
    "a last certificate that is cut off": (LEAF.pem + TRUNCATED, Refusal.PARTLY_READ),
    "a first line without dashes": (LEAF.pem + INTERMEDIATE.pem.replace("-----BEGIN", "BEGIN"), Refusal.PARTLY_READ),
    "a last line that is missing": (
        LEAF.pem.replace("-----END CERTIFICATE-----", "") + INTERMEDIATE.pem,
        Refusal.PARTLY_READ,
    ),
    "a first line that is missing": (LEAF.pem.replace("-----BEGIN CERTIFICATE-----", ""), Refusal.PARTLY_READ),
    "another last line": (LEAF.pem.replace("END CERTIFICATE", "END PRIVATE KEY"), Refusal.PARTLY_READ),
    "letters that are no base64": (LEAF.pem.replace("w", "!"), Refusal.PARTLY_READ),
    "a block with nothing in it": ("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----", Refusal.PARTLY_READ),
    "a block cut short": (LEAF.pem.replace(LEAF.pem[100:140], ""), Refusal.PARTLY_READ),
    "base64 of base64 of base64 of it": (b64encode(b64encode(b64encode(LEAF.der))), Refusal.UNREADABLE),
    "a file that is too large": (LEAF.pem + " " * 512 * 1024, Refusal.FILE_TOO_LARGE),
    "base64 of a file that is too large": (b64encode(LEAF.der + b"\0" * 256 * 1024), Refusal.FILE_TOO_LARGE),
}


@pytest.mark.parametrize(("content", "reason"), UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_cannot_be_read_to_the_end_is_refused(content: str | bytes, reason: Refusal) -> None:
    """A chain that lost a certificate on its way must not pass for a short one; the field is named."""
    error = refused(LEAF.key_pem, content)
    assert (error.refusal, error.pointer) == (reason, "/1")


def test_the_number_of_files_certificates_and_names_is_bounded() -> None:
    """Each limit has a code of its own."""
    assert refusal(*[LEAF.pem] * 25) is Refusal.TOO_MANY_FILES
    assert refusal(*[LEAF.pem + " " * 250 * 1024] * 5) is Refusal.UPLOAD_TOO_LARGE
    assert refusal(LEAF.pem * 65) is Refusal.TOO_MANY_CERTIFICATES


def test_a_json_string_with_half_a_surrogate_pair_is_only_unreadable() -> None:
    """JSON may carry what UTF-8 may not."""
    assert refusal(Piece.of_text("", "\ud800").content) is Refusal.UNREADABLE
