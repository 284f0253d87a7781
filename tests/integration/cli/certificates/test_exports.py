"""Files with private keys: for their owner alone, never over another unasked, nowhere but where they belong."""

import json
import os
import stat
import sys
from pathlib import Path

import pytest

from tests.integration.cli.conftest import Certkeeper
from tests.integration.cli.documents import CERTIFICATE_ID, export, zipped
from tests.integration.cli.fake_api import FakeApi, Reply

PATH = f"/scopes/shop/certificates/{CERTIFICATE_ID}/exports"
EXPORT = ("export", "--scope", "shop", CERTIFICATE_ID)
FILES = {"cert.pem": b"c", "chain.pem": b"i", "fullchain.pem": b"ci", "privkey.pem": b"the key"}
ZIP = zipped(cert="c", chain="i", fullchain="ci", privkey="the key")


@pytest.fixture(autouse=True)
def zip_of_files(api: FakeApi, api_url: str) -> None:
    """An export as a zip."""
    assert api_url
    api.always(Reply(200, export(ZIP)))


def mode(path: Path) -> int:
    """The file's permissions."""
    return stat.S_IMODE(path.stat().st_mode)


def test_pem_becomes_four_files_for_their_owner_alone(certkeeper: Certkeeper, tmp_path: Path) -> None:
    """Whatever the umask lets through; nothing of them is said."""
    before = os.umask(0)
    try:
        outcome = certkeeper(*EXPORT, "--to", "tls/shop")
    finally:
        os.umask(before)
    assert outcome.status == 0, outcome
    written = {path.name: path.read_bytes() for path in (tmp_path / "tls" / "shop").iterdir()}
    assert written == FILES
    assert {mode(path) for path in (tmp_path / "tls" / "shop").iterdir()} == {0o600}
    assert mode(tmp_path / "tls" / "shop") == 0o700
    assert "the key" not in outcome.out + outcome.err


@pytest.mark.parametrize("there", ["privkey.pem", "cert.pem"])
def test_what_is_there_stays(certkeeper: Certkeeper, api: FakeApi, tmp_path: Path, there: str) -> None:
    """And the API, which keeps a record of exports, is not asked at all."""
    (tmp_path / there).write_text("precious")
    outcome = certkeeper(*EXPORT)
    assert (outcome.status, outcome.out) == (1, "")
    assert f"{there} is there already" in outcome.err
    assert "--force" in outcome.err
    assert api.calls == []
    assert [path.name for path in tmp_path.iterdir()] == [there]


def test_a_link_to_nowhere_is_something_that_is_there(certkeeper: Certkeeper, tmp_path: Path) -> None:
    """A key would go where it leads."""
    (tmp_path / "privkey.pem").symlink_to(tmp_path / "elsewhere")
    assert certkeeper(*EXPORT).status == 1
    assert not (tmp_path / "elsewhere").exists()


