"""Uploads by the command line: PEM files, a PKCS#12 file, or pasted text, with a password or without."""

import io
import sys
from base64 import b64decode, b64encode
from pathlib import Path

import pytest

from tests.integration.cli.conftest import Certkeeper
from tests.integration.cli.documents import UPLOADED
from tests.integration.cli.fake_api import Call, FakeApi, Reply, problem

CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
KEY = "-----BEGIN EC PRIVATE KEY-----\nMIIB\n-----END EC PRIVATE KEY-----"
UPLOAD = ("upload", "--scope", "shop")
FILES = ("--certificate", "cert.pem", "--key", "key.pem")


@pytest.fixture(autouse=True)
def brought(api: FakeApi, api_url: str, tmp_path: Path) -> None:
    """Two files, and an API that takes them."""
    assert api_url
    api.always(Reply(201, UPLOADED))
    (tmp_path / "cert.pem").write_text(CERTIFICATE)
    (tmp_path / "key.pem").write_text(KEY)


def wants_a_password(call: Call) -> Reply:
    """As the API refuses an encrypted key that comes alone."""
    if "private_key_password" in call.document:
        return Reply(201, UPLOADED)
    errors = [{"pointer": "/private_key_password", "code": "password_missing", "detail": "the key is encrypted"}]
    return problem(422, "refused", "The request cannot be carried out", errors=errors)


def paste(monkeypatch: pytest.MonkeyPatch, text: bytes) -> None:
    """Standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))


def test_what_is_said_of_it_is_shown(certkeeper: Certkeeper) -> None:
    """Verdicts and warnings, in words."""
    out = certkeeper(*UPLOAD, *FILES).out
    assert "incomplete" in out
    assert "ACM takes no such key (key_type)" in out
    assert "an issuer is missing (chain_incomplete)" in out


def test_a_key_that_wants_a_password_gets_it(
    certkeeper: Certkeeper, api: FakeApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the environment, once the API has said so; it is nowhere in what is printed."""
    monkeypatch.setenv("CERTKEEPER_PASSWORD", "open sesame")
    api.answers = wants_a_password
    outcome = certkeeper(*UPLOAD, *FILES)
    assert outcome.status == 0
    assert ["private_key_password" in call.document for call in api.calls] == [False, True]
    assert api.calls[1].document["private_key_password"] == "open sesame"
    assert api.calls[0].headers["idempotency-key"] != api.calls[1].headers["idempotency-key"]
    assert "sesame" not in outcome.out + outcome.err


def test_a_password_that_nobody_can_be_asked_for(
    certkeeper: Certkeeper, api: FakeApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a terminal: exit 2, and how else to give it."""
    monkeypatch.setattr("certkeeper_cli.terminal.passwords.TERMINAL", Path("nowhere"))
    api.answers = wants_a_password
    outcome = certkeeper(*UPLOAD, *FILES)
    assert outcome.status == 2
    assert "--password-fd" in outcome.err


@pytest.mark.parametrize(
    "text",
    [
        f"{KEY}\n{CERTIFICATE}{CERTIFICATE}",
        f"Here it is:\r\n\r\n  {CERTIFICATE}\r\nand\r\n{KEY}".replace("\n", "\r\n"),
        f"\ufeff{CERTIFICATE}{KEY}",
        CERTIFICATE + KEY.replace("-----", "\u2014\u2014-"),
        f"{KEY}\n{KEY}\n{CERTIFICATE}",
    ],
)
def test_what_is_pasted_is_sent(
    certkeeper: Certkeeper, api: FakeApi, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    """Whatever stands in it and in whatever order: the API takes it apart, also a key that is there twice."""
    paste(monkeypatch, text.encode())
    assert certkeeper(*UPLOAD, "--paste").status == 0
    assert api.calls[0].document == {"form": "paste", "certificate": text}


def test_what_an_editor_saves_in_utf_16_is_sent_as_its_bytes(
    certkeeper: Certkeeper, api: FakeApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In base64, which the API decodes."""
    saved = f"{CERTIFICATE}{KEY}".encode("utf-16")
    paste(monkeypatch, saved)
    assert certkeeper(*UPLOAD, "--paste").status == 0
    assert b64decode(api.calls[0].document["certificate"]) == saved


def test_what_is_too_large_is_not_sent(certkeeper: Certkeeper, api: FakeApi, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 2, and how large it may be."""
    paste(monkeypatch, b"a" * (2 * 1024 * 1024 + 1))
    outcome = certkeeper(*UPLOAD, "--paste")
    assert outcome.status == 2
    assert "more than" in outcome.err
    assert api.calls == []


@pytest.mark.parametrize("name", ["download.zip", "secret.yaml", "all.pem"])
def test_one_file_may_have_all(certkeeper: Certkeeper, api: FakeApi, tmp_path: Path, name: str) -> None:
    """Without --key: whether the key is in it, the API says."""
    (tmp_path / name).write_bytes(b"PK\x03\x04")
    assert certkeeper(*UPLOAD, "--certificate", name).status == 0
    assert api.calls[0].document == {"form": "pem", "certificate": b64encode(b"PK\x03\x04").decode()}


def test_a_pasted_certificate_with_a_key_from_a_file(
    certkeeper: Certkeeper, api: FakeApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For those who never have the key on a clipboard."""
    paste(monkeypatch, CERTIFICATE.encode())
    assert certkeeper(*UPLOAD, "--paste", "--key", "key.pem").status == 0
    assert api.calls[0].document == {"form": "paste", "certificate": CERTIFICATE, "private_key": KEY}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "--certificate, mostly with --key, or --pfx, or --paste"),
        (("--pfx", "cert.pem", "--paste"), "nothing to upload"),
        (("--pfx", "cert.pem", "--key", "key.pem"), "other files"),
        (("--paste", "--intermediate", "cert.pem"), "other files"),
        ((*FILES, "--to", "front", "--name", "other"), "certkeeper update"),
        (("--certificate", "none.pem", "--key", "key.pem"), "none.pem cannot be read: No such file"),
        (("--certificate", ".", "--key", "key.pem"), "cannot be read: Is a directory"),
        (("--certificate", "/dev/zero", "--key", "key.pem"), "larger than"),
        ((*FILES, "--notice-days", "14;7"), "14,7,3,1"),
        ((*FILES, "--to", "front", "--confirm-loss", "names_lost"), "--compared-with"),
        ((*FILES, "--to", "front", "--compared-with", "3"), "--confirm-loss"),
        ((*FILES, "--confirm-loss", "names_lost", "--compared-with", "3"), "--to"),
        ((*FILES, "--to", "front", "--confirm-loss", "all", "--compared-with", "3"), "names_lost"),
    ],
)
def test_arguments_that_do_not_go_together(
    certkeeper: Certkeeper, api: FakeApi, arguments: tuple[str, ...], said: str
) -> None:
    """Exit 2, what is wrong, and nothing is sent."""
    outcome = certkeeper(*UPLOAD, *arguments)
    assert (outcome.status, outcome.out) == (2, "")
    assert said in outcome.err
    assert "Traceback" not in outcome.err
    assert api.calls == []


def test_text_that_is_no_text_goes_as_bytes(certkeeper: Certkeeper, api: FakeApi, tmp_path: Path) -> None:
    """The API reads what Windows saves; the command line only carries it."""
    content = CERTIFICATE.encode("utf-16")
    (tmp_path / "cert.pem").write_bytes(content)
    assert certkeeper(*UPLOAD, *FILES).status == 0
    assert api.calls[0].document["certificate"] == b64encode(content).decode()
