"""Bringing a certificate: files are recognised, warnings come first, keys and passwords are forgotten."""

from base64 import b64encode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat, pkcs12

from tests.integration.console.api_documents import (
    INTERMEDIATE,
    Document,
    certificate,
    identifier,
    in_full,
    leaf,
    taken_in,
    verdicts,
)
from tests.integration.console.browser import Guest
from tests.integration.console.scripted_api import Said, ScriptedApi

PATH = "/scopes/shop/certificates"
SIGNED = leaf("www.shop.example", "shop.example")
EXPIRED = leaf("old.shop.example", days=-3)
TAKEN = in_full(certificate(950, "www.shop.example"), verdicts=verdicts())
PASSWORD = "made up"


def pfx() -> bytes:
    """A PKCS#12 file."""
    key = BestAvailableEncryption(PASSWORD.encode())
    return pkcs12.serialize_key_and_certificates(
        b"shop", SIGNED.key, SIGNED.certificate, [INTERMEDIATE.certificate], key
    )


UNKNOWN = "not known to this page; it is read when it is saved"
CERTIFICATE_PEM = SIGNED.pem.encode()
FILES = (
    (b"", "an empty file"),
    (b"x" * 1_600_000, "too large"),
    (SIGNED.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x")), "encrypted"),
    (
        SIGNED.key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, BestAvailableEncryption(b"x")),
        "encrypted",
    ),
    (b"-----BEGIN EC PARAMETERS-----\nBggq\n-----END EC PARAMETERS-----\n" + SIGNED.key_pem.encode(), "a private key"),
    (SIGNED.key_der(), "a private key"),
    (SIGNED.der, "a certificate"),
    (b"PK\x03\x04 and so on", "a ZIP archive; it is read when it is saved"),
)
"""What may be chosen, and what is said of it."""
FOR_THE_API = {
    "a text": b"hello",
    "PEM in UTF-16": SIGNED.pem.encode("utf-16"),
    "PEM in UTF-16 without a mark": SIGNED.pem.encode("utf-16-be"),
    "a word processor's dashes": SIGNED.pem.replace("-", "\u2011").encode(),
    "line ends written out": SIGNED.pem.replace("\n", "\\n").replace("-----", "--").encode(),
    "base64 without its lines": b64encode(SIGNED.der),
    "PKCS#12 in BER": b"\x30\x80" * 40,
    "PKCS#7 between CERTIFICATE lines": b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
    "a block that is cut off": CERTIFICATE_PEM + b"-----BEGIN CERTIFICATE-----\nMIIB",
    "a block of no base64": b"-----BEGIN CERTIFICATE-----\n!!!!!\n-----END CERTIFICATE-----\n",
    "a request": b"-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n",
    "JKS": b"\xfe\xed\xfe\xed\x00\x00",
    "JCEKS": b"\xce\xce\xce\xce\x00\x00",
    "a Kubernetes Secret": b"kind: Secret\ndata:\n  tls.crt: TUlJQg==\n",
    "a length that is a lie": b"0\x84\xff\xff\xff\xff",
}
"""What the page does not know: the API is sent each as it is."""


@pytest.fixture
def taking(guest: Guest, api: ScriptedApi) -> Guest:
    """An API that takes every upload."""
    api.script("POST", PATH, Said(201, taken_in(TAKEN)))
    api.script("GET", f"{PATH}/{identifier(950)}", Said(200, TAKEN))
    return guest


def choose(guest: Guest, **files: bytes) -> None:
    """Choose files by the field."""
    payloads = [{"name": name.replace("_", "."), "mimeType": "", "buffer": content} for name, content in files.items()]
    guest.page.locator("main input[type=file]").set_input_files(payloads)  # type: ignore[arg-type]


def sent(api: ScriptedApi) -> Document:
    """The body of the one upload."""
    (call,) = api.asked("POST", PATH)
    return dict(call.body)


def test_files_find_their_places_by_what_stands_in_them(taking: Guest, api: ScriptedApi) -> None:
    """PEM and DER, whatever their names; then the certificate is shown with what was said of it."""
    taking.go("/add/pem")
    choose(taking, a_txt=SIGNED.key_pem.encode(), b_bin=INTERMEDIATE.der, c_crt=SIGNED.pem.encode())
    taking.page.locator("main .files li").nth(2).wait_for()
    listed = taking.page.locator("main .files li").all_inner_texts()
    assert ["a private key" in listed[0], "a CA's certificate" in listed[1], "a certificate" in listed[2]] == [True] * 3
    taking.reads("for www.shop.example and 1 more")
    assert taking.page.get_by_text("Before you save").count() == 0
    taking.press("Save certificate")
    taking.reads("Key, certificate and chain fit together")
    taking.reads("Some clients will refuse it")
    body = sent(api)
    assert body["form"] == "pem"
    assert body["certificate"] == SIGNED.pem
    assert body["private_key"] == SIGNED.key_pem
    assert len(body["intermediates"]) == 1