def test_force_puts_another_file_in_its_place(certkeeper: Certkeeper, tmp_path: Path) -> None:
    """With its own mode, and not through a link."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("precious")
    (tmp_path / "privkey.pem").symlink_to(elsewhere)
    (tmp_path / "cert.pem").write_text("old")
    (tmp_path / "cert.pem").chmod(0o644)
    assert certkeeper(*EXPORT, "--force").status == 0
    assert elsewhere.read_text() == "precious"
    assert (tmp_path / "privkey.pem").read_bytes() == b"the key"
    assert (mode(tmp_path / "privkey.pem"), mode(tmp_path / "cert.pem")) == (0o600, 0o600)
    assert {path.name for path in tmp_path.iterdir()} == {*FILES, "elsewhere"}


def test_one_file_has_the_name_that_the_api_gives(certkeeper: Certkeeper, api: FakeApi, tmp_path: Path) -> None:
    """Or the one that the person gives; - is standard output."""
    api.always(Reply(200, export(b"p12", "front.pfx", "pfx")))
    os.environ["CERTKEEPER_PASSWORD"] = "made up, 12 or more"
    try:
        assert certkeeper(*EXPORT, "--format", "pfx").status == 0
        assert certkeeper(*EXPORT, "--format", "pfx", "--to", "my.pfx").status == 0
        assert certkeeper(*EXPORT, "--format", "pfx", "--to", "-").out == "p12"
        assert certkeeper(*EXPORT, "--format", "pfx").status == 1
    finally:
        del os.environ["CERTKEEPER_PASSWORD"]
    assert {path.name: (path.read_bytes(), mode(path)) for path in tmp_path.iterdir()} == {
        "front.pfx": (b"p12", 0o600),
        "my.pfx": (b"p12", 0o600),
    }


@pytest.mark.parametrize("name", ["../front.pfx", "/etc/front", ".bashrc", "a\nb", "", "a/b"])
def test_a_name_that_is_a_path_is_not_followed(certkeeper: Certkeeper, api: FakeApi, tmp_path: Path, name: str) -> None:
    """Whatever the answer says, it is written nowhere else."""
    api.always(Reply(200, export(b"der", name, "der"), strange=True))
    outcome = certkeeper(*EXPORT, "--format", "der")
    assert outcome.status == 1
    assert "not an export" in outcome.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [zipped(**{"../../cert": "c"}), zipped(other="c"), b"no zip", ZIP[:-10]])
def test_a_zip_with_other_files_is_not_unpacked(
    certkeeper: Certkeeper, api: FakeApi, tmp_path: Path, content: bytes
) -> None:
    """Only the four that the contract names."""
    api.always(Reply(200, export(content)))
    assert certkeeper(*EXPORT).status == 1
    assert list(tmp_path.iterdir()) == []


def test_the_zip_can_be_kept(certkeeper: Certkeeper, tmp_path: Path) -> None:
    """As one file."""
    assert certkeeper(*EXPORT, "--zip").status == 0
    assert (tmp_path / "front.zip").read_bytes() == ZIP


def test_json_is_the_document_and_writes_nothing(certkeeper: Certkeeper, tmp_path: Path) -> None:
    """For scripts that keep the key elsewhere."""
    assert json.loads(certkeeper(*EXPORT, "--output", "json").out) == export(ZIP)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("more", [("--output", "json"), ("--part", "private_key", "--to", "-")])
def test_no_key_on_a_terminal(
    certkeeper: Certkeeper, api: FakeApi, monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...]
) -> None:
    """It would stay in its scroll-back; exit 2 before anything is asked."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    outcome = certkeeper(*EXPORT, *more)
    assert outcome.status == 2
    assert "is not printed on a terminal" in outcome.err
    assert api.calls == []


def test_a_place_where_nothing_can_be_written(certkeeper: Certkeeper, tmp_path: Path) -> None:
    """Exit 1, and why."""
    (tmp_path / "file").write_text("")
    outcome = certkeeper(*EXPORT, "--to", "file/below")
    assert outcome.status == 1
    assert "cannot be written" in outcome.err


def test_the_password_comes_from_a_descriptor(certkeeper: Certkeeper, api: FakeApi) -> None:
    """Its first line, and for pem it means that the key is encrypted."""
    reading, writing = os.pipe()
    os.write(writing, "pässword, 12 or more\nnot this\n".encode())
    os.close(writing)
    assert certkeeper(*EXPORT, "--password-fd", str(reading)).status == 0
    os.close(reading)
    assert api.calls[-1].document == {"format": "pem", "password": "pässword, 12 or more"}


