"""Which Pebble the local world gets."""

from pathlib import Path

import pytest

from infra.bootstrap import pebble, release
from infra.bootstrap.unavailable import Unavailable
from tests.integration.toolchain.test_interpreter import program

ACME_SERVER = "echo '  -dnsserver string' >&2; exit 2"
SERVICE_MANAGER = "echo 'Pebble lets you control services and perform management actions'"


def test_what_is_on_path_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Pebble that the person installed is used as it is; nothing is fetched."""
    installed = program(tmp_path / "pebble", ACME_SERVER)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    assert pebble.pebble() == installed


def test_a_service_manager_of_the_same_name_is_not_taken(tmp_path: Path) -> None:
    """Another program is called pebble too: only one that knows an ACME server's options is taken."""
    assert pebble.is_pebble(program(tmp_path / "acme", ACME_SERVER))
    assert not pebble.is_pebble(program(tmp_path / "other", SERVICE_MANAGER))
    assert not pebble.is_pebble(tmp_path / "missing")


def test_a_release_that_is_not_the_pinned_one_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A download with another digest is never written to disk."""
    forged = tmp_path / "forged.tar.gz"
    forged.write_bytes(b"not what was pinned")
    monkeypatch.setattr(release, "ADDRESS", forged.as_uri())
    with pytest.raises(Unavailable, match="is not the file that was pinned"):
        release.download(tmp_path / "pebble")
    assert not (tmp_path / "pebble").exists()
