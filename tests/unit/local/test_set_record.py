"""`make dns` says what it wants, and sets whatever value it is given."""

import subprocess
from pathlib import Path

import dns.message
import dns.query
import pytest

from infra.bootstrap.environments import ROOT
from infra.local.dns import set_record
from infra.local.dns.set_record import main, update

VALUES = [
    "-EZK4IV3HWN4V_S640SS0Q10MXPLQF6XSQ-DYQMOCTQ",
    "--help",
    "v=spf1 include:_spf.example.test ~all",
    'say "hello" and \\ go',
    "$HOME $(id) `id` $$",
    "it's; a # comment",
    '"',
    "blanks  within and behind  ",
    "grüße",
    "x" * 600,
]


def test_without_a_name_nothing_is_set_and_an_example_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """Make gives empty texts for variables that nobody has set."""
    assert main(["", "TXT", ""]) == 2
    assert "make dns NAME=_acme-challenge.shop.test" in capsys.readouterr().err


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[dns.message.Message]:
    """The messages that a server gets, which agrees to each."""
    messages: list[dns.message.Message] = []

    def tcp(message: dns.message.Message, *_: object) -> dns.message.Message:
        messages.append(dns.message.from_wire(message.to_wire()))
        return dns.message.make_response(message)

    monkeypatch.setattr(dns.query, "tcp", tcp)
    return messages


@pytest.mark.parametrize("value", VALUES)
def test_a_text_is_set_to_the_letter(value: str, sent: list[dns.message.Message]) -> None:
    """Whatever a shell, make or a zone file would make of it."""
    assert update("127.0.0.1:53", "_acme-challenge.shop.test", "txt", value) == "NOERROR"
    (record,) = (one for rrset in sent[0].sections[2] for one in rrset)
    assert b"".join(record.strings) == value.encode()


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("TXT", '"two" "strings"', '"two" "strings"'),
        ("CNAME", "target.example", "target.example."),
        ("CNAME", "target.example.", "target.example."),
        ("A", "192.0.2.1", "192.0.2.1"),
        ("CAA", '0 issue "ca.example"', '0 issue "ca.example"'),
    ],
)
def test_other_records_are_written_as_in_a_zone_file(
    kind: str, value: str, expected: str, sent: list[dns.message.Message]
) -> None:
    """And so is a text in quotes."""
    update("127.0.0.1:53", "shop.test", kind, value)
    (record,) = (one for rrset in sent[0].sections[2] for one in rrset)
    assert record.to_text() == expected


@pytest.mark.parametrize("value", VALUES)
def test_make_hands_over_what_was_typed(value: str, tmp_path: Path) -> None:
    """The recipe is run with another program in the place of Python, which prints its arguments."""
    (tmp_path / "python").write_text('#!/bin/sh\nprintf "%s\\0" "$@"\n')
    (tmp_path / "python").chmod(0o700)
    command = [
        "make",
        "-s",
        "-o",
        "setup",
        f"bin={tmp_path}",
        "dns",
        "NAME=_acme-challenge.shop.test",
        f"VALUE={value}",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=60)
    *_, name, kind, handed_over, end = done.stdout.decode().split("\0")
    assert (name, kind, end) == ("_acme-challenge.shop.test", "", "")
    assert handed_over == value
    assert set_record.__name__ in done.stdout.decode()