def test_one_file_may_hold_all(taking: Guest, api: ScriptedApi) -> None:
    """Key, chain and certificate, in any order."""
    taking.go("/add/pem")
    choose(taking, all_pem=(SIGNED.key_pem + INTERMEDIATE.pem + SIGNED.pem).encode())
    taking.reads("a CA's certificate")
    taking.press("Save certificate")
    taking.reads("Key, certificate and chain fit together")
    assert sent(api)["certificate"] == SIGNED.pem


def test_warnings_come_before_anything_is_saved(taking: Guest, api: ScriptedApi) -> None:
    """Expired, without its issuer, without a key, for another domain."""
    taking.go("/add/pem")
    taking.fill("Domain", "www.shop.example")
    choose(taking, old_pem=EXPIRED.pem.encode())
    taking.reads("It expired on")
    text = taking.page.locator("main .note.warn").inner_text()
    assert "issuer, Console Intermediate, is not among the files" in text
    assert "www.shop.example is not among its names" in text
    assert "There is no private key yet" in text
    taking.press("Save certificate")
    taking.reads("Add the private key's file")
    assert not api.asked("POST", PATH)


def test_each_file_is_recognised(taking: Guest) -> None:
    """By what stands in it, or left to the API; and can be taken away again."""
    taking.go("/add/pem")
    for content, words in FILES:
        choose(taking, file_any=content)
        taking.page.locator("main .files").get_by_text(words).wait_for()
        taking.press("Remove file.any")
        assert taking.page.locator("main .files li").count() == 0


def test_what_the_page_does_not_know_is_sent_and_the_apis_refusal_shown(guest: Guest, api: ScriptedApi) -> None:
    """As it is, in either form; with the key beside it where one is chosen."""
    reason = {"pointer": "/certificate", "code": "java_keystore", "detail": "the content is a Java key store"}
    refused = {"title": "The request cannot be carried out", "detail": "", "errors": [reason]}
    api.script("POST", PATH, Said(422, refused))
    guest.go("/add/pem")
    for place, content in enumerate(FOR_THE_API.values()):
        choose(guest, file_any=content)
        guest.page.locator("main .files").get_by_text(UNKNOWN).wait_for()
        guest.press("Save certificate")
        guest.reads("the content is a Java key store")
        assert len(api.asked("POST", PATH)) == place + 1
        body = api.asked("POST", PATH)[-1].body
        assert body == {"form": "pem", "certificate": b64encode(content).decode(), "intermediates": []}
        guest.press("Remove file.any")
    choose(guest, key_pem=SIGNED.key_pem.encode(), download_zip=b"PK\x03\x04")
    guest.page.locator("main .files li").nth(1).wait_for()
    guest.press("Save certificate")
    guest.reads("the content is a Java key store")
    assert api.asked("POST", PATH)[-1].body["private_key"] == SIGNED.key_pem


@pytest.mark.parametrize("content", [b"\x30\x80" * 40, b64encode(pfx())], ids=["BER", "base64"])
def test_any_file_is_sent_as_the_one_with_all(taking: Guest, api: ScriptedApi, content: bytes) -> None:
    """PKCS#12 in BER or as base64, or an archive: the API reads it."""
    taking.go("/add/pfx")
    choose(taking, shop_pfx=content)
    taking.page.locator("main .files li").wait_for()
    taking.press("Save certificate")
    taking.reads("Key, certificate and chain fit together")
    assert sent(api) == {"form": "pfx", "pfx": b64encode(content).decode(), "password": ""}


def test_files_can_be_dropped(taking: Guest) -> None:
    """From the desktop onto the field."""
    taking.go("/add/pem")
    drop = """([text]) => {
      const carried = new DataTransfer();
      carried.items.add(new File([text], "dropped.pem"));
      const drop = new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true });
      document.querySelector(".drop").dispatchEvent(drop);
    }"""
    taking.page.evaluate(drop, [SIGNED.pem])
    taking.page.locator("main .files").get_by_text("dropped.pem").wait_for()