def test_the_alias_is_asked_for_and_a_remark_is_passed_on(certkeeper: Certkeeper, api: FakeApi) -> None:
    """After the file is written: it opens, but not everywhere."""
    remark = {"code": "password_not_ascii", "detail": "Java opens no such file"}
    api.always(Reply(200, {**export(b"p12", "front.pfx", "pfx"), "alias": "front door", "remarks": [remark]}))
    reading, writing = os.pipe()
    os.write(writing, "pässword, 12 or more".encode())
    os.close(writing)
    outcome = certkeeper(*EXPORT, "--format", "pfx", "--alias", "front door", "--password-fd", str(reading))
    os.close(reading)
    assert outcome.status == 0
    assert api.calls[-1].document["alias"] == "front door"
    assert "Java opens no such file" in outcome.err


@pytest.mark.parametrize(
    "more",
    [(), ("--zip",), ("--part", "private_key"), ("--encrypt",), ("--format", "pfx"), ("--format", "truststore")],
)
def test_the_password_of_the_environment_counts_wherever_there_can_be_one(
    certkeeper: Certkeeper, api: FakeApi, monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...]
) -> None:
    """As the descriptor's does: who has set it does not expect a plain key."""
    monkeypatch.setenv("CERTKEEPER_PASSWORD", "made up, 12 or more")
    assert certkeeper(*EXPORT, *more, "--output", "json").status == 0
    assert api.calls[-1].document["password"] == "made up, 12 or more"


@pytest.mark.parametrize("secret", ["", "short"])
def test_a_password_that_is_too_short_is_not_dropped(
    certkeeper: Certkeeper, api: FakeApi, monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    """The API refuses it; a plain key would be worse."""
    monkeypatch.setenv("CERTKEEPER_PASSWORD", secret)
    certkeeper(*EXPORT)
    assert api.calls[-1].document["password"] == secret


@pytest.mark.parametrize(
    "more", [("--part", "certificate"), ("--part", "chain"), ("--part", "fullchain"), ("--format", "der")]
)
def test_what_is_public_goes_without_the_password(
    certkeeper: Certkeeper, api: FakeApi, monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...]
) -> None:
    """There is nothing to encrypt, and the password stays here."""
    monkeypatch.setenv("CERTKEEPER_PASSWORD", "made up, 12 or more")
    assert certkeeper(*EXPORT, *more, "--output", "json").status == 0
    assert "password" not in api.calls[-1].document


@pytest.mark.parametrize(
    ("more", "option"),
    [
        (("--format", "der", "--password-fd", "0"), "--password-fd"),
        (("--format", "p7b", "--password-fd", "0"), "--password-fd"),
        (("--part", "fullchain", "--password-fd", "0"), "--password-fd"),
        (("--format", "der", "--encrypt"), "--encrypt"),
        (("--part", "chain", "--encrypt"), "--encrypt"),
        (("--format", "pfx", "--zip"), "--zip"),
        (("--part", "chain", "--zip"), "--zip"),
        (("--format", "jks", "--part", "chain"), "--part"),
        (("--format", "der", "--alias", "front"), "--alias"),
        (("--alias", "front"), "--alias"),
        (("--output", "json", "--to", "front"), "--to"),
    ],
)
def test_an_option_that_would_change_nothing_is_refused(
    certkeeper: Certkeeper, api: FakeApi, tmp_path: Path, more: tuple[str, ...], option: str
) -> None:
    """Exit 2, with its name, before anything is asked: who gives it believes that it counts."""
    outcome = certkeeper(*EXPORT, *more)
    assert (outcome.status, outcome.out) == (2, "")
    assert f"{option} has no effect for" in outcome.err
    assert api.calls == []
    assert list(tmp_path.iterdir()) == []


def test_a_descriptor_that_is_none(certkeeper: Certkeeper, api: FakeApi) -> None:
    """Exit 2, and nothing is asked."""
    outcome = certkeeper(*EXPORT, "--format", "jks", "--password-fd", "999")
    assert outcome.status == 2
    assert "file descriptor 999" in outcome.err
    assert api.calls == []


def test_a_password_is_no_argument(certkeeper: Certkeeper) -> None:
    """Every process of the machine can read arguments."""
    assert certkeeper(*EXPORT, "--format", "pfx", "--password", "made up").status == 2
