"""Refusals in the words of the command line: options, files and commands as they were given, and nothing twice."""

import io
import sys
from pathlib import Path

import pytest

from tests.integration.cli.conftest import Certkeeper
from tests.integration.cli.documents import ORDER_ID
from tests.integration.cli.fake_api import FakeApi, problem

PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
KEY = "-----BEGIN EC PRIVATE KEY-----\nMIIB\n-----END EC PRIVATE KEY-----\n"
POLICY = "www2.blocked.test is a forbidden domain"


def refuse(api: FakeApi, *reasons: tuple[str, str]) -> None:
    """Have the API refuse with these reasons: a pointer and a text each."""
    errors = [{"pointer": pointer, "code": "wrong", "detail": detail} for pointer, detail in reasons]
    api.always(problem(422, "refused", "The request cannot be carried out", errors=errors))


@pytest.fixture(autouse=True)
def files(api_url: str, tmp_path: Path) -> None:
    """A certificate, two issuers and a key, in the current folder."""
    assert api_url
    for name in ("cert.pem", "one.pem", "two.pem", "key.pem"):
        (tmp_path / name).write_text(KEY if name == "key.pem" else PEM)


def test_a_file_is_named_as_it_was_given(certkeeper: Certkeeper, api: FakeApi) -> None:
    """By its option, and of several the one that is meant."""
    refuse(api, ("/private_key", "it is another certificate's"), ("/intermediates/1", "it is expired"))
    chain = ("--intermediate", "one.pem", "--intermediate", "two.pem")
    err = certkeeper("upload", "--scope", "shop", "--certificate", "cert.pem", "--key", "key.pem", *chain).err
    assert "  --key key.pem: it is another certificate's (wrong)\n" in err
    assert "  --intermediate two.pem: it is expired (wrong)\n" in err
    assert "/private_key" not in err


def test_what_was_pasted_is_called_so(certkeeper: Certkeeper, api: FakeApi, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no file to name."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO((PEM + KEY).encode())))
    refuse(api, ("/certificate", "it cannot be read"))
    assert "  the pasted text: it cannot be read (wrong)\n" in certkeeper("upload", "--scope", "shop", "--paste").err


def test_a_name_is_said_once(certkeeper: Certkeeper, api: FakeApi) -> None:
    """It stands before its reason, unless the reason begins with it."""
    refuse(api, ("/names/0", "the name is outside the scope"), ("/names/1", POLICY), ("/notice_days/0", "too many"))
    err = certkeeper("order", "--scope", "shop", "www.shop.example", "www2.blocked.test").err
    assert "  www.shop.example: the name is outside the scope (wrong)\n" in err
    assert f"  {POLICY} (wrong)\n" in err
    assert "  --notice-days: too many (wrong)\n" in err


def test_the_steps_that_are_possible_are_commands(certkeeper: Certkeeper, api: FakeApi) -> None:
    """Ready to paste, and said once."""
    detail = "issue is not possible now: the names are not verified yet"
    api.always(problem(409, "out-of-order", "Not possible now", detail=detail, allowed=["verify", "cancel"]))
    err = certkeeper("issue", "--scope", "shop", ORDER_ID).err
    verify, cancel = (f"`certkeeper {step} --scope shop {ORDER_ID}`" for step in ("verify", "cancel"))
    assert err.splitlines()[1:] == [f"  {detail}", f"  next: run {verify} or {cancel}"]


@pytest.mark.parametrize("command", [("list",), ("orders",), ("order", "www.shop.example")])
def test_a_scope_that_is_not_there_leads_to_the_scopes(
    certkeeper: Certkeeper, api: FakeApi, command: tuple[str, ...]
) -> None:
    """By its name, and without the API's route."""
    api.always(problem(404, "not-found", "Not found", detail="there is no such scope; PUT /scopes/{scope} defines it"))
    err = certkeeper(*command, "--scope", "shpo").err
    assert err.startswith("certkeeper: there is no scope shpo; ")
    assert "`certkeeper scopes list`" in err
    assert "/scopes" not in err


def test_a_certificate_that_is_not_there_is_no_missing_scope(certkeeper: Certkeeper, api: FakeApi) -> None:
    """Its id was given."""
    api.always(problem(404, "not-found", "Not found", detail="there is no such certificate in this scope"))
    err = certkeeper("show", "--scope", "shop", ORDER_ID).err
    assert "there is no such certificate in this scope" in err
    assert "`certkeeper list`" in err