def test_a_wrong_password_is_said_at_its_field(taking: Guest, api: ScriptedApi) -> None:
    """The file stays chosen; only the password is written again."""
    detail = "the content cannot be decrypted: the password is wrong, or the content is damaged"
    wrong = {"pointer": "/pfx", "code": "wrong_password_or_damaged", "detail": detail}
    api.script("POST", PATH, Said(422, {"title": "The request cannot be carried out", "detail": "", "errors": [wrong]}))
    taking.go("/add/pfx")
    choose(taking, shop_pfx=pfx())
    taking.page.locator("main .files").get_by_text("a PKCS#12 file").wait_for()
    taking.fill("Password of the file", "wrong")
    taking.press("Save certificate")
    taking.reads("the password is wrong")
    assert taking.field("Password of the file").get_attribute("aria-invalid") == "true"
    assert taking.page.locator("main .files li").count() == 1
    api.script("POST", PATH, Said(201, taken_in(TAKEN)))
    taking.fill("Password of the file", PASSWORD)
    taking.press("Save certificate")
    taking.reads("Key, certificate and chain fit together")
    assert api.asked("POST", PATH)[-1].body["password"] == PASSWORD


def test_what_is_there_already_is_linked(taking: Guest, api: ScriptedApi) -> None:
    """A duplicate, and a version that is kept and can be used again."""
    there = {"title": "It is there already", "detail": "Check it.", "certificate_id": identifier(500)}
    duplicate = {**there, "type": "urn:certkeeper:problem:duplicate"}
    kept = {**there, "type": "urn:certkeeper:problem:kept-version", "version": 1}
    taking.go("/add/pfx")
    choose(taking, shop_pfx=pfx())
    taking.page.locator("main .files").get_by_text("a PKCS#12 file").wait_for()
    for refused, words in ((duplicate, "Open it"), (kept, "Open it, to use version 1 again")):
        api.script("POST", PATH, Said(409, refused))
        taking.press("Save certificate")
        link = taking.page.locator("main .note.bad").get_by_role("link", name=words, exact=True)
        assert link.get_attribute("href") == f"#{PATH}/{identifier(500)}"


def test_keys_and_passwords_are_never_kept(taking: Guest, api: ScriptedApi) -> None:
    """Not in the fields, not in the page, not in any storage of the browser, not in its history."""
    taking.go("/add/paste")
    taking.fill("Certificate", f"Here it is:\r\n {SIGNED.pem}{INTERMEDIATE.pem}")
    taking.fill("Private key", SIGNED.key_pem)
    taking.fill("Password of the private key", PASSWORD)
    secrets = taking.page.locator("main [data-secret]").element_handles()
    taking.press("Save certificate")
    taking.reads("Key, certificate and chain fit together")
    assert sent(api)["private_key"] == SIGNED.key_pem
    assert len(secrets) == 3
    assert [one.evaluate("one => one.value") for one in secrets] == ["", "", ""]
    for storage in (
        "indexedDB.databases()",
        "caches.keys()",
        "Object.keys(localStorage)",
        "Object.keys(sessionStorage)",
    ):
        assert taking.page.evaluate(storage) == []
    for key_line in SIGNED.key_pem.splitlines()[1:-1]:
        assert key_line not in taking.page.content()
    taking.page.go_back()
    taking.field("Private key").wait_for()
    assert all(not one.input_value() for one in taking.page.locator("main [data-secret]").all())


def test_a_successor_keeps_the_certificate(guest: Guest, api: ScriptedApi, tmp_path: Path) -> None:
    """It goes to the certificate that is there; the form asks for no name."""
    path = f"{PATH}/{identifier(500)}"
    api.script("POST", f"{path}/versions", Said(201, taken_in(in_full(certificate(500, "shop front")))))
    guest.go(path)
    guest.page.get_by_role("link", name="Replace").click()
    guest.reads("Id, name and secret stay")
    both = tmp_path / "both.pem"
    both.write_text(SIGNED.pem + SIGNED.key_pem)
    guest.page.locator("main input[type=file]").set_input_files(both)
    guest.page.locator("main .files li").wait_for()
    guest.press("Save certificate")
    guest.reads("Key, certificate and chain fit together")
    (call,) = api.asked("POST", f"{path}/versions")
    assert set(call.body) == {"form", "certificate", "private_key", "intermediates"}
