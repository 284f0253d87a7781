"""`make dns` says what it wants."""

import pytest

from infra.local.dns.set_record import main


def test_without_a_name_nothing_is_set_and_an_example_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """Make gives empty texts for variables that nobody has set."""
    assert main(["", "TXT", ""]) == 2
    assert "make dns NAME=_acme-challenge.shop.test" in capsys.readouterr().err
